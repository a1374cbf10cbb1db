import { toJson } from '../database/json.js';
import type { StartedJob } from './start.js';

/** One answered request: an ended job has its id alone. */
export interface StateRow extends Partial<Omit<StartedJob, 'fence'>> {
  readonly id: string;
  readonly attempt?: number;
  readonly workerId?: string;
}

/**
 * Ends ($1) and starts ($2, from `finishParameter` and `startParameter`) jobs and returns those whose guard held.
 * `lets` comes before any row is locked: whoever holds a batch's lock exclusively may be waiting for such a row.
 */
export const changeStatesSql = `
with wanted as materialized (
  -- The limit makes this a look by key for each, whatever the table looked like when the plan was made. States that the
  -- plan cannot know beforehand keep it from reading all queued or running jobs, here and below.
  select w.*, 'queued' as state, job.batch_id
  from jsonb_to_recordset($2::jsonb) w (id bigint, "workerId" text, "leaseMs" float8)
  cross join lateral (select batch_id, state from job where job.id = w.id limit 1) job where job.state = 'queued'
), lets as materialized (
  select b.*, batch_lets_start(b.id) as yes from (select distinct batch_id as id from wanted) wanted_batch
  cross join lateral (
    select id, pipeline_name, pipeline_version, options from batch where batch.id = wanted_batch.id limit 1
  ) b
), barrier as materialized (
  select count(*) from lets
), ended as materialized (
  select e.*, 'running' as state from barrier, jsonb_to_recordset($1::jsonb) e (id bigint, attempt int, "workerId" text, outcome text,
    error jsonb, "failureKind" text, "failureKey" text, "exitCode" int, warnings jsonb, "peakMemoryBytes" bigint,
    metrics jsonb, artifacts jsonb, stages jsonb)
), target as (
  update job set state = ended.outcome, lease_until = null, finished_at = clock_timestamp(), error = ended.error,
    failure_kind = ended."failureKind", failure_key = ended."failureKey", exit_code = ended."exitCode",
    warnings = ended.warnings, chunk_metrics = case when job.chunk_of is not null then ended.metrics end,
    progress = case when ended.outcome = 'succeeded' then 1 else progress end
  from ended where job.id = ended.id and job.attempt = ended.attempt and job.worker_id = ended."workerId"
    and job.state = ended.state and job.lease_until > clock_timestamp()
  returning job.id, job.attempt, job.project_id, job.batch_id, job.chunk_of, ended.outcome, ended.error, ended."failureKind",
    ended."exitCode", ended."peakMemoryBytes", ended.metrics, ended.artifacts, ended.stages
), closed as (
  update attempt set ended_at = clock_timestamp(), outcome = target.outcome, error = target.error,
    peak_memory_bytes = target."peakMemoryBytes", failure_kind = target."failureKind", exit_code = target."exitCode"
  from target where job_id = target.id and number = target.attempt
), metrics as (
  insert into job_metric (job_id, name, value, project_id, batch_id)
  -- numbers of a chunk would enter comparisons: they lie in the job itself
  select id, m.key, m.value::float8, project_id, batch_id from target, jsonb_each_text(target.metrics) m
  where target.chunk_of is null
), artifacts as (
  insert into artifact (project_id, job_id, attempt, path, title, role, media_type, size_bytes, sha256)
  select project_id, id, attempt, a.path, a.title, a.role, a."mediaType", a."sizeBytes", a.sha256 from target,
    jsonb_to_recordset(target.artifacts) a (path text, title text, role text, "mediaType" text, "sizeBytes" bigint,
      sha256 text)
), stages as (
  insert into job_stage (job_id, attempt, position, name, state, started_at, duration_ms)
  select target.id, target.attempt, s.position, s.name, s.state, s."startedAt", s."durationMs" from target,
    jsonb_to_recordset(target.stages) s (position int, name text, state text, "startedAt" timestamptz,
      "durationMs" float8)
  on conflict (job_id, attempt, position) do update set state = excluded.state, duration_ms = excluded.duration_ms
), started as (
  update job set state = 'running', attempt = job.attempt + 1, worker_id = wanted."workerId", stage = null, progress = 0,
    lease_until = clock_timestamp() + wanted."leaseMs" * interval '1 ms', started_at = clock_timestamp(), warnings = '[]'
  from wanted, lets
  where job.id = wanted.id and job.state = wanted.state and lets.id = wanted.batch_id and lets.yes
  returning job.id, job.attempt, job.worker_id, job.batch_id, job.project_id, job.params, job.inputs, job.seed,
    job.attempt_limit, job.chunk_count, job.first_frame, job.last_frame, lets.pipeline_name, lets.pipeline_version, lets.options
), opened as (
  insert into attempt (job_id, number, worker_id) select id, attempt, worker_id from started
), relaxed as (
  -- A start that a crash of the database undoes is repeated, and its writer is fenced off: alone, starts need not wait
  -- for the disk.
  select case when $1::jsonb = '[]' then set_config('synchronous_commit', 'off', true) end
)
select id, attempt, worker_id as "workerId", batch_id as "batchId", project_id as "projectId", params, inputs, seed,
  attempt_limit as "attemptLimit", chunk_count is not null as "isMerge",
  case when first_frame is not null then jsonb_build_object('first', first_frame, 'last', last_frame) end as frames, pipeline_name as "pipelineName", pipeline_version as "pipelineVersion", options
from started, relaxed
union all
select id, null, null, null, null, null, null, null, null, null, null, null, null, null from target`;

/** As text, because it becomes part of a list. @param leaseMs the worker must renew the lease before this time is over */
export function startParameter(jobId: string, workerId: string, leaseMs: number): string {
  return toJson({ id: jobId, workerId, leaseMs });
}

/** @param row of a job that was started */
export function startedJob({ id, attempt, workerId, ...rest }: StateRow): StartedJob {
  return { fence: { jobId: id, attempt, workerId }, ...rest } as StartedJob;
}
