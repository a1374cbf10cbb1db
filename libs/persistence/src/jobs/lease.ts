import { defaultBatchOptions, normaliseMessage } from '@batchyard/domain';
import type { Database, Session } from '../database/session.js';
import type { Fence } from './fence.js';

/** A job whose lease was renewed. */
export interface HeldJob {
  readonly jobId: string;
  readonly attempt: number;
  /** Somebody asked to cancel it. */
  readonly cancelRequested: boolean;
}

/**
 * Renews the leases of a worker's running jobs. A job that is missing from the answer is no longer this worker's and
 * must be killed: a lease that has run out is never renewed.
 */
export async function renewLeases(
  database: Database,
  workerId: string,
  fences: readonly Fence[],
  leaseMs: number,
): Promise<HeldJob[]> {
  if (fences.length === 0) return [];
  // A transaction, because only those are tried again after a deadlock with another write to several jobs.
  return database.transaction((session) =>
    session.query<HeldJob>(
      `update job set lease_until = clock_timestamp() + $4 * interval '1 ms'
       from unnest($2::bigint[], $3::int[]) held (id, attempt)
       where job.id = held.id and job.attempt = held.attempt and job.worker_id = $1 and job.state = 'running'
         and job.lease_until > clock_timestamp()
       returning job.id as "jobId", job.attempt, job.cancel_requested_at is not null as "cancelRequested"`,
      [workerId, fences.map((fence) => fence.jobId), fences.map((fence) => fence.attempt), leaseMs],
    ),
  );
}

export interface LostJobs {
  readonly jobIds: string[];
  readonly batchIds: string[];
}

const lostAtOnce = 200;

/**
 * Takes jobs from workers whose lease has run out: `running → lost`, and on to `failed` where no attempt is left or the
 * batch does not want lost jobs tried again, or to `cancelled` where that was asked for. The others are dispatched
 * again after the back-off.
 * @param backoffMs grows with the number of attempts, from the batch's own first delay
 */
export async function loseExpiredJobs(
  database: Database,
  backoffMs: (attempt: number, firstMs: number) => number,
): Promise<LostJobs> {
  return database.transaction(async (session) => {
    const lost = await markLost(session);
    const ids = lost.map((job) => job.id);
    if (ids.length === 0) return { jobIds: [], batchIds: [] };
    await session.query(
      `update job set available_at = clock_timestamp() + delay.ms * interval '1 ms'
       from unnest($1::bigint[], $2::float8[]) delay (id, ms) where job.id = delay.id`,
      [ids, lost.map((job) => backoffMs(job.attempt, 1000 * (job.backoffS ?? defaultBatchOptions.backoffS)))],
    );
    await giveUp(session, ids);
    return { jobIds: ids, batchIds: [...new Set(lost.map((job) => job.batchId))] };
  });
}

async function markLost(session: Session) {
  return session.query<{ id: string; attempt: number; batchId: string; backoffS: number | null }>(
    `with expired as (
       select id from job where state = 'running' and lease_until < clock_timestamp()
       order by lease_until limit ${lostAtOnce} for no key update skip locked
     ), target as (
       update job set state = 'lost', lease_until = null from expired where job.id = expired.id
       returning job.id, job.attempt, job.batch_id, job.worker_id, job.stage
     ), closed as (
       update attempt set ended_at = clock_timestamp(), outcome = 'lost', failure_kind = 'worker_lost', error = jsonb_build_object(
           'stage', coalesce(target.stage, ''), 'problems', '[]'::jsonb,
           'message', format('Worker %s stopped answering; it was taken for dead.', target.worker_id))
       from target where job_id = target.id and number = target.attempt
     ), stages as (
       update job_stage set state = 'failed' from target
       where job_id = target.id and job_stage.attempt = target.attempt and job_stage.state = 'running'
     )
     select target.id, attempt, batch_id as "batchId", (batch.options->>'backoffS')::float8 as "backoffS"
     from target join batch on batch.id = target.batch_id`,
  );
}

/** Among jobs that were just lost: those that must not be tried again. */
async function giveUp(session: Session, ids: readonly string[]): Promise<void> {
  await session.query(
    `update job set state = 'cancelled', finished_at = clock_timestamp(), failure_kind = 'cancelled', failure_key = 'cancelled'
     where id = any($1) and state = 'lost' and cancel_requested_at is not null`,
    [ids],
  );
  await session.query(
    `update job set state = 'failed', finished_at = clock_timestamp(), failure_kind = 'worker_lost', failure_key = $2,
       exit_code = null, error = jsonb_build_object(
         'stage', coalesce(stage, ''), 'problems', '[]'::jsonb,
         'message', case when attempt < attempt_limit
           then 'The worker died while it ran this job; its batch does not try again after that.'
           when deaths.n = 1 then 'The worker died while it ran this job; no attempt is left.'
           else format('The worker died %s times while it ran this job; no attempt is left.', deaths.n) end)
     from (select job_id, count(*) as n from attempt where job_id = any($1) and outcome = 'lost' group by job_id) deaths
     where job.id = deaths.job_id and job.state = 'lost' and (attempt >= attempt_limit or exists (
       -- Batches of an earlier release do not say and keep to what they were started with: another try.
       select from batch where batch.id = job.batch_id and batch.options ? 'retryOn'
         and not batch.options->'retryOn' ? 'worker_lost'))`,
    [ids, normaliseMessage('The worker died while it ran this job; no attempt is left.')],
  );
}
