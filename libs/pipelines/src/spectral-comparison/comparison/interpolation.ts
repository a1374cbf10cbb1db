import { onGrid } from '../normalising/grid.js';

/** As `onGrid`, of plain arrays: values at other places, by straight lines between neighbours; NaN outside. */
export function interpolate(x: Float64Array, y: Float64Array, at: Float64Array): Float64Array {
  return onGrid({ wavenumbers: x, values: y }, at);
}

/** First index with x ≥ low and the one after the last with x ≤ high, in ascending x. */
export function indicesWithin(x: Float64Array, low: number, high: number): [number, number] {
  let start = 0;
  while (start < x.length && x[start]! < low) start++;
  let end = x.length;
  while (end > start && x[end - 1]! > high) end--;
  return [start, end];
}
