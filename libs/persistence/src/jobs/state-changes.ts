import { changeChannel } from '../changes/change-feed.js';
import { toJson } from '../database/json.js';
import { maxJobsInNotice } from './notices.js';
import { insertStages, overStagesToldBefore } from './stages.js';
import type { StartedJob } from './start.js';

/** A job that was changed: an ended one is told by its ids alone; of each batch one that started has the options. */
export interface StateRow extends Partial<Omit<StartedJob, 'fence'>> {
  /** Which of the requests it answers, from 1. */
  readonly request: number;
  /** Among the jobs that answer it, from 1: they are to run in this order. */
  readonly place: number;
  readonly id: string;
  readonly batchId: string;
  readonly attempt?: number;
  readonly workerId?: string;
}

/** Setting that is `on` where `changeStatesSql` is sent; the trigger of `job` looks at it. */
export const countsItself = 'batchyard.counts_itself';

/** Of ended jobs. To look for rows of the same key is dear, and there are none where nothing was told of a stage. */
const insertStagesOfEnded = `${insertStages('changed', 'changed.stages')} where not changed.starts`;

/**
 * Ends and starts jobs ($1: list of what `finishParameter`, `startParameter` and `startNextParameter` make) and returns
 * those whose guard held, one row of each batch with its options.
 * Announces them and the notices $2, or nothing where that is null. One update for all, because each costs its triggers
 * and the checks of its table, however few rows it changes.
 * It counts what the trigger of `job` counts for all other statements (`countsItself`).
 * `lets` comes before any row is locked: whoever holds a batch's lock exclusively may be waiting for such a row.
 */
