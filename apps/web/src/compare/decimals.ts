/** One number of decimals for numbers that are read under each other. */
import { formatFixed, formatNumber } from '../formatting/numbers';

/**
 * Decimals that give the largest of `values` the asked significant digits; null where no common number serves,
 * because values are very large, very small, or differ by orders of magnitude.
 */
export function commonDecimals(values: readonly number[], digits = 4): number | null {
  const sizes = values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  if (sizes.length === 0) return values.length > 0 ? 0 : null;
  const largest = sizes.reduce((most, size) => Math.max(most, size));
  const smallest = sizes.reduce((least, size) => Math.min(least, size));
  if (largest >= 1e9 || largest < 1e-4) return null;
  if (values.every(Number.isInteger)) return 0;
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(largest)));
  return smallest < 10 ** (1 - decimals) && largest / smallest > 1e3 ? null : decimals;
}

/** A value with common decimals, or by its own size where there are none. */
export function formatCommon(value: number, decimals: number | null): string {
  return decimals === null ? formatNumber(value) : formatFixed(value, decimals);
}

/** Like `formatCommon`, with a sign in front of what is not zero. */
export function formatCommonDifference(value: number, decimals: number | null): string {
  const text = formatCommon(value, decimals);
  return value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text.replace(/^\u2212(?=[0.]*$)/, '');
}
