/** Round numbers along an axis and how they are written. */

export interface Ticks {
  readonly values: readonly number[];
  /** Between those values, without them. */
  readonly minor: readonly number[];
  readonly texts: readonly string[];
}

/** Steps of an axis in one power of ten, with the parts that smaller ticks divide them into. */
const steps = [
  { step: 1, parts: 5 },
  { step: 2, parts: 4 },
  { step: 5, parts: 5 },
  { step: 10, parts: 5 },
] as const;

/**
 * About `most` round values within [low, high], two at least.
 * @param isWhole of things that are counted: no fractions, though there be fewer values
 */
export function ticksOf(low: number, high: number, most: number, isWhole = false): Ticks {
  const raw = Math.max((high - low) / Math.max(2, most), isWhole ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(raw));
  const { step, parts } = steps.find((candidate) => candidate.step * power >= raw * (1 - 1e-9)) ?? steps[3];
  const width = step * power;
  const values = multiplesWithin(width, low, high);
  if (values.length < 2 && !isWhole) return ticksOf(low, high, most + 1);
  const isDivided = !isWhole || Number.isInteger(width / parts);
  const between = isDivided ? multiplesWithin(width / parts, low, high) : [];
  const minor = between.filter((value) => !isMultiple(value, width));
  return { values, minor, texts: values.map((value) => tickText(value, width)) };
}

function multiplesWithin(width: number, low: number, high: number): number[] {
  const first = Math.ceil(low / width - 1e-9);
  const last = Math.floor(high / width + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * width);
}

function isMultiple(value: number, width: number): boolean {
  return Math.abs(value / width - Math.round(value / width)) < 1e-6;
}

/** As many decimals as the step needs; powers of ten where the number would be long. */
function tickText(value: number, width: number): string {
  if (Math.abs(value) < width * 1e-6) return '0';
  const largest = Math.abs(value);
  if (largest >= 1e6 || width < 1e-4) {
    const exponent = Math.floor(Math.log10(largest) + 1e-9);
    const digits = Math.max(0, exponent - Math.floor(Math.log10(width) + 1e-9));
    return `${signed((value / 10 ** exponent).toFixed(digits))}×10${superscript(exponent)}`;
  }
  return signed(value.toFixed(Math.max(0, -Math.floor(Math.log10(width) + 1e-9))));
}

/** A true minus, which is as wide as the plus. */
function signed(text: string): string {
  return text.replace('-', '−');
}

function superscript(exponent: number): string {
  return [...String(exponent)].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');
}
