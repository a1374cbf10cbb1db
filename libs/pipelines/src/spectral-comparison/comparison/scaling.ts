/** Bringing spectra of different thickness or gain to one scale. */

/** Divided by the Euclidean length. @returns null where all values are 0 */
export function vectorNormalised(values: Float64Array): Float64Array | null {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? values.map((value) => value / length) : null;
}

/** Moved and scaled to 0…1. @returns null where all values are equal */
export function minMaxNormalised(values: Float64Array): Float64Array | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? values.map((value) => (value - low) / (high - low)) : null;
}
