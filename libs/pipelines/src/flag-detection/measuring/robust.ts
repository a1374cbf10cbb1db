/** Middle and spread that a few bad frames cannot move. NaN is left out everywhere. */

/** NaN where there is nothing. */
export function median(values: ArrayLike<number>): number {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (known.length === 0) return Number.NaN;
  const middle = known.length >> 1;
  return known.length % 2 === 1 ? known[middle]! : (known[middle - 1]! + known[middle]!) / 2;
}

/** The median absolute deviation times 1.4826, which for normal values is their standard deviation. */
export function robustDeviation(values: ArrayLike<number>): number {
  const centre = median(values);
  return 1.4826 * median(Array.from(values, (value) => Math.abs(value - centre)));
}

/** Medians of the frames before and after each one, without the frame itself. */
export interface Neighbourhood {
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** How many judged frames a side needs to count. */
const LEAST_ON_A_SIDE = 2;

/**
 * For each frame the median of the `window` judged frames before it and after it. A side with fewer than two takes
 * the value of the other one; NaN where neither has enough. Two sides, so that a lasting change (an embryo that
 * dies) is no outlier, while a single frame, or a run shorter than half a window, is one on both sides.
 * @param isJudged which values count
 */
export function neighbourhood(values: Float64Array, isJudged: Uint8Array, window: number): Neighbourhood {
  const before = new Float64Array(values.length);
  const after = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) {
    const left = nearest(values, isJudged, t, -1, window);
    const right = nearest(values, isJudged, t, 1, window);
    before[t] = left.length < LEAST_ON_A_SIDE ? Number.NaN : median(left);
    after[t] = right.length < LEAST_ON_A_SIDE ? Number.NaN : median(right);
    if (Number.isNaN(before[t]!)) before[t] = after[t]!;
    if (Number.isNaN(after[t]!)) after[t] = before[t]!;
  }
  return { before, after };
}

function nearest(
  values: Float64Array,
  isJudged: Uint8Array,
  from: number,
  direction: 1 | -1,
  count: number,
): number[] {
  const found: number[] = [];
  for (let t = from + direction; t >= 0 && t < values.length && found.length < count; t += direction) {
    if (isJudged[t] && !Number.isNaN(values[t]!)) found.push(values[t]!);
  }
  return found;
}
