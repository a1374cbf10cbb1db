import type { FailureKind } from '@batchyard/domain';
import type { JobError, LogLevel, ProducedArtifact } from '@batchyard/pipelines';
import { storableText, toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import {
  closeHandedBack,
  columnsOfHandedBack,
  columnsOfWaiting,
  type Fence,
  fenceHolds,
  fenceParameters,
} from './fence.js';
import { insertStages, overStagesToldBefore } from './stages.js';

/** How an attempt can end by its worker's word; `lost` is decided by others. */
export type WorkerOutcome = 'succeeded' | 'failed' | 'timed_out' | 'out_of_memory' | 'cancelled' | 'skipped';

export interface RecordedStage {
  readonly position: number;
  readonly name: string;
  readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly startedAt: Date;
  /** null while it runs. */
  readonly durationMs: number | null;
}

/** What sorts a failure in with others like it. */
export interface AttemptFailure {
  readonly kind: FailureKind;
  /** The message without what differs from job to job. */
  readonly key: string;
  /** Of the job's process, when it ended with one. */
  readonly exitCode: number | null;
}

/** All that is written at the end of an attempt, at once. */
export interface AttemptResult {
  readonly outcome: WorkerOutcome;
  readonly error: JobError | null;
  readonly failure?: AttemptFailure | null;
  readonly warnings: readonly string[];
  readonly metrics: Readonly<Record<string, number>>;
  /** Already in the blob store. */
  readonly artifacts: readonly ProducedArtifact[];
  readonly stages: readonly RecordedStage[];
  readonly peakMemoryBytes: number | null;
  /** How long it was held before it ran; it began so much later than it was started. Absent: not at all. */
  readonly waitedMs?: number;
}

export interface RecordedLine {
  readonly line: number;
  readonly at: Date;
  readonly level: LogLevel;
  readonly stage: string | null;
  readonly text: string;
}

/** The end of an attempt as `changeStatesSql` reads it: text, because it becomes part of a list. */
export function finishParameter(fence: Fence, result: AttemptResult): string {
  const { failure, outcome, error, warnings, artifacts, stages, metrics, peakMemoryBytes, waitedMs } = result;
  // What is not there need not travel: most jobs have no error.
  return toJson({
    id: fence.jobId,
    attempt: fence.attempt,
    workerId: fence.workerId,
    outcome,
    waitedMs: waitedMs ?? 0,
    error: error ?? undefined,
    failureKind: failure?.kind,
    failureKey: failure?.key,
    exitCode: failure?.exitCode ?? undefined,
    warnings,
    artifacts,
    stages,
    peakMemoryBytes: peakMemoryBytes ?? undefined,
    // Numbers of an attempt without a result would enter comparisons.
    metrics: outcome === 'succeeded' ? metrics : {},
  });
}

function failureParameters(failure: AttemptFailure | null | undefined): unknown[] {
  if (failure === null || failure === undefined) return [null, null, null];
  return [failure.kind, storableText(failure.key), failure.exitCode];
}

/**
 * `running → waiting` for a failure that can pass: the attempt is closed, its stages and log stay, and the job may
 * start again after `delayMs`.
 * @returns false when no attempt is left, the job or its batch is being ended, or the attempt is not this worker's
 */
export async function retryLater(
  session: Session,
  fence: Fence,
  result: Pick<AttemptResult, 'outcome' | 'error' | 'failure' | 'stages' | 'peakMemoryBytes' | 'waitedMs'>,
  delayMs: number,
): Promise<boolean> {
  const rows = await session.query(
    `with target as (
       update job set ${columnsOfWaiting}, error = $4, failure_kind = $8, failure_key = $9, exit_code = $10,
         available_at = clock_timestamp() + $5 * interval '1 ms'
       from batch where ${fenceHolds} and job.attempt < job.attempt_limit and job.cancel_requested_at is null
         and batch.id = job.batch_id and batch.state in ('running', 'paused')
       returning job.id, job.attempt
     ), closed as (
       update attempt set started_at = attempt.started_at + $12 * interval '1 ms', ended_at = clock_timestamp(),
         outcome = $11, error = $4, peak_memory_bytes = $6, failure_kind = $8, exit_code = $10
       from target where job_id = target.id and number = target.attempt
     ), stages as (${insertStages('target', '$7')} ${overStagesToldBefore})
     select id from target`,
    [
      ...fenceParameters(fence),
      toJson(result.error),
      delayMs,
      result.peakMemoryBytes,
      toJson(result.stages),
      ...failureParameters(result.failure),
      result.outcome,
      result.waitedMs ?? 0,
    ],
  );
  return rows.length > 0;
}

/** `running → waiting` because the worker stops: the try does not count against the limit. */
export async function handBack(session: Session, fence: Fence): Promise<boolean> {
  const rows = await session.query(
    `with target as (
       update job set ${columnsOfHandedBack}
       where ${fenceHolds} and job.cancel_requested_at is null returning id, attempt
     ), closed as (${closeHandedBack}), stages as (
       update job_stage set state = 'cancelled' from target
       where job_id = target.id and job_stage.attempt = target.attempt and job_stage.state = 'running'
     )
     select id from target`,
    fenceParameters(fence),
  );
  return rows.length > 0;
}

export interface JobReport {
  readonly stage: string | null;
  /** Of the whole job or its stage, as the pipeline reports it, 0…1. */
  readonly progress: number;
  /** Stages that are new or have changed. */
  readonly stages: readonly RecordedStage[];
  /** New log lines. */
  readonly lines: readonly RecordedLine[];
  /** New metrics on the way, each name and step once. */
  readonly metricSteps: readonly RecordedMetricStep[];
}

/** A metric as it stood on the way. */
export interface RecordedMetricStep {
  readonly name: string;
  readonly step: number;
  readonly value: number;
}

/** Writes what a running job told meanwhile. @returns false when the attempt is no longer this worker's */
export async function reportJob(session: Session, fence: Fence, report: JobReport): Promise<boolean> {
  const rows = await session.query(
    `with target as (
       update job set stage = $4, progress = $5, taken_ahead = false where ${fenceHolds} returning id, attempt
     ), stages as (${insertStages('target', '$6')} ${overStagesToldBefore}), lines as (
       insert into job_log (job_id, attempt, line, at, level, stage, text)
       select target.id, target.attempt, l.line, l.at, l.level, l.stage, l.text from target,
         jsonb_to_recordset($7) l (line int, at timestamptz, level text, stage text, text text)
       on conflict do nothing
     ), metric_steps as (
       insert into job_metric_step (job_id, attempt, name, step, value)
       select target.id, target.attempt, m.name, m.step, m.value from target,
         jsonb_to_recordset($8) m (name text, step int, value float8)
       on conflict (job_id, name, step) do update set attempt = excluded.attempt, value = excluded.value
     )
     select id from target`,
    [
      ...fenceParameters(fence),
      report.stage,
      report.progress,
      toJson(report.stages),
      toJson(report.lines),
      toJson(report.metricSteps),
    ],
  );
  return rows.length > 0;
}
