/** A curve on its way to the normalised spectrum. Functions make new ones and leave what they are given alone. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The points at these indexes, in this order. */
export function pick({ x, y }: Points, indexes: Uint32Array): Points {
  const picked = { x: new Float64Array(indexes.length), y: new Float64Array(indexes.length) };
  for (let i = 0; i < indexes.length; i++) {
    picked.x[i] = x[indexes[i]!]!;
    picked.y[i] = y[indexes[i]!]!;
  }
  return picked;
}

/** The points that pass, in their order; the same object where all do. */
export function keep(points: Points, passes: (x: number, y: number) => boolean): Points {
  const indexes = new Uint32Array(points.x.length);
  let count = 0;
  for (let i = 0; i < points.x.length; i++) {
    if (passes(points.x[i]!, points.y[i]!)) indexes[count++] = i;
  }
  return count === points.x.length ? points : pick(points, indexes.subarray(0, count));
}

/** Whether x rises at every step. */
export function isAscending({ x }: Points): boolean {
  for (let i = 1; i < x.length; i++) if (!(x[i]! > x[i - 1]!)) return false;
  return true;
}

function neverFalls({ x }: Points): boolean {
  for (let i = 1; i < x.length; i++) if (x[i]! < x[i - 1]!) return false;
  return true;
}

function isDescending({ x }: Points): boolean {
  for (let i = 1; i < x.length; i++) if (!(x[i]! < x[i - 1]!)) return false;
  return true;
}

/** Back to front. */
export function reverse({ x, y }: Points): Points {
  return { x: x.toReversed(), y: y.toReversed() };
}

/** By x, ascending; equal ones stay in their order. */
export function sortAscending(points: Points): Points {
  if (neverFalls(points)) return points;
  if (isDescending(points)) return reverse(points);
  const indexes = Uint32Array.from(points.x, (_, i) => i);
  indexes.sort((a, b) => points.x[a]! - points.x[b]! || a - b);
  return pick(points, indexes);
}

/** Sorted points with the first of those that share an x. */
export function dropRepeatedX(points: Points): Points {
  let before = Number.NaN;
  return keep(points, (x) => {
    const isNew = x !== before;
    before = x;
    return isNew;
  });
}
