/** The settings in order of rank with their uncertainty, as data for a chart. */
import { paddedRange } from '../../charts/axis';
import { formatNumber, withUnit } from '../../formatting/numbers';
import type { ComparisonData, Setting } from '../queries';
import { type MetricNumbers, numbersOf, settingText } from '../settings';

/** How a setting stands to the best one. */
export type Standing = 'best' | 'not-separable' | 'worse' | 'unknown';

export interface RankedRow {
  readonly setting: Setting;
  readonly numbers: MetricNumbers;
  readonly standing: Standing;
  /** Single values, for dots. */
  readonly values: readonly number[];
}

export interface Ranking {
  /** Best first. */
  readonly rows: readonly RankedRow[];
  /** Settings with a value. */
  readonly total: number;
  /** Settings without one: they have no place in the order, and are named below the chart. */
  readonly without: number;
  readonly range: { readonly min: number; readonly max: number };
  /** Interval of the baseline's mean; its two ends are equal where it has one value. */
  readonly band: { readonly low: number; readonly high: number } | null;
  readonly finding: string;
}

/** @param most rows at most; the baseline is always among them, as the last one where its rank is lower */
export function rankingOf(comparison: ComparisonData, most: number): Ranking {
  const { settings, metric, baselineKey, bestKey } = comparison;
  const values = valuesBySetting(comparison);
  const all = settings.flatMap((setting): RankedRow[] => {
    const numbers = numbersOf(setting, metric.name);
    if (numbers === undefined) return [];
    const own = values.get(setting.key) ?? [];
    return [{ setting, numbers, standing: standingOf(setting, bestKey), values: own }];
  });
  const rows = withBaseline(all, most, baselineKey);
  const baseline = all.find(({ setting }) => setting.key === baselineKey);
  return {
    rows,
    total: all.length,
    without: settings.length - all.length,
    range: paddedRange(rows.flatMap(({ numbers, values: own }) => [...endsOf(numbers), ...own])),
    band: baseline ? bandOf(baseline.numbers) : null,
    finding: findingOf(comparison, all),
  };
}

function valuesBySetting({ observations }: ComparisonData): ReadonlyMap<string, readonly number[]> {
  const values = new Map<string, number[]>();
  for (const { settingKey, value } of observations.values) {
    const own = values.get(settingKey);
    if (own) own.push(value);
    else values.set(settingKey, [value]);
  }
  return values;
}

function withBaseline(
  all: readonly RankedRow[],
  most: number,
  baselineKey: string | null,
): readonly RankedRow[] {
  const first = all.slice(0, most);
  const baseline = all.slice(most).find(({ setting }) => setting.key === baselineKey);
  return baseline ? [...first.slice(0, -1), baseline] : first;
}

function standingOf({ key, versusBest }: Setting, bestKey: string | null): Standing {
  if (key === bestKey) return 'best';
  if (versusBest === null || versusBest.verdict === 'unknown') return 'unknown';
  return versusBest.verdict === 'not_separable' ? 'not-separable' : 'worse';
}

function endsOf({ mean, interval }: MetricNumbers): readonly number[] {
  return interval === null ? [mean] : [interval.low, interval.high];
}

function bandOf({ mean, interval }: MetricNumbers): { low: number; high: number } {
  return interval ?? { low: mean, high: mean };
}

function findingOf({ metric, varying }: ComparisonData, all: readonly RankedRow[]): string {
  const [best] = all;
  if (!best) return `${metric.title}: no value yet.`;
  const alike = all.filter(({ standing }) => standing === 'not-separable').length;
  const value = withUnit(formatNumber(best.numbers.mean), metric.unit);
  return `${metric.title} of ${all.length} settings, best first: ${settingText(best.setting, varying)} with ${value}; ${alike} not separable from it.`;
}
