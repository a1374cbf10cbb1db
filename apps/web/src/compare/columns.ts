/** The columns of the settings table: heading, unit, text, and the value they sort by. */
import { canonicalJson } from '@batchyard/domain';
import { formatNumber, titleWithUnit } from '../formatting/numbers';
import { formatDuration } from '../formatting/time';
import { formatValue, leafName } from '../formatting/values';
import { commonDecimals, formatCommon, formatCommonDifference } from './decimals';
import type { ComparisonData, Metric, Setting, Varying } from './queries';
import { type MetricNumbers, numbersOf, parameterValue } from './settings';

export interface Column {
  /** Stable, as it stands in the address: `rank`, `parameter:weights.lambda_rigid`, `metric:final_cost`. */
  readonly id: string;
  readonly heading: string;
  /** The whole name, for hovering and choosing. */
  readonly fullName: string;
  readonly kind: 'rank' | 'parameter' | 'objective' | 'difference' | 'metric' | 'count' | 'duration';
  /** null sorts last in both orders. */
  readonly sortValue: (setting: Setting) => number | null;
  /** null = nothing to show. */
  readonly text: (setting: Setting) => string | null;
}

/** All columns in reading order; `hiddenMetrics` are left out (never the compared one). */
export function columnsOf(comparison: ComparisonData, hiddenMetrics: ReadonlySet<string>): Column[] {
  const others = comparison.metrics.filter(
    ({ name }) => name !== comparison.metric.name && !hiddenMetrics.has(name),
  );
  return [
    rankColumn,
    ...comparison.varying.map(parameterColumn),
    metricColumn(comparison, comparison.metric, 'objective'),
    differenceColumn(comparison),
    ...countColumns,
    durationColumn,
    ...others.map((metric) => metricColumn(comparison, metric, 'metric')),
  ];
}

const rankColumn: Column = {
  id: 'rank',
  heading: 'Rank',
  fullName: 'Rank by the chosen metric',
  kind: 'rank',
  sortValue: (setting) => setting.rank,
  text: (setting) => (setting.rank === null ? null : formatNumber(setting.rank)),
};

function parameterColumn({ path, title, unit, values }: Varying): Column {
  const positions = new Map(values.map((value, index) => [canonicalJson(value), index]));
  return {
    id: `parameter:${path}`,
    heading: titleWithUnit(leafName(path), unit),
    fullName: `${title} (${path})`,
    kind: 'parameter',
    // The API gives numbers in numeric order before other values.
    sortValue: (setting) => positions.get(canonicalJson(parameterValue(setting, path))) ?? null,
    text: (setting) => formatValue(parameterValue(setting, path)),
  };
}

function metricColumn(comparison: ComparisonData, metric: Metric, kind: 'objective' | 'metric'): Column {
  const { name, title, unit, description } = metric;
  const decimals = columnDecimals(comparison, name);
  return {
    id: `metric:${name}`,
    heading: titleWithUnit(title, unit),
    fullName: `${name}: mean ± standard deviation (number of jobs). ${description}`,
    kind,
    sortValue: (setting) => numbersOf(setting, name)?.mean ?? null,
    text: (setting) => {
      const numbers = numbersOf(setting, name);
      return numbers ? `${meanSdText(numbers, decimals)} (${numbers.n})` : null;
    },
  };
}

/** Decimals of a whole column: two digits of the typical standard deviation, else four of the largest mean. */
function columnDecimals({ settings }: ComparisonData, metricName: string): number | null {
  const all = settings.flatMap((setting) => numbersOf(setting, metricName) ?? []);
  const sds = all.flatMap(({ sd }) => (sd !== null && sd > 0 ? sd : [])).sort((a, b) => a - b);
  const typical = sds[Math.floor(sds.length / 2)];
  const ofMeans = commonDecimals(all.map(({ mean }) => mean));
  const ofSds = typical === undefined ? null : commonDecimals([typical], 2);
  return ofMeans === null ? null : (ofSds ?? ofMeans);
}

/** `6.35 ± 0.12`; without a standard deviation (one value) the mean alone. */
function meanSdText({ mean, sd }: MetricNumbers, decimals: number | null): string {
  const text = formatCommon(mean, decimals);
  return sd === null ? text : `${text} ± ${formatCommon(sd, decimals)}`;
}

function differenceColumn(comparison: ComparisonData): Column {
  const { name, title, unit } = comparison.metric;
  const decimals = columnDecimals(comparison, name);
  return {
    id: 'difference',
    heading: titleWithUnit('To baseline', unit),
    fullName: `${title}: difference of the means to the baseline`,
    kind: 'difference',
    sortValue: (setting) => setting.difference,
    text: (setting) =>
      setting.difference === null ? null : formatCommonDifference(setting.difference, decimals),
  };
}

const countColumns: readonly Column[] = [
  {
    id: 'failed',
    heading: 'No result',
    fullName: 'Jobs that failed, were cancelled or skipped',
    kind: 'count',
    sortValue: ({ failed, cancelledOrSkipped }) => failed + cancelledOrSkipped,
    text: lostText,
  },
  {
    id: 'unfinished',
    heading: 'Unfinished',
    fullName: 'Jobs that wait or run',
    kind: 'count',
    sortValue: ({ unfinished }) => unfinished,
    text: ({ unfinished, jobs }) => (unfinished === 0 ? null : `${unfinished} of ${jobs}`),
  },
];

function lostText({ failed, cancelledOrSkipped, jobs }: Setting): string | null {
  const parts = [
    ...(failed > 0 ? [`${failed} of ${jobs} failed`] : []),
    ...(cancelledOrSkipped > 0 ? [`${cancelledOrSkipped} cancelled or skipped`] : []),
  ];
  return parts.join(', ') || null;
}

const durationColumn: Column = {
  id: 'duration',
  heading: 'Mean time',
  fullName: 'Mean duration of a finished job',
  kind: 'duration',
  sortValue: ({ meanDurationS }) => meanDurationS,
  text: ({ meanDurationS }) => (meanDurationS === null ? null : formatDuration(meanDurationS)),
};
