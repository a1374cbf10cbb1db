/** Numbers for people: few significant digits, real minus signs, powers of ten instead of `e`. */

const minus = '\u2212';
const superscripts: Record<string, string> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** Up to `digits` significant digits; whole numbers below a million are shown in full. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : `${minus}∞`;
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return grouped(value, 0);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return powerOfTen(value, digits);
  return grouped(value, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

/** A measured value: like `formatNumber`, with trailing zeros kept, so that columns of values line up. */
export function formatMeasured(value: number, digits = 4): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || Number.isInteger(value) || size < 1e-4 || size >= 10 ** digits) {
    return formatNumber(value, digits);
  }
  return formatFixed(value, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

/** With exactly `decimals` decimals. */
export function formatFixed(value: number, decimals: number): string {
  return formatter(decimals, decimals).format(value).replace('-', minus);
}

/**
 * `6.35 ± 0.12`: the standard deviation with two significant digits, the mean to the same decimal.
 * Without a standard deviation (one value) the mean alone.
 */
export function formatMeanSd(mean: number, sd: number | null): string {
  if (sd === null || !Number.isFinite(sd)) return formatNumber(mean);
  if (sd === 0) return `${formatNumber(mean)} ± 0`;
  const size = Math.max(Math.abs(mean), sd);
  if (size < 1e-4 || size >= 1e9) return `${formatNumber(mean)} ± ${formatNumber(sd, 2)}`;
  const decimals = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(sd))));
  return `${formatFixed(mean, decimals)} ± ${formatFixed(sd, decimals)}`;
}

/** A value with its unit; `1` is a plain number and shows none. */
export function withUnit(text: string, unit: string | null | undefined): string {
  return hasUnit(unit) ? `${text} ${unit}` : text;
}

/** A title with its unit in brackets, for headings and axes. */
export function titleWithUnit(title: string, unit: string | null | undefined): string {
  return hasUnit(unit) ? `${title} (${unit})` : title;
}

function hasUnit(unit: string | null | undefined): unit is string {
  return unit !== null && unit !== undefined && unit !== '' && unit !== '1';
}

/** `1 job`, `27 jobs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** 812 B, 1.3 MB (decimal thousands, as disks are sold). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${formatNumber(bytes / 1000 ** step, step === 0 ? 4 : 3)} ${units[step]}`;
}

/** `1.3–2.1 MB`, or one size where both ends read alike. */
export function formatBytesRange(low: number, high: number): string {
  const [first, last] = [formatBytes(low), formatBytes(high)];
  if (first === last) return first;
  const [number, unit] = first.split(' ');
  return last.endsWith(` ${unit}`) ? `${number}–${last}` : `${first}–${last}`;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Kept, because making one takes longer than writing a hundred numbers with it. */
function formatter(leastDecimals: number, mostDecimals: number): Intl.NumberFormat {
  const key = `${leastDecimals} ${mostDecimals}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat('en', {
    minimumFractionDigits: leastDecimals,
    maximumFractionDigits: mostDecimals,
  });
  formatters.set(key, made);
  return made;
}

function grouped(value: number, decimals: number): string {
  return formatter(0, Math.min(decimals, 12)).format(value).replace('-', minus);
}

function powerOfTen(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  const shown = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const power = exponent.replace('+', '').replace(/./g, (sign) => superscripts[sign] ?? sign);
  return `${shown.replace('-', minus)} × 10${power}`;
}
