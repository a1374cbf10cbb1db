/** Bright spots of one picture, ordered by y. Positions in pixels, 0.5 being the middle of the first pixel. */
export interface Targets {
  count: number;
  x: Float64Array;
  y: Float64Array;
  /** Pixels in the spot. */
  pixels: Int32Array;
  /** Extent in pixels. */
  width: Int32Array;
  height: Int32Array;
  /** Sum of the grey values. */
  greySum: Int32Array;
  /** Index of the particle that the target belongs to, or -1. */
  particle: Int32Array;
}

export function emptyTargets(capacity: number): Targets {
  return {
    count: 0,
    x: new Float64Array(capacity),
    y: new Float64Array(capacity),
    pixels: new Int32Array(capacity),
    width: new Int32Array(capacity),
    height: new Int32Array(capacity),
    greySum: new Int32Array(capacity),
    particle: new Int32Array(capacity).fill(-1),
  };
}

/** The targets in another order; those whose place is not named are left out. */
export function reorderTargets(targets: Targets, order: Int32Array): Targets {
  const result = emptyTargets(order.length);
  result.count = order.length;
  order.forEach((from, to) => {
    result.x[to] = targets.x[from]!;
    result.y[to] = targets.y[from]!;
    result.pixels[to] = targets.pixels[from]!;
    result.width[to] = targets.width[from]!;
    result.height[to] = targets.height[from]!;
    result.greySum[to] = targets.greySum[from]!;
    result.particle[to] = targets.particle[from]!;
  });
  return result;
}

/**
 * Places 0…count-1 by rising value, by Quicksort with the middle as pivot (Wirth 1975, Algorithms + Data Structures,
 * 2.2.6). Targets at equal height keep the order that this gives them, which numbers in files of targets depend on.
 */
export function orderBy(values: Float64Array, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  if (count > 1) sortPart(values, order, 0, count - 1);
  return order;
}

function sortPart(values: Float64Array, order: Int32Array, first: number, last: number): void {
  let [low, high] = [first, last];
  const pivot = values[order[(first + last) >> 1]!]!;
  while (low <= high) {
    while (values[order[low]!]! < pivot) low++;
    while (values[order[high]!]! > pivot) high--;
    if (low > high) break;
    const moved = order[low]!;
    order[low++] = order[high]!;
    order[high--] = moved;
  }
  if (first < high) sortPart(values, order, first, high);
  if (low < last) sortPart(values, order, low, last);
}
