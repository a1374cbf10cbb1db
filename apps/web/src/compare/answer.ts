/** The answer of a comparison in words. */
import { formatNumber, withUnit } from '../formatting/numbers';
import type { ComparisonData } from './queries';
import { numbersOf, settingText } from './settings';

export interface Answer {
  readonly key: string;
  /** `lambda_rigid = 1,000, lambda_rot_smooth = 50`. */
  readonly setting: string;
  /** `0.412 mm`. */
  readonly value: string;
  readonly n: number;
  /** `0.31 mm below the baseline`; null while the baseline has no value. */
  readonly toBaseline: string | null;
  /** `The next setting is 0.02 mm behind.`; null when there is none. */
  readonly toNext: string | null;
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
    toNext: toNext(comparison, numbers.mean),
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

function toNext({ settings, metric }: ComparisonData, best: number): string | null {
  const second = settings.find((setting) => setting.rank === 2);
  const mean = second && numbersOf(second, metric.name)?.mean;
  if (mean === undefined) return null;
  if (mean === best) return 'Another setting is equally good.';
  return `The next setting is ${withUnit(formatNumber(Math.abs(mean - best), 3), metric.unit)} behind.`;
}
