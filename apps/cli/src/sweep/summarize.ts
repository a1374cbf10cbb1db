/** Results of cells as the comparison, the table and the closing words of a sweep. */

import { type CsvCell, writeCsv } from '@batchyard/documents';
import {
  type ComparedMetric,
  type Comparison,
  compare,
  type JsonObject,
  metricOf,
  type Observation,
  type PlannedJob,
  parametersOf,
  type SettingAggregate,
} from '@batchyard/domain';
import { renderTable } from '../terminal/table.js';
import { presentBest, presentWarnings } from './best-table.js';
import { type CellResult, isFailed } from './cell-folders.js';
import { inputKeyOf } from './input-key.js';
import type { SweepPlan } from './read-plan.js';

export type CellResults = ReadonlyMap<string, CellResult>;

/** Ranks the settings by the objective of the design. */
export function compareCells(plan: SweepPlan, results: CellResults): Comparison {
  const bySetting = new Map<string, PlannedJob[]>();
  for (const job of plan.jobs) {
    bySetting.set(job.settingKey, [...(bySetting.get(job.settingKey) ?? []), job]);
  }
  const aggregates = [...bySetting].map(([settingKey, jobs]) =>
    aggregate(settingKey, jobs, results, plan.metric.name),
  );
  const { metric, objective, spec } = plan;
  const objectives = [objective, ...(spec.furtherObjectives ?? [])];
  return compare(aggregates, {
    metric,
    direction: objective.direction,
    smallestDifference: objective.smallestDifference ?? null,
    ...(objectives.length > 1 ? { objectives } : {}),
  });
}

function aggregate(
  settingKey: string,
  jobs: readonly PlannedJob[],
  results: CellResults,
  metric: string,
): SettingAggregate {
  const first = jobs[0] as PlannedJob;
  const finished = jobs.flatMap((job) => results.get(job.cellKey) ?? []);
  const succeeded = finished.filter((result) => result.state === 'succeeded');
  const durationsS = succeeded.map(durationS);
  return {
    settingKey,
    params: first.params,
    position: first.position,
    jobs: jobs.length,
    withResult: succeeded.length,
    failed: finished.filter(isFailed).length,
    stoppedEarly: finished.filter(({ stoppedEarly }) => stoppedEarly !== undefined).length,
    cancelledOrSkipped: finished.filter(({ state }) => state === 'skipped').length,
    unfinished: jobs.length - finished.length,
    meanDurationS: durationsS.length === 0 ? null : meanOf(durationsS),
    metrics: summarizeMetrics(succeeded),
    observations: observe(jobs, results, metric),
  };
}

/** Values of the objective, with what pairs them over settings. */
function observe(jobs: readonly PlannedJob[], results: CellResults, metric: string): Observation[] {
  return jobs.flatMap((job) => {
    const result = results.get(job.cellKey);
    const value = result?.state === 'succeeded' ? result.metrics[metric] : undefined;
    return value === undefined ? [] : [{ input: inputKeyOf(job), replicate: job.replicate, value }];
  });
}

function durationS(result: CellResult): number {
  return result.stages.reduce((sum, stage) => sum + stage.durationMs, 0) / 1000;
}

function summarizeMetrics(results: readonly CellResult[]): Record<string, ComparedMetric> {
  const names = new Set(results.flatMap((result) => Object.keys(result.metrics)));
  return Object.fromEntries(
    [...names].map((name) => [name, metricOf(results.flatMap((result) => result.metrics[name] ?? []))]),
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** One row a cell, in the order of the plan: setting, input, outcome, every metric. */
export function resultsCsv(plan: SweepPlan, results: CellResults): string {
  const axes = parametersOf(plan.spec.axes);
  const metrics = plan.pipeline.metrics.map((metric) => metric.name);
  const header = ['cell', 'state', ...axes, 'input', 'replicate', 'seed', 'duration_s', ...metrics, 'error'];
  const rows = plan.jobs.map((job): CsvCell[] => {
    const result = results.get(job.cellKey);
    return [
      job.position + 1,
      result?.stoppedEarly ? 'stopped early' : (result?.state ?? 'not computed'),
      ...axes.map((axis) => cellOf(job.setting, axis)),
      job.inputLabel,
      job.replicate,
      job.seed,
      result ? durationS(result) : null,
      ...metrics.map((name) => result?.metrics[name] ?? null),
      result?.stoppedEarly?.reason ?? result?.error?.message ?? null,
    ];
  });
  return writeCsv(header, rows);
}

function cellOf(setting: JsonObject, axis: string): CsvCell {
  const value = setting[axis] ?? null;
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : (value as CsvCell);
}

/** How many cells did what. */
export interface SweepCounts {
  readonly cells: number;
  readonly computed: number;
  readonly reused: number;
  /** Ended on their way as the design asks, now or before. */
  readonly stoppedEarly: number;
  readonly failed: number;
  /** Had nothing to do. */
  readonly skipped: number;
  readonly missing: number;
}

/** The outcome for people: best setting with its unit, the first ranks, failures and warnings. */
export function presentSweep(
  plan: SweepPlan,
  comparison: Comparison,
  counts: SweepCounts,
  results: CellResults,
): string {
  const stopped = counts.stoppedEarly > 0 ? `${counts.stoppedEarly} stopped early, ` : '';
  const settled = `${counts.computed} computed, ${counts.reused} reused, ${stopped}${counts.failed} failed`;
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const missing = counts.missing > 0 ? `, ${counts.missing} not reached` : '';
  const blocks = [`${counts.cells} cells: ${settled}${skipped}${missing}.`];
  blocks.push(...presentBest(comparison));
  const failed = plan.jobs.filter((job) => results.get(job.cellKey)?.state === 'failed');
  if (failed.length > 0) {
    const rows = failed.slice(0, 20).map((job) => {
      const error = results.get(job.cellKey)?.error;
      return [String(job.position + 1), job.label, error?.stage ?? '', error?.message ?? ''];
    });
    const more = failed.length > 20 ? `\n… and ${failed.length - 20} more in results.csv` : '';
    blocks.push(`${renderTable(['failed cell', 'setting', 'stage', 'why'], rows)}${more}`);
  }
  blocks.push(...presentWarnings(comparison));
  return blocks.join('\n\n');
}
