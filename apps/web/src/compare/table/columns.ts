/** The columns of the settings table: heading, unit, text, and the value they sort by. */
import { canonicalJson } from '@batchyard/domain';
import { formatNumber, titleWithUnit } from '../../formatting/numbers';
import { formatDuration } from '../../formatting/time';
import { formatValue, leafName } from '../../formatting/values';
import { commonDecimals, formatCommon, formatCommonDifference } from '../decimals';
import type { ComparisonData, Metric, Setting, Varying } from '../queries';
import { type MetricNumbers, numbersOf, parameterValue, uncertaintyOf } from '../settings';
import { sourceLabels } from '../sources/sources';
import { verdictText } from '../verdict-text';

export interface Column {
  /** Stable, as it stands in the address: `rank`, `parameter:weights.lambda_rigid`, `metric:final_cost`. */
  readonly id: string;
  readonly heading: string;
  /** The whole name, for hovering and choosing. */
  readonly fullName: string;
  readonly kind:
    | 'rank'
    | 'parameter'
    | 'objective'
    | 'difference'
    | 'verdict'
    | 'metric'
    | 'count'
    | 'duration'
    | 'source';
  /** null sorts last in both orders. */
  readonly sortValue: (setting: Setting) => number | null;
  /** null = nothing to show. */
  readonly text: (setting: Setting) => string | null;
  /** Further ways to sort: by the uncertainty or the number of values behind a mean. */
  readonly parts?: readonly ColumnPart[];
}

export interface ColumnPart {
  /** `metric:final_cost~half`, as it stands in the address. */
  readonly id: string;
  readonly title: string;
  readonly sortValue: Column['sortValue'];
}

/** All columns in reading order. */
export function columnsOf(comparison: ComparisonData): readonly Column[] {
  const others = comparison.metrics.filter(({ name }) => name !== comparison.metric.name);
  return [
    rankColumn,
    ...(comparison.sources.length > 1 ? [sourceColumn(comparison)] : []),
    ...comparison.varying.map(parameterColumn),
    metricColumn(comparison, comparison.metric, 'objective'),
    differenceColumn(comparison),
    verdictColumn,
    ...countColumns,
    durationColumn,
    ...others.map((metric) => metricColumn(comparison, metric, 'metric')),
  ];
}

/** What a sort asks for: a column's own value, or a part of it. */
export function sortValueOf(columns: readonly Column[], id: string): Column['sortValue'] | undefined {
  const parts = columns.flatMap((column) => column.parts ?? []);
  return [...columns, ...parts].find((entry) => entry.id === id)?.sortValue;
}

function sourceColumn(comparison: ComparisonData): Column {
  return {
    id: 'source',
    heading: 'From',
    fullName: 'Sources that have jobs of this setting',
    kind: 'source',
    sortValue: ({ sources }) => sources[0] ?? null,
    text: (setting) => sourceLabels(comparison, setting),
  };
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
    fullName: `${name}: mean ± half its 95 % interval (number of jobs). ${description}`,
    kind,
    sortValue: (setting) => numbersOf(setting, name)?.mean ?? null,
    text: (setting) => {
      const numbers = numbersOf(setting, name);
      return numbers ? `${meanText(numbers, decimals)} (${numbers.n})` : null;
    },
    parts: [
      {
        id: `metric:${name}~half`,
        title: 'Half the interval',
        sortValue: (setting) => {
          const numbers = numbersOf(setting, name);
          return numbers ? uncertaintyOf(numbers) : null;
        },
      },
      {
        id: `metric:${name}~n`,
        title: 'Number of jobs',
        sortValue: (setting) => numbersOf(setting, name)?.n ?? null,
      },
    ],
  };
}

/** Decimals of a whole column: two digits of the typical uncertainty, else four of the largest mean. */
function columnDecimals({ settings }: ComparisonData, metricName: string): number | null {
  const all = settings.flatMap((setting) => numbersOf(setting, metricName) ?? []);
  const halves = all.flatMap((numbers) => uncertaintyOf(numbers) || []).sort((a, b) => a - b);
  const typical = halves[Math.floor(halves.length / 2)];
  const ofMeans = commonDecimals(all.map(({ mean }) => mean));
  const ofHalves = typical === undefined ? null : commonDecimals([typical], 2);
  return ofMeans === null ? null : (ofHalves ?? ofMeans);
}

/** `6.35 ± 0.12`; without an interval (one value) the mean alone. */
function meanText(numbers: MetricNumbers, decimals: number | null): string {
  const text = formatCommon(numbers.mean, decimals);
  const half = uncertaintyOf(numbers);
  return half === null ? text : `${text} ± ${formatCommon(half, decimals)}`;
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

const verdictOrder = ['better', 'not_separable', 'worse', 'unknown'];

const verdictColumn: Column = {
  id: 'verdict',
  heading: 'Verdict',
  fullName:
    'Against the baseline: paired t test over equal inputs, else Welch, at 5 % corrected for all settings (Holm); n ≈ inputs or replicates that would tell',
  kind: 'verdict',
  sortValue: ({ versusBaseline }) =>
    versusBaseline === null ? null : verdictOrder.indexOf(versusBaseline.verdict),
  text: ({ versusBaseline }) => (versusBaseline === null ? null : verdictText(versusBaseline)),
};

const countColumns: readonly Column[] = [
  {
    id: 'failed',
    heading: 'No result',
    fullName: 'Jobs that failed, were stopped early, cancelled or skipped',
    kind: 'count',
    sortValue: ({ failed, stoppedEarly, cancelledOrSkipped }) => failed + stoppedEarly + cancelledOrSkipped,
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

function lostText({ failed, stoppedEarly, cancelledOrSkipped, jobs }: Setting): string | null {
  const parts = [
    ...(failed > 0 ? [`${failed} of ${jobs} failed`] : []),
    ...(stoppedEarly > 0 ? [`${stoppedEarly} stopped early`] : []),
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
