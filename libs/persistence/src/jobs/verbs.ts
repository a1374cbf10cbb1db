/** What people can do to jobs: to one, or to many in one statement. Each runs in a transaction. */
import { Conflict, type JobState, NotFound, statesBefore, unfinishedJobStates } from '@batchyard/domain';
import { cancelChannel, changeChannel } from '../changes/change-feed.js';
import { onlyRow, type Session } from '../database/session.js';
import { columnsOfEnded, columnsOfWaiting } from './fence.js';

/**
 * Rows of jobs in one order, so that two writers of many jobs never wait for each other. Found by their ids alone:
 * with the state in the same condition the database may read all jobs in that state.
 */
const lockJobs = (ids: string) =>
  `select id, state, batch_id from job where id = any(${ids}::bigint[]) order by id for no key update`;

/** All jobs of batches `$1` in states `$2` but those stopped early; there is no list of ids in `$3`. */
const lockRetryable = `select id, state, batch_id from job
  where batch_id = any($1) and state = any($2) and cancel_reason is null and $3::bigint[] is null order by id for no key update`;

function withoutJobs(ids: readonly string[], changed: readonly ChangedJob[]): string[] {
  const gone = new Set(changed.map((job) => job.id));
  return ids.filter((id) => !gone.has(id));
}

/** A job that a verb has changed. */
export interface ChangedJob {
  readonly id: string;
  readonly batchId: string;
}

/**
 * Cancels one job: at once where it does not run; a running one is killed by its worker.
 * @returns the job's batch
 * @throws NotFound, Conflict
 */
export async function cancelJob(session: Session, jobId: string): Promise<{ batchId: string }> {
  const [job] = await cancelJobs(session, [jobId]);
  if (job === undefined) throw await refusal(session, jobId, 'cancelled');
  return job;
}

/**
 * Cancels those of these jobs that have not ended, with their chunks. The caller settles their batches afterwards.
 * @returns those of the given jobs that are cancelled now or are being cancelled
 */
export async function cancelJobs(session: Session, jobIds: readonly string[]): Promise<ChangedJob[]> {
  const ids = [...jobIds, ...(await chunksOf(session, jobIds))];
  const ended = await session.query<ChangedJob>(
    `with target as materialized (${lockJobs('$1')})
     update job set state = 'cancelled', cancel_requested_at = clock_timestamp(), ${columnsOfEnded}
     from target where job.id = target.id and target.state = any($2) returning job.id, job.batch_id as "batchId"`,
    [ids, statesBefore('cancel')],
  );
  const asked = await session.query<ChangedJob>(
    `with target as materialized (${lockJobs('$1')})
     update job set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
     from target where job.id = target.id and target.state = 'running' returning job.id, job.batch_id as "batchId"`,
    [withoutJobs(ids, ended)],
  );
  if (asked[0] !== undefined)
    await session.query('select pg_notify($1, $2)', [cancelChannel, asked[0].batchId]);
  const given = new Set(jobIds);
  return [...ended, ...asked].filter((job) => given.has(job.id));
}

/**
 * Sets the head start of one job that has not ended.
 * @param priority s; the job is treated as if it had been waiting so much longer
 * @throws NotFound, Conflict
 */
export async function setJobPriority(
  session: Session,
  jobId: string,
  priority: number,
): Promise<{ batchId: string }> {
  const [job] = await setJobPriorities(session, [jobId], priority);
  if (job === undefined) throw await refusal(session, jobId, 'given another priority');
  return job;
}

/** Sets the head start (s) of those of these jobs that have not ended, and of their chunks. @returns the former */
export async function setJobPriorities(
  session: Session,
  jobIds: readonly string[],
  priority: number,
): Promise<ChangedJob[]> {
  const changed = await session.query<ChangedJob>(
    `with target as materialized (${lockJobs('$1')})
     update job set priority = $3
     from target where job.id = target.id and target.state = any($2) returning job.id, job.batch_id as "batchId"`,
    [[...jobIds, ...(await chunksOf(session, jobIds))], unfinishedJobStates, priority],
  );
  // The triggers announce what workers do to jobs; this is no such change, but dispatch and pages must see it.
  await session.query(
    `select pg_notify($1, json_build_object('batch', batch_id::text, 'jobs', '[]'::json)::text)
     from unnest($2::bigint[]) batch_id`,
    [changeChannel, [...new Set(changed.map((job) => job.batchId))]],
  );
  const given = new Set(jobIds);
  return changed.filter((job) => given.has(job.id));
}

