import type { NormalisedSpectrum } from '../spectrum.js';

/**
 * Values of a spectrum at the wavenumbers of a grid, linear between its points; NaN outside of its range.
 * @param grid cm⁻¹, ascending
 */
export function onGrid(
  spectrum: Pick<NormalisedSpectrum, 'wavenumbers' | 'values'>,
  grid: Float64Array,
): Float64Array {
  const { wavenumbers: x, values: y } = spectrum;
  const result = new Float64Array(grid.length);
  const last = x.length - 1;
  let left = 0;
  for (let i = 0; i < grid.length; i++) {
    const at = grid[i]!;
    if (!(at >= x[0]! && at <= x[last]!)) {
      result[i] = Number.NaN;
      continue;
    }
    while (left < last - 1 && x[left + 1]! <= at) left++;
    const share = (at - x[left]!) / (x[left + 1]! - x[left]!);
    // Exact at both ends, where a sum of shares would round.
    result[i] = share === 1 ? y[left + 1]! : y[left]! + share * (y[left + 1]! - y[left]!);
  }
  return result;
}
