import {
  type ComparedSetting,
  type ComparisonReport,
  markedBest,
  parameterName,
  type SettingContrast,
  shortName,
} from '@batchyard/domain';
import type { MetricSpec } from '@batchyard/pipelines';
import type { CsvCell } from '../tables/csv.js';
import { cellOf, number, text } from './cells.js';
import type { Column, Table } from './tables.js';

/** One row a setting, best first: parameters that vary, every metric, verdicts, how many jobs it rests on. */
export function settingTable(report: ComparisonReport): Table {
  const { comparison, facts } = report;
  const { settings, varying, metric } = comparison;
  const paths = varying.map(({ path }) => path);
  const parameters = varying.map(({ path }): Column => parameterColumn(report, path));
  return {
    title: 'Settings',
    columns: [
      number('rank', '1', `Place by ${metric.name}, best first; empty where nothing has a value`),
      text('setting', 'Parameters that vary, in short'),
      ...parameters,
      ...facts.metrics.flatMap(metricColumns),
      ...contrastColumns('best', metric),
      ...contrastColumns('baseline', metric),
      ...(comparison.pareto === null ? [] : [paretoColumn]),
      number('jobs', '1', 'Jobs of the setting'),
      number('jobs_with_result', '1', 'Jobs that succeeded or took over a result'),
      number('jobs_failed', '1', 'Jobs that failed, ran out of time or out of memory; they enter no mean'),
      number('jobs_stopped_early', '1', 'Jobs ended on their way for doing worse than others'),
      number('jobs_cancelled_or_skipped', '1', 'Jobs that were not run to an end'),
      number('jobs_unfinished', '1', 'Jobs that have not ended yet'),
      number('duration_mean', 's', 'Mean duration of the jobs that succeeded'),
      text('setting_key', 'SHA-256 of the complete parameters; links settings to jobs'),
    ],
    rows: () =>
      settings.map((setting): CsvCell[] => [
        setting.rank,
        paths.map((path) => `${shortName(path, paths)}=${cellOf(setting.values[path])}`).join(', ') ||
          'the only setting',
        ...paths.map((path) => cellOf(setting.values[path])),
        ...facts.metrics.flatMap(({ name }) => metricCells(setting, name)),
        ...contrastCells(markedBest(comparison) === null ? null : setting.versusBest),
        ...contrastCells(setting.versusBaseline),
        ...(comparison.pareto === null ? [] : [setting.isPareto]),
        setting.jobs,
        setting.withResult,
        setting.failed,
        setting.stoppedEarly,
        setting.cancelledOrSkipped,
        setting.unfinished,
        setting.meanDurationS,
        setting.settingKey,
      ]),
  };
}

const paretoColumn: Column = {
  name: 'on_pareto_front',
  unit: null,
  type: 'true or false',
  meaning: 'Whether no other setting is at least as good in all objectives and better in one',
};

/** What varies, as a column. */
export function parameterColumn({ facts }: ComparisonReport, path: string): Column {
  const field = facts.parameters[path];
  const meaning = `Parameter ${field?.title ?? path}`;
  return { name: parameterName(path), title: path, unit: field?.unit ?? null, type: 'any', meaning };
}

function metricColumns({ name, unit, title }: MetricSpec): Column[] {
  const part = (end: string, ofUnit: string, meaning: string) =>
    number(`${name}_${end}`, ofUnit, `${title}: ${meaning}`, `${title}, ${end}`);
  return [
    part('mean', unit, 'mean over the jobs with a value'),
    part('sd', unit, 'sample standard deviation; empty when n = 1'),
    part('n', '1', 'jobs with a value'),
    part('low', unit, 'low end of the 95 % t interval of the mean; empty when n = 1'),
    part('high', unit, 'high end of that interval'),
    part('min', unit, 'smallest value'),
    part('max', unit, 'largest value'),
  ];
}

function metricCells({ metrics }: ComparedSetting, name: string): CsvCell[] {
  const summary = metrics[name];
  if (summary === undefined) return [null, null, 0, null, null, null, null];
  const { mean, sd, n, interval, min, max } = summary;
  return [mean, sd, n, interval?.low ?? null, interval?.high ?? null, min, max];
}

function contrastColumns(reference: 'best' | 'baseline', { name, unit }: MetricSpec): Column[] {
  const versus = `the ${reference} setting; empty for itself`;
  return [
    text(`verdict_vs_${reference}`, `better, worse, not_separable or unknown, against ${versus}`),
    number(`difference_vs_${reference}`, unit, `Mean difference of ${name} against ${versus}`),
    number(`difference_low_vs_${reference}`, unit, 'Low end of the 95 % interval of that difference'),
    number(`difference_high_vs_${reference}`, unit, 'High end of that interval'),
    number(`p_vs_${reference}`, '1', 'Two-sided p value, corrected for all settings after Holm'),
    text(`test_vs_${reference}`, 'paired_t or welch; empty where there were too few values'),
  ];
}

function contrastCells(contrast: SettingContrast | null): CsvCell[] {
  if (contrast === null) return [null, null, null, null, null, null];
  const { verdict, difference, interval, p, method } = contrast;
  return [verdict, difference, interval?.low ?? null, interval?.high ?? null, p, method];
}
