/** Jobs whose worker died. */
import { defaultBatchOptions, normaliseMessage } from '@batchyard/domain';
import { holdStarts, lockBatch, settleBatch } from '../batches/settle.js';
import type { Database, Session } from '../database/session.js';
import { closeHandedBack, columnsOfHandedBack } from './fence.js';

export interface LostJobs {
  readonly jobIds: string[];
  readonly batchIds: string[];
}

interface LostJob {
  readonly id: string;
  readonly attempt: number;
  readonly batchId: string;
  readonly backoffS: number | null;
}

type Backoff = (attempt: number, firstMs: number) => number;

const lostAtOnce = 200;

/** So often a job may be handed back unbegun: one that itself ends its workers must run out of attempts some time. */
const maxUnbegun = 3;

/** Its worker told nothing of it. Where more of these expire than are handed back at once, the next look takes the others. */
const isUnbegun = `(job.taken_ahead and job.attempt <= ${maxUnbegun} and job.cancel_requested_at is null)`;

/**
 * Takes jobs from workers whose lease has run out: `running → lost`, and on to `failed` where no attempt is left or the
 * batch does not want lost jobs tried again, or to `cancelled` where that was asked for. The others are dispatched
 * again after the back-off. A batch that does not continue on error is stopped in the same commit as it loses a job for
 * good, so that nothing of it starts in between. Jobs that the worker had taken ahead of others and told nothing of go
 * `running → waiting`: as far as anybody knows they had not begun, which costs no attempt.
 * @param backoffMs grows with the number of attempts, from the batch's own first delay
 */
export async function loseExpiredJobs(database: Database, backoffMs: Backoff): Promise<LostJobs> {
  const lost = await database.transaction(handBackUnbegun);
  for (const batchId of await readStoppable(database)) {
    lost.push(...(await database.transaction((session) => loseAndSettle(session, batchId, backoffMs))));
  }
  lost.push(...(await database.transaction((session) => loseOf(session, null, backoffMs))));
  return { jobIds: lost.map((job) => job.id), batchIds: [...new Set(lost.map((job) => job.batchId))] };
}

async function loseAndSettle(session: Session, batchId: string, backoffMs: Backoff): Promise<LostJob[]> {
  if ((await lockBatch(session, batchId)) === null) return [];
  await holdStarts(session, batchId);
  const lost = await loseOf(session, batchId, backoffMs);
  await settleBatch(session, batchId);
  return lost;
}

async function handBackUnbegun(session: Session): Promise<LostJob[]> {
  return session.query<LostJob>(
    `with expired as (
       select id from job where state = 'running' and lease_until < clock_timestamp() and ${isUnbegun}
       order by lease_until limit ${lostAtOnce} for no key update skip locked
     ), target as (
       update job set ${columnsOfHandedBack} from expired where job.id = expired.id
       returning job.id, job.attempt, job.batch_id
     ), closed as (${closeHandedBack})
     select id, attempt, batch_id as "batchId", null as "backoffS" from target`,
  );
}

/** Batches that do not continue on error and have jobs of dead workers. */
async function readStoppable(database: Database): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select distinct batch.id from job join batch on batch.id = job.batch_id
     where job.state = 'running' and lease_until < clock_timestamp() and not ${continuesOnError}`,
  );
  return rows.map((row) => row.id);
}

const continuesOnError = `coalesce((batch.options->>'continueOnError')::boolean, true)`;

/** @param batchId null: of all batches that continue on error */
async function loseOf(session: Session, batchId: string | null, backoffMs: Backoff): Promise<LostJob[]> {
  const lost = await markLost(session, batchId);
  const ids = lost.map((job) => job.id);
  if (ids.length === 0) return lost;
  await session.query(
    `update job set available_at = clock_timestamp() + delay.ms * interval '1 ms'
     from unnest($1::bigint[], $2::float8[]) delay (id, ms) where job.id = delay.id`,
    [ids, lost.map((job) => backoffMs(job.attempt, 1000 * (job.backoffS ?? defaultBatchOptions.backoffS)))],
  );
  await giveUp(session, ids);
  return lost;
}

async function markLost(session: Session, batchId: string | null): Promise<LostJob[]> {
  return session.query<LostJob>(
    `with expired as (
       select id from job where state = 'running' and lease_until < clock_timestamp() and not ${isUnbegun}
         and exists (select from batch where batch.id = job.batch_id
           and case when $1::bigint is null then ${continuesOnError} else batch.id = $1 end)
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
    [batchId],
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
