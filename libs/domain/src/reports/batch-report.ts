/**
 * The report of a batch from its jobs, one after the other: what is kept of a job are its numbers, so that a batch of
 * any size can be reported on while it is read.
 */
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import { failedJobs, unfinishedJobs } from '../batches/state.js';
import { emptyJobCounts, failedJobStates, type JobState, resultJobStates } from '../jobs/state.js';
import { failureTally } from './failure-tally.js';
import { parameterColumns } from './parameter-columns.js';
import { relationTallies } from './relation-tally.js';
import type { BatchFacts, BatchReport, ExtremeJob, MetricReport, ReportJob } from './report.js';
import { type Numbers, numbers } from './statistics.js';

export interface ReportBuilder {
  /** In the order of positions. */
  add(job: ReportJob): void;
  finish(): BatchReport;
}

/** The report of all jobs at once. */
export function batchReport(facts: BatchFacts, jobs: Iterable<ReportJob>): BatchReport {
  const builder = reportBuilder(facts);
  for (const job of jobs) builder.add(job);
  return builder.finish();
}

const isIn = (states: readonly JobState[], state: JobState) => states.includes(state);

export function reportBuilder(facts: BatchFacts): ReportBuilder {
  const counts: Record<JobState, number> = { ...emptyJobCounts() };
  const durations = numbers();
  const metrics = facts.metrics.map((spec) => metricTally(spec, directionOf(spec, facts)));
  const relations = relationTallies(facts.metrics);
  const failures = failureTally();
  const columns = parameterColumns();
  let total = 0;
  let warnings = 0;
  let peakMemoryBytes: number | null = null;
  return {
    add(job) {
      total++;
      counts[job.state]++;
      warnings += job.warnings.length;
      if (job.peakMemoryBytes !== null) peakMemoryBytes = Math.max(peakMemoryBytes ?? 0, job.peakMemoryBytes);
      columns.add(job);
      if (isIn(failedJobStates, job.state)) failures.add(job);
      const hasRun = job.state === 'succeeded' || isIn(failedJobStates, job.state);
      if (hasRun && job.durationS !== null) durations.add(job.durationS);
      if (isIn(resultJobStates, job.state)) for (const tally of [...metrics, ...relations]) tally.add(job);
    },
    finish() {
      const successful = counts.succeeded + counts.reused;
      return {
        facts,
        counts,
        total,
        successful,
        failed: failedJobs(counts),
        notRun: counts.cancelled + counts.skipped,
        unfinished: unfinishedJobs(counts),
        successRate: total === 0 ? 0 : successful / total,
        totalDurationS: secondsBetween(facts.createdAt, facts.finishedAt ?? facts.generatedAt),
        durations: durations.statistics(),
        peakMemoryBytes,
        metrics: metrics.map((metric) => metric.finish()),
        relations: relations.flatMap((relation) => relation.finish() ?? []),
        ...failures.finish(),
        warnings,
        ...columns.finish(),
      };
    },
  };
}

const secondsBetween = (from: string, to: string) => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

/** A metric that is neither better high nor low by itself has the direction that the batch judges by. */
function directionOf(spec: MetricSpec, { objective }: BatchFacts): MetricDirection | null {
  return spec.name === objective.metric ? objective.direction : spec.direction;
}

function metricTally(spec: MetricSpec, direction: MetricDirection | null) {
  const values: Numbers = numbers();
  let best: ExtremeJob | null = null;
  let worst: ExtremeJob | null = null;
  return {
    add(job: ReportJob): void {
      const value = job.metrics[spec.name];
      if (value === undefined) return;
      values.add(value);
      if (direction === null) return;
      const sign = direction === 'minimize' ? 1 : -1;
      best = further(best, job, value, sign);
      worst = further(worst, job, value, -sign);
    },
    finish: (): MetricReport => ({ spec, direction, statistics: values.statistics(), best, worst }),
  };
}

/** @param sign 1 looks for the smallest value, -1 for the largest */
function further(known: ExtremeJob | null, job: ReportJob, value: number, sign: number): ExtremeJob {
  if (known !== null && known.value === value) return { ...known, ties: known.ties + 1 };
  if (known !== null && sign * known.value < sign * value) return known;
  return { jobId: job.id, label: job.label, value, ties: 0 };
}
