/** The settings as people read them: one row a setting, mean and interval in one cell. */
import {
  type ComparedSetting,
  type ComparisonReport,
  halfOf,
  headingText,
  markedBest,
  meanText,
  numberText,
  shortName,
} from '@batchyard/domain';
import { parameterTexts, pText, verdictText } from './texts.js';

export interface ViewColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

export function settingColumns({ comparison: { varying, metric } }: ComparisonReport): ViewColumn[] {
  const paths = varying.map(({ path }) => path);
  const right = (heading: string): ViewColumn => ({ heading, align: 'right' });
  return [
    right('Rank'),
    ...paths.map((path) => right(shortName(path, paths))),
    right(`${headingText(metric.title, metric.unit)}, mean ± half 95 % interval`),
    right('n'),
    right('Failed'),
    right(headingText('Against the baseline', metric.unit)),
    { heading: 'Against the best', align: 'left' },
    right('p'),
  ];
}

/** One text for each column. */
export function settingCells({ comparison }: ComparisonReport, setting: ComparedSetting): string[] {
  const summary = setting.metrics[comparison.metric.name];
  const best = markedBest(comparison);
  return [
    setting.rank === null ? '–' : String(setting.rank),
    ...parameterTexts(setting, comparison),
    summary === undefined ? 'no value' : meanText(summary.mean, halfOf(summary.interval)),
    String(summary?.n ?? 0),
    String(setting.failed),
    differenceText(setting, comparison.baselineKey),
    verdictText(setting, best),
    pText(best === null ? null : setting.versusBest?.p),
  ];
}

function differenceText({ settingKey, difference }: ComparedSetting, baselineKey: string | null): string {
  if (settingKey === baselineKey) return 'baseline';
  return difference === null
    ? '–'
    : `${difference > 0 ? '+' : ''}${numberText(Number(difference.toPrecision(3)))}`;
}
