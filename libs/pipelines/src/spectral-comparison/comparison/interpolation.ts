/**
 * Values at other places, by straight lines between neighbours.
 * @param x strictly ascending
 * @param y as long
 * @param at ascending
 * @returns one value for each place in `at`; NaN outside of x
 */
export function interpolate(x: Float64Array, y: Float64Array, at: Float64Array): Float64Array {
  const result = new Float64Array(at.length).fill(Number.NaN);
  const last = x.length - 1;
  let left = 0;
  for (let i = 0; i < at.length; i++) {
    const place = at[i]!;
    if (!(place >= x[0]! && place <= x[last]!)) continue;
    while (left < last - 1 && x[left + 1]! < place) left++;
    const share = (place - x[left]!) / (x[left + 1]! - x[left]!);
    result[i] = share === 1 ? y[left + 1]! : y[left]! + share * (y[left + 1]! - y[left]!);
  }
  return result;
}

/** First index with x ≥ low and the one after the last with x ≤ high, in ascending x. */
export function indicesWithin(x: Float64Array, low: number, high: number): [number, number] {
  let start = 0;
  while (start < x.length && x[start]! < low) start++;
  let end = x.length;
  while (end > start && x[end - 1]! > high) end--;
  return [start, end];
}
