/** Where values lie on an axis and how its ticks read. */
import { canonicalJson, type Json } from '@batchyard/domain';
import { formatFixed, formatNumber } from '../formatting/numbers';
import { formatValue } from '../formatting/values';

export interface ValueAxis {
  /** `category` places values one unit apart, because they have no distances. */
  readonly kind: 'linear' | 'logarithmic' | 'category';
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly { readonly position: number; readonly label: string }[];
}

/** Values that span more than this factor are placed by their logarithm. */
const logarithmicFrom = 20;
const longestLabel = 14;

/** A scale asked for; null = by the spread of the values. */
export type WantedScale = 'linear' | 'log' | null;

/** An axis through exactly the given values of one parameter, in their order; a log scale only for positive numbers. */
export function valueAxis(values: readonly Json[], scale: WantedScale = null): ValueAxis {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length || values.length === 0) return categoryAxis(values);
  const min = Math.min(...numbers);
  const max = Math.max(...numbers);
  const ticks = numbers.map((value) => ({ position: value, label: formatNumber(value, 6) }));
  if (min > 0 && (scale === 'log' || (scale === null && max / min > logarithmicFrom))) {
    const margin = max > min ? (max / min) ** 0.08 : 2;
    return { kind: 'logarithmic', min: min / margin, max: max * margin, ticks };
  }
  const margin = max > min ? (max - min) * 0.08 : Math.max(1, Math.abs(max) * 0.1);
  return { kind: 'linear', min: min - margin, max: max + margin, ticks };
}

/** Position of a value on its parameter's axis; null for a value the axis does not have. */
export function positionOf(axis: ValueAxis, values: readonly Json[], value: Json): number | null {
  if (axis.kind !== 'category') return typeof value === 'number' ? value : null;
  const key = canonicalJson(value);
  const index = values.findIndex((entry) => canonicalJson(entry) === key);
  return index === -1 ? null : index;
}

function categoryAxis(values: readonly Json[]): ValueAxis {
  const ticks = values.map((value, index) => ({ position: index, label: shortened(formatValue(value)) }));
  return { kind: 'category', min: -0.5, max: Math.max(0.5, values.length - 0.5), ticks };
}

/** A text that fits beside an axis: `longest` characters, the last one an ellipsis where some are left out. */
export function shortened(text: string, longest = longestLabel): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A tick with as many decimals as the distance between ticks needs, so that all ticks of an axis look alike. */
export function formatTick(value: number, stepSize: number): string {
  const size = Math.max(Math.abs(value), Math.abs(stepSize));
  if (stepSize === 0 || size >= 1e6 || (size !== 0 && size < 1e-4)) return formatNumber(value, 4);
  const decimals = Math.max(0, -Math.floor(Math.log10(Math.abs(stepSize)) + 1e-9));
  const needed = isMultiple(stepSize, 10 ** -decimals) ? decimals : decimals + 1;
  // Sums of steps miss zero by rounding; it must not read as −0.
  const shown = Math.abs(value) < Math.abs(stepSize) * 1e-6 ? 0 : value;
  return formatFixed(shown, Math.min(needed, 8));
}

function isMultiple(value: number, unit: number): boolean {
  const count = value / unit;
  return Math.abs(count - Math.round(count)) < 1e-6;
}

/** Lowest and highest of `values` with a margin of 6 %; `[0, 1]` without values. */
export function paddedRange(values: readonly number[]): { readonly min: number; readonly max: number } {
  if (values.length === 0) return { min: 0, max: 1 };
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const margin = max > min ? (max - min) * 0.06 : Math.abs(max) * 0.05 || 1;
  return { min: min - margin, max: max + margin };
}

/**
 * Ticks at the values of an axis that lie in what a chart shows of it; where a zoomed chart shows fewer than two, null:
 * then those that the chart chooses serve better, unless its values have no distances.
 */
export function ticksWithin(
  axis: ValueAxis,
  { min, max }: { readonly min: number; readonly max: number },
): { value: number }[] | null {
  const inside = axis.ticks.filter(({ position }) => position >= min && position <= max);
  if (inside.length < 2 && axis.kind !== 'category') return null;
  return inside.map(({ position }) => ({ value: position }));
}