async function chunksOf(session: Session, jobIds: readonly string[]): Promise<string[]> {
  const rows = await session.query<{ id: string }>('select id from job where chunk_of = any($1)', [jobIds]);
  return rows.map((row) => row.id);
}

/**
 * Runs one job again that ended without a result; its former numbers and files go, its attempts stay.
 * @returns the job's batch, which runs again
 * @throws NotFound, Conflict
 */
export async function retryJob(session: Session, jobId: string): Promise<{ batchId: string }> {
  const [job] = await session.query<{ batchId: string }>(
    'select batch_id as "batchId" from job where id = $1',
    [jobId],
  );
  if (job === undefined) throw new NotFound(`Job ${jobId}`);
  // The batch's row first: every writer takes rows in this order.
  const batch = onlyRow(
    await session.query<{ state: string }>('select state from batch where id = $1 for no key update', [
      job.batchId,
    ]),
  );
  if (batch.state === 'stopping' || batch.state === 'cancelling') {
    throw new Conflict(
      `Batch ${job.batchId} is ${batch.state}; wait until it has ended, then retry the job.`,
    );
  }
  const retried = await retryJobs(session, [job.batchId], [jobId]);
  if (retried.length === 0) throw await refusal(session, jobId, 'retried');
  await reopenBatches(session, [job.batchId]);
  return job;
}

/**
 * `final → waiting` for jobs that have no result, with those chunks of theirs that have none; the whole that a
 * given chunk is part of waits for it again. The caller holds the rows of the batches.
 * @param jobIds null: all jobs of the batches
 * @returns those of the given jobs that wait now
 */
export async function retryJobs(
  session: Session,
  batchIds: readonly string[],
  jobIds: readonly string[] | null,
): Promise<ChangedJob[]> {
  const related =
    jobIds &&
    (await session.query<{ id: string }>(
      `select id from job where chunk_of = any($1)
       union select chunk_of from job where id = any($1) and chunk_of is not null`,
      [jobIds],
    ));
  const retried = await session.query<ChangedJob>(
    `with target as materialized (
       ${jobIds === null ? lockRetryable : lockJobs('$3')}
     )
     update job set ${columnsOfWaiting}, retries = retries + 1, error = null, warnings = '[]',
       failure_kind = null, failure_key = null, exit_code = null, cancel_reason = null,
       available_at = case when job.chunk_count is not null and exists (
           select from job c where c.chunk_of = job.id and c.state not in ('succeeded', 'reused')
         ) then 'infinity' else clock_timestamp() end,
       attempt_limit = attempt + (batch.options->>'maxAttempts')::int
     from target join batch on batch.id = target.batch_id and batch.id = any($1)
     where job.id = target.id and target.state = any($2)
     returning job.id, job.batch_id as "batchId"`,
    [batchIds, statesBefore('retry'), jobIds && [...jobIds, ...(related ?? []).map((job) => job.id)]],
  );
  const ids = retried.map((job) => job.id);
  await session.query('delete from job_metric where job_id = any($1)', [ids]);
  await session.query('delete from job_metric_step where job_id = any($1)', [ids]);
  await session.query('delete from artifact where job_id = any($1)', [ids]);
  const given = new Set(jobIds ?? ids);
  return retried.filter((job) => given.has(job.id));
}

/** Batches with jobs to do run, unless they are paused. The caller holds their rows. */
export async function reopenBatches(session: Session, batchIds: readonly string[]): Promise<void> {
  await session.query(
    `update batch set state = 'running', state_reason = null, finished_at = null
     where id = any($1) and finished_at is not null`,
    [batchIds],
  );
}

async function refusal(session: Session, jobId: string, participle: string): Promise<Error> {
  const [job] = await session.query<{ state: JobState }>('select state from job where id = $1', [jobId]);
  if (job === undefined) return new NotFound(`Job ${jobId}`);
  return new Conflict(`Job ${jobId} is ${job.state.replaceAll('_', ' ')} and cannot be ${participle}.`);
}
