/** The answer of a comparison in words. */
import { formatNumber, withUnit } from '../../formatting/numbers';
import type { ComparisonData } from '../queries';
import { type MetricNumbers, numbersOf, settingText } from '../settings';
import { leadText } from '../verdict-text';

export interface Answer {
  readonly key: string;
  /** `lambda_rigid = 1,000, lambda_rot_smooth = 50`. */
  readonly setting: string;
  /** `0.412 mm`. */
  readonly value: string;
  readonly n: number;
  /** `0.31 mm below the baseline`; null while the baseline has no value. */
  readonly toBaseline: string | null;
  /** `The next setting is 0.02 mm behind, more than chance explains (p = 0.01, 6 pairs).`; null when there is none. */
  readonly toNext: string | null;
}

/** Whether a rank says something about quality: not where the swept parameters change the scale of the metric. */
export function isComparable({ warnings }: Pick<ComparisonData, 'warnings'>): boolean {
  return !warnings.some(({ code }) => code === 'INCOMPARABLE_METRIC');
}

/** The setting to mark as best in table and charts; null while there is none, or no rank means better. */
export function markedBest(comparison: Pick<ComparisonData, 'warnings' | 'bestKey'>): string | null {
  return isComparable(comparison) ? comparison.bestKey : null;
}

/** The best setting by the API's ranking; null while there is none. */
export function answerOf(comparison: ComparisonData): Answer | null {
  const { settings, bestKey, metric, varying } = comparison;
  const best = settings.find((setting) => setting.key === bestKey);
  const numbers = best && numbersOf(best, metric.name);
  if (!best || !numbers) return null;
  return {
    key: best.key,
    setting: settingText(best, varying),
    value: withUnit(formatNumber(numbers.mean), metric.unit),
    n: numbers.n,
    toBaseline: toBaseline(comparison, best.difference),
    toNext: toNext(comparison, numbers),
  };
}

function toBaseline(
  { bestKey, baselineKey, metric }: ComparisonData,
  difference: number | null,
): string | null {
  if (bestKey === baselineKey) return 'the baseline itself';
  if (difference === null) return null;
  if (difference === 0) return 'equal to the baseline';
  const size = withUnit(formatNumber(Math.abs(difference), 3), metric.unit);
  return `${size} ${difference < 0 ? 'below' : 'above'} the baseline`;
}

function toNext({ settings, metric }: ComparisonData, best: MetricNumbers): string | null {
  const second = settings.find((setting) => setting.rank === 2);
  const mean = second && numbersOf(second, metric.name)?.mean;
  if (mean === undefined) return null;
  const lead = Math.abs(mean - best.mean);
  const rivals = settings.filter(({ versusBest }) => versusBest?.verdict === 'not_separable').length;
  const alike = rivals > 1 ? ` ${rivals} settings are not separable from the best one.` : '';
  if (lead === 0) return `Another setting is equally good.${alike}`;
  const text = `The next setting is ${withUnit(formatNumber(lead, 3), metric.unit)} behind`;
  const certainty = second?.versusBest ? leadText(second.versusBest) : null;
  return certainty === null ? `${text}.${alike}` : `${text}, ${certainty}.${alike}`;
}
