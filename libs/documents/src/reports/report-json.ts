import {
  type BatchReport,
  type ExtremeJob,
  objectiveOf,
  type ReportJob,
  resultJobStates,
  type Statistics,
} from '@batchyard/domain';
import { relationEntry } from './relation-texts.js';

/**
 * `batch_statistics.json`: n_jobs, n_successful, n_failed, success_rate, each metric and `duration` with mean, std
 * (population), min, max, median; beside them what the product knows more, and at the end all jobs. Written while the
 * jobs are read.
 */
export async function* reportJson(
  report: BatchReport,
  jobs: AsyncIterable<ReportJob>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(reportStatistics(report), null, 2).slice(0, -2)},\n  "jobs": [`;
  let separator = '\n    ';
  for await (const job of jobs) {
    yield `${separator}${JSON.stringify(jobEntry(job))}`;
    separator = ',\n    ';
  }
  yield '\n  ]\n}\n';
}

/** Everything but the jobs. A metric named like one of the other keys stands under `metrics` only. */
export function reportStatistics(report: BatchReport): Record<string, unknown> {
  const { facts, counts, total, successful, failed, successRate, durations, metrics } = report;
  const byName = Object.fromEntries(
    metrics.map(({ spec, direction, statistics, best, worst }) => [
      spec.name,
      {
        ...written(statistics),
        unit: spec.unit,
        direction,
        best: writtenJob(best),
        worst: writtenJob(worst),
      },
    ]),
  );
  const objective = objectiveOf(report);
  return {
    ...byName,
    batch_id: facts.batchId,
    batch_name: facts.name,
    project: facts.projectName,
    pipeline: { name: facts.pipelineName, version: facts.pipelineVersion, title: facts.pipelineTitle },
    state: facts.state,
    state_reason: facts.stateReason,
    created_at: facts.createdAt,
    finished_at: facts.finishedAt,
    generated_at: facts.generatedAt,
    n_jobs: total,
    n_successful: successful,
    n_failed: failed,
    n_cancelled_or_skipped: report.notRun,
    n_unfinished: report.unfinished,
    jobs_by_state: counts,
    success_rate: successRate,
    total_duration_seconds: report.totalDurationS,
    average_duration_seconds: durations?.mean ?? null,
    duration: written(durations),
    memory_peak_mb: megabytes(report.peakMemoryBytes),
    metrics: byName,
    objective: facts.objective,
    best_job: writtenJob(objective?.best ?? null),
    worst_job: writtenJob(objective?.worst ?? null),
    relations: report.relations.map(relationEntry),
    failures: report.failures,
    other_failures: report.otherFailures,
    n_warnings: report.warnings,
    varying_parameters: report.parameterPaths,
    constant_parameters: report.constants,
  };
}

/** Under the names that statistics have in such files. */
function written(statistics: Statistics | null) {
  const { n, mean, sd, median, min, max, total } = statistics ?? {};
  const value = (number: number | undefined) => number ?? null;
  return {
    n: n ?? 0,
    mean: value(mean),
    std: value(sd),
    median: value(median),
    min: value(min),
    max: value(max),
    total: value(total),
  };
}

function writtenJob(job: ExtremeJob | null) {
  return job === null
    ? null
    : { job_id: job.jobId, job_name: job.label, value: job.value, equal_jobs: job.ties };
}

const megabytes = (bytes: number | null) => (bytes === null ? null : Number((bytes / 1e6).toFixed(1)));

function jobEntry(job: ReportJob) {
  return {
    job_id: job.id,
    job_name: job.label,
    success: resultJobStates.some((state) => state === job.state),
    state: job.state,
    duration_seconds: job.durationS,
    memory_peak_mb: megabytes(job.peakMemoryBytes),
    error: job.error,
    failure_kind: job.failureKind,
    warnings: job.warnings,
    input: job.inputLabel,
    replicate: job.replicate,
    metrics: job.metrics,
    params: job.params,
    metadata: job.metadata,
  };
}