export const changeStatesSql = `
with told as materialized (
  -- A state that the plan cannot know beforehand keeps it from reading all queued or running jobs instead of these by
  -- key; the limits make it look by key, whatever the tables looked like when it was made.
  select a.*, ordinality as request, a.outcome is null as starts, coalesce(a."nextOf", job.batch_id) as batch_id,
    sum(wanted) over (partition by "nextOf" order by ordinality)::int as wanted_so_far
  from rows from (jsonb_to_recordset($1::jsonb) as (id bigint, "nextOf" bigint, wanted int, attempt int, "workerId" text,
    "leaseMs" float8, outcome text, "waitedMs" float8, error jsonb, "failureKind" text, "failureKey" text,
    "exitCode" int, warnings jsonb, "peakMemoryBytes" bigint, metrics jsonb, artifacts jsonb, stages jsonb))
    with ordinality a
  left join lateral (
    select batch_id, state from job where job.id = a.id and a.outcome is null limit 1
  ) job on job.state = 'queued'
), lets as materialized (
  select b.*, wanted, batch_lets_start(b.id) as yes,
    exists (select from open_batch o where o.batch_id = b.id and o.until > clock_timestamp()) as is_open
  from (
    select batch_id as id, coalesce(sum(wanted), 0) as wanted from told where batch_id is not null group by batch_id
  ) starting cross join lateral (
    select id, pipeline_name, pipeline_version, options from batch where batch.id = starting.id limit 1
  ) b
), barrier as materialized (
  select count(*) from lets
), next as materialized (
  -- A list for each batch: to match rows by their place would be to look at each of them for each that asks.
  select batch_id, array(
    select id from job where job.batch_id = open_batch.batch_id and state = 'waiting'
      and available_at <= clock_timestamp() and available_at < 'infinity'
    order by priority desc, position limit wanted for no key update skip locked
  ) as ids
  from barrier cross join (select id as batch_id, wanted from lets where wanted > 0 and yes and is_open) open_batch
), asked as materialized (
  select told.*, taken.id as job_id, taken.place,
    case when not starts then 'running' when "nextOf" is null then 'queued' else 'waiting' end as state,
    lets.yes, is_open, pipeline_name, pipeline_version, options
  from barrier cross join told
  left join lets on lets.id = told.batch_id
  left join next on next.batch_id = "nextOf"
  cross join lateral unnest(case when "nextOf" is null then array[told.id]
    else ids[wanted_so_far - told.wanted + 1 : wanted_so_far] end) with ordinality taken (id, place)
), changed as (
  update job set
    state = case when asked.starts then 'running' else asked.outcome end,
    queued_at = case when asked."nextOf" is null then job.queued_at else clock_timestamp() end,
    attempt = case when asked.starts then job.attempt + 1 else job.attempt end,
    worker_id = asked."workerId",
    lease_until = case when asked.starts then clock_timestamp() + asked."leaseMs" * interval '1 ms' end,
    taken_ahead = asked.place > 1,
    started_at = case when asked.starts then clock_timestamp() else job.started_at + asked."waitedMs" * interval '1 ms' end,
    finished_at = case when asked.starts then job.finished_at else clock_timestamp() end,
    stage = case when asked.starts then null else job.stage end,
    progress = case when asked.starts then 0 when asked.outcome = 'succeeded' then 1 else job.progress end,
    error = case when asked.starts then job.error else asked.error end,
    failure_kind = case when asked.starts then job.failure_kind else asked."failureKind" end,
    failure_key = case when asked.starts then job.failure_key else asked."failureKey" end,
    exit_code = case when asked.starts then job.exit_code else asked."exitCode" end,
    warnings = case when asked.starts then '[]' else asked.warnings end,
    chunk_metrics = case when asked.starts then job.chunk_metrics when job.chunk_of is not null then asked.metrics end
  from asked
  where job.id = asked.job_id and job.state = asked.state and case when asked.starts then asked.yes
    else job.attempt = asked.attempt and job.worker_id = asked."workerId" and job.lease_until > clock_timestamp() end
  returning asked.request, asked.place, job.id, job.attempt, job.worker_id, job.project_id, job.batch_id, job.chunk_of,
    job.chunk_count, job.first_frame, job.last_frame, job.attempt_limit, job.seed,
    case when asked.starts then job.params end as params, case when asked.starts then job.inputs end as inputs,
    asked.pipeline_name, asked.pipeline_version, asked.options, asked.is_open, asked.starts,
    asked.state as state_before, job.state, job.stage, asked.outcome, asked."waitedMs", asked.error,
    asked."failureKind", asked."exitCode", asked."peakMemoryBytes", asked.metrics, asked.artifacts, asked.stages
), closed as (
  update attempt set started_at = attempt.started_at + changed."waitedMs" * interval '1 ms',
    ended_at = clock_timestamp(), outcome = changed.outcome, error = changed.error,
    peak_memory_bytes = changed."peakMemoryBytes", failure_kind = changed."failureKind", exit_code = changed."exitCode"
  from changed where not changed.starts and job_id = changed.id and number = changed.attempt
), metrics as (
  insert into job_metric (job_id, name, value, project_id, batch_id)
  -- numbers of a chunk would enter comparisons: they lie in the job itself
  select id, m.key, m.value::float8, project_id, batch_id from changed, jsonb_each_text(changed.metrics) m
  where not changed.starts and changed.chunk_of is null
), artifacts as (
  insert into artifact (project_id, job_id, attempt, path, title, role, media_type, size_bytes, sha256)
  select project_id, id, attempt, a.path, a.title, a.role, a."mediaType", a."sizeBytes", a.sha256 from changed,
    jsonb_to_recordset(changed.artifacts) a (path text, title text, role text, "mediaType" text, "sizeBytes" bigint,
      sha256 text)
  where not changed.starts and changed.artifacts <> '[]'
), stages as (
  ${insertStagesOfEnded} and changed.stage is null
), stages_told_before as (
  ${insertStagesOfEnded} and changed.stage is not null ${overStagesToldBefore}
), opened as (
  insert into attempt (job_id, number, worker_id) select id, attempt, worker_id from changed where starts
), counted as (
  insert into batch_job_count_part as c (batch_id, state, part, n)
  select batch_id, moved.state, pg_backend_pid() % 16, sum(moved.n) from changed
    cross join lateral (values (state_before, -1), (state, 1)) moved (state, n)
  group by batch_id, moved.state having sum(moved.n) <> 0 order by batch_id, moved.state
  on conflict (batch_id, state, part) do update set n = c.n + excluded.n
), announced as materialized (
  select pg_notify('${changeChannel}', notice) from (
    select json_build_object('batch', batch_id::text,
      'jobs', case when count(*) <= ${maxJobsInNotice} then json_agg(id::text) else '[]'::json end)::text as notice
    from changed where $2::text[] is not null group by batch_id
    union all select unnest($2)
  ) news
), heard as materialized (
  select count(*) from announced
), relaxed as (
  -- A start that a crash of the database undoes is repeated, and its writer is fenced off: alone, starts need not wait
  -- for the disk.
  select case when not exists (select from told where not starts) then set_config('synchronous_commit', 'off', true) end
)
select request::int, place::int, id, attempt, worker_id as "workerId", batch_id as "batchId",
  project_id as "projectId", params, inputs, seed, attempt_limit as "attemptLimit",
  chunk_count is not null as "isMerge",
  case when first_frame is not null then jsonb_build_object('first', first_frame, 'last', last_frame) end as frames,
  pipeline_name as "pipelineName", pipeline_version as "pipelineVersion",
  case when id = min(id) filter (where starts) over (partition by batch_id) then options end as options,
  is_open as "isOpen"
from changed, heard, relaxed`;

/** As text, because it becomes part of a list. @param leaseMs the worker must renew the lease before this time is over */
export function startParameter(jobId: string, workerId: string, leaseMs: number): string {
  return toJson({ id: jobId, workerId, leaseMs });
}

/** Of so many jobs of an open batch that come next, at most. See `startParameter`. */
export function startNextParameter(
  batchId: string,
  workerId: string,
  leaseMs: number,
  count: number,
): string {
  return toJson({ nextOf: batchId, wanted: count, workerId, leaseMs });
}

/** @param row of a job that was started */
export function startedJob({ id, attempt, workerId, request: _, place: __, ...rest }: StateRow): StartedJob {
  return { fence: { jobId: id, attempt, workerId }, ...rest } as StartedJob;
}
