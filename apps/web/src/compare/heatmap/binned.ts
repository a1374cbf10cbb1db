/** Ranges in place of single values, for designs that draw: hardly any of their values comes twice. */
import { canonicalJson, type Json } from '@batchyard/domain';
import { formatNumber } from '../../formatting/numbers';
import type { Varying } from '../queries';

export interface BinnedAxis {
  /** With ranges as its values where it is binned. */
  readonly axis: Varying;
  readonly isBinned: boolean;
  /** Where a value of the parameter lies on it. */
  placeOf(value: Json): Json;
}

/** An axis of more values than this is binned where the cells would stay empty. */
const mostValues = 12;
const bins = 5;
/** Cells for each setting, above which most of them are empty. */
const sparseFrom = 4;

/** Both axes of a heatmap, in ranges of equally many values where single values would leave most cells empty. */
export function binnedAxes(x: Varying, y: Varying, settingCount: number): { x: BinnedAxis; y: BinnedAxis } {
  const isSparse = x.values.length * y.values.length > sparseFrom * settingCount;
  return { x: isSparse ? binned(x) : plain(x), y: isSparse ? binned(y) : plain(y) };
}

function plain(axis: Varying): BinnedAxis {
  return { axis, isBinned: false, placeOf: (value) => value };
}

function binned(axis: Varying): BinnedAxis {
  const numbers = axis.values.filter((value) => typeof value === 'number');
  if (numbers.length <= mostValues || numbers.length < axis.values.length) return plain(axis);
  const edges = Array.from({ length: bins + 1 }, (_, bin) => Math.round((bin * numbers.length) / bins));
  const places = new Map<string, string>();
  const labels = edges.slice(0, -1).map((from, bin) => {
    const own = numbers.slice(from, edges[bin + 1]);
    const label = rangeText(own[0] ?? 0, own.at(-1) ?? 0);
    for (const value of own) places.set(canonicalJson(value), label);
    return label;
  });
  return {
    // Ranges that read alike are one.
    axis: { ...axis, values: [...new Set(labels)] },
    isBinned: true,
    placeOf: (value) => places.get(canonicalJson(value)) ?? value,
  };
}

/** `1.21–3.1`; short, since columns are as wide as their labels. */
function rangeText(low: number, high: number): string {
  const between = low < 0 || high < 0 ? ' to ' : '–';
  return `${formatNumber(low, 3)}${between}${formatNumber(high, 3)}`;
}
