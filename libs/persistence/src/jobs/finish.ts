import type { FailureKind } from '@batchyard/domain';
import type { JobError, LogLevel, ProducedArtifact } from '@batchyard/pipelines';
import { storableText, toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import { columnsOfWaiting, type Fence, fenceHolds, fenceParameters } from './fence.js';

/** How an attempt can end by its worker's word; `lost` is decided by others. */
export type WorkerOutcome = 'succeeded' | 'failed' | 'timed_out' | 'out_of_memory' | 'cancelled';

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
}

export interface RecordedLine {
  readonly line: number;
  readonly at: Date;
  readonly level: LogLevel;
  readonly stage: string | null;
  readonly text: string;
}

/** Writes the stages of an attempt; the statement must have named the guarded job `target (id, attempt)`. */
const writeStages = (parameter: string) => `
  insert into job_stage (job_id, attempt, position, name, state, started_at, duration_ms)
  select target.id, target.attempt, s.position, s.name, s.state, s."startedAt", s."durationMs" from target,
    jsonb_to_recordset(${parameter}) s (position int, name text, state text, "startedAt" timestamptz, "durationMs" float8)
  on conflict (job_id, attempt, position) do update set state = excluded.state, duration_ms = excluded.duration_ms`;

/**
 * `running → final state`, with everything the attempt leaves, in one statement.
 * @returns false when the attempt is no longer this worker's; nothing was written then
 */
export async function finishJob(session: Session, fence: Fence, result: AttemptResult): Promise<boolean> {
  const { outcome, error, failure, warnings, metrics, artifacts, stages, peakMemoryBytes } = result;
  const rows = await session.query(
    `with target as (
       update job set state = $4, lease_until = null, finished_at = clock_timestamp(), error = $5, warnings = $6,
         failure_kind = $11, failure_key = $12, exit_code = $13,
         progress = case when $4 = 'succeeded' then 1 else progress end
       where ${fenceHolds} returning id, attempt, project_id, batch_id
     ), closed as (
       update attempt set ended_at = clock_timestamp(), outcome = $4, error = $5, peak_memory_bytes = $7,
         failure_kind = $11, exit_code = $13
       from target where job_id = target.id and number = target.attempt
     ), metrics as (
       insert into job_metric (job_id, name, value, project_id, batch_id)
       select id, m.key, m.value::float8, project_id, batch_id from target, jsonb_each_text($8) m
     ), artifacts as (
       insert into artifact (project_id, job_id, attempt, path, title, role, media_type, size_bytes, sha256)
       select project_id, id, attempt, a.path, a.title, a.role, a."mediaType", a."sizeBytes", a.sha256 from target,
         jsonb_to_recordset($9) a (path text, title text, role text, "mediaType" text, "sizeBytes" bigint, sha256 text)
     ), stages as (${writeStages('$10')})
     select id from target`,
    [
      ...fenceParameters(fence),
      outcome,
      error === null ? null : toJson(error),
      toJson(warnings),
      peakMemoryBytes,
      // Numbers of an attempt without a result would enter comparisons.
      toJson(outcome === 'succeeded' ? metrics : {}),
      toJson(artifacts),
      toJson(stages),
      ...failureParameters(failure),
    ],
  );
  return rows.length > 0;
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
  result: Pick<AttemptResult, 'error' | 'failure' | 'stages' | 'peakMemoryBytes'>,
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
       update attempt set ended_at = clock_timestamp(), outcome = 'failed', error = $4, peak_memory_bytes = $6,
         failure_kind = $8, exit_code = $10
       from target where job_id = target.id and number = target.attempt
     ), stages as (${writeStages('$7')})
     select id from target`,
    [
      ...fenceParameters(fence),
      toJson(result.error),
      delayMs,
      result.peakMemoryBytes,
      toJson(result.stages),
      ...failureParameters(result.failure),
    ],
  );
  return rows.length > 0;
}

/** `running → waiting` because the worker stops: the try does not count against the limit. */
export async function handBack(session: Session, fence: Fence): Promise<boolean> {
  const rows = await session.query(
    `with target as (
       update job set ${columnsOfWaiting}, attempt_limit = job.attempt_limit + 1
       where ${fenceHolds} and job.cancel_requested_at is null returning id, attempt
     ), closed as (
       update attempt set ended_at = clock_timestamp(), outcome = 'handed_back'
       from target where job_id = target.id and number = target.attempt
     ), stages as (
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
}

/** Writes what a running job told meanwhile. @returns false when the attempt is no longer this worker's */
export async function reportJob(session: Session, fence: Fence, report: JobReport): Promise<boolean> {
  const rows = await session.query(
    `with target as (
       update job set stage = $4, progress = $5 where ${fenceHolds} returning id, attempt
     ), stages as (${writeStages('$6')}), lines as (
       insert into job_log (job_id, attempt, line, at, level, stage, text)
       select target.id, target.attempt, l.line, l.at, l.level, l.stage, l.text from target,
         jsonb_to_recordset($7) l (line int, at timestamptz, level text, stage text, text text)
       on conflict do nothing
     )
     select id from target`,
    [...fenceParameters(fence), report.stage, report.progress, toJson(report.stages), toJson(report.lines)],
  );
  return rows.length > 0;
}
