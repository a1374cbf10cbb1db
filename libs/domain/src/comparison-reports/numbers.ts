/** Numbers as reports write them. */

/** At most six digits that count; plain where that stays short. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A mean and half its interval, rounded alike: the half to two digits that count, the mean to the same place. */
export interface RoundedMean {
  readonly mean: string;
  /** null where there is no interval. */
  readonly half: string | null;
}

/** Decimal places beyond which numbers are written as powers of ten. */
const maxDecimals = 7;

/** `{ mean: '0.412', half: '0.031' }` */
export function roundedMean(mean: number, half: number | null): RoundedMean {
  if (half === null) return { mean: numberText(mean), half: null };
  if (half === 0) return { mean: numberText(mean), half: '0' };
  const decimals = 1 - Math.floor(Math.log10(half));
  if (decimals > maxDecimals || Math.abs(mean) >= 1e9 || half >= 1e9) {
    const digits = Math.max(0, Math.floor(Math.log10(Math.abs(mean) || half)) + decimals);
    return { mean: mean.toExponential(Math.min(digits, 15)), half: half.toExponential(1) };
  }
  if (decimals >= 0) return { mean: mean.toFixed(decimals), half: half.toFixed(decimals) };
  const step = 10 ** -decimals;
  return { mean: String(Math.round(mean / step) * step), half: String(Math.round(half / step) * step) };
}

/** `0.412 ± 0.031`; the mean alone where there is no interval. */
export function meanText(mean: number, half: number | null): string {
  const rounded = roundedMean(mean, half);
  return rounded.half === null ? rounded.mean : `${rounded.mean} ± ${rounded.half}`;
}

/** `1 job`, `1,200 jobs`. */
export function countOf(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listText(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
