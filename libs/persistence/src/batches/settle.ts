/** What follows for a batch from the states of its jobs. Everything here may be repeated at any time. */
import {
  type BatchState,
  batchOutcome,
  emptyJobCounts,
  failedJobs,
  isFinalBatchState,
  type JobCounts,
  statesBefore,
  unfinishedJobs,
} from '@batchyard/domain';
import { proposalsAfter } from '../adaptive/proposals-left.js';
import { type SettleScope, settleChunks } from '../chunks/settle-chunks.js';
import { advisoryLocks } from '../database/advisory-locks.js';
import type { Session } from '../database/session.js';
import { columnsOfEnded } from '../jobs/fence.js';

export interface LockedBatch {
  readonly id: string;
  readonly state: BatchState;
  readonly continueOnError: boolean;
  readonly hasPausedItself: boolean;
  /** Jobs of an adaptive design that are still to be chosen. */
  readonly proposalsLeft: number;
}

/** Takes the batch's row; job rows and counters may only be taken after it. Null when it does not exist. */
export async function lockBatch(session: Session, batchId: string): Promise<LockedBatch | null> {
  const [row] = await session.query<LockedBatch>(
    `select id, state, (options->>'continueOnError')::boolean as "continueOnError",
       self_paused_at is not null as "hasPausedItself", proposals_left as "proposalsLeft"
     from batch where id = $1 for no key update`,
    [batchId],
  );
  return row ?? null;
}

/**
 * To be called before a batch leaves state `running`, with its row taken: waits for starts of its jobs that are being
 * written, and holds off others until the transaction is over. Whatever is not running then will not start.
 */
export async function holdStarts(session: Session, batchId: string): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1::int, ($2::bigint % 2147483647)::int)', [
    advisoryLocks.startsOfBatch,
    batchId,
  ]);
}

/** Number of jobs per state, from the counters. */
export async function readCounts(session: Session, batchId: string): Promise<JobCounts> {
  const rows = await session.query<{ state: keyof JobCounts; n: number }>(
    'select state, n from batch_job_count where batch_id = $1',
    [batchId],
  );
  return Object.assign(emptyJobCounts(), Object.fromEntries(rows.map((row) => [row.state, row.n])));
}

/**
 * Merges or ends jobs whose chunks have ended, applies the rules on failures and ends the batch when all its jobs have
 * ended. In a transaction.
 * @param scope which jobs with chunks are looked at
 * @returns the state afterwards, null when there is no such batch
 */
export async function settleBatch(
  session: Session,
  batchId: string,
  scope: SettleScope = 'lately',
): Promise<BatchState | null> {
  const batch = await lockBatch(session, batchId);
  if (batch === null || isFinalBatchState(batch.state)) return batch?.state ?? null;
  await settleChunks(session, batchId, scope);
  const state = await applyFailureRules(session, batch, await readCounts(session, batchId));
  await endLeftovers(session, batchId, state);
  const counts = await readCounts(session, batchId);
  const isProposing = batch.proposalsLeft > 0 && (state === 'running' || state === 'paused');
  if (unfinishedJobs(counts) > 0 || isProposing) return state;
  const outcome = batchOutcome(state, counts, await countAsAsked(session, batchId, counts));
  await session.query('update batch set state = $2, finished_at = clock_timestamp() where id = $1', [
    batchId,
    outcome,
  ]);
  return outcome;
}

/** Jobs that the batch itself stopped early, and those that had nothing to do. */
async function countAsAsked(session: Session, batchId: string, counts: JobCounts): Promise<number> {
  if (counts.cancelled + counts.skipped === 0) return 0;
  const [row] = await session.query<{ n: number }>(
    `select count(*)::int as n from job where batch_id = $1 and (
       (state = 'cancelled' and cancel_reason is not null)
       or (state = 'skipped' and attempt > 0 and exists (
         select from attempt where job_id = job.id and number = job.attempt and outcome = 'skipped')))`,
    [batchId],
  );
  return row?.n ?? 0;
}

/** Jobs that had not started when the batch was stopped or cancelled, or slipped back to waiting since. */
export async function endLeftovers(session: Session, batchId: string, state: BatchState): Promise<void> {
  if (state !== 'stopping' && state !== 'cancelling') return;
  await session.query(
    `update job set state = $2, ${columnsOfEnded} where id in (${lockedInOrder('state = any($3)')})`,
    state === 'stopping'
      ? [batchId, 'skipped', statesBefore('skip')]
      : [batchId, 'cancelled', statesBefore('cancel')],
  );
  if (state !== 'cancelling') return;
  await session.query(
    `update job set cancel_requested_at = clock_timestamp()
     where id in (${lockedInOrder("state = 'running' and cancel_requested_at is null")})`,
    [batchId],
  );
}

/** Ids of a batch's jobs, locked as every writer of many jobs locks them, so that none waits for another in a circle. */
function lockedInOrder(condition: string): string {
  return `select id from job where batch_id = $1 and ${condition} order by id for no key update`;
}

async function applyFailureRules(
  session: Session,
  batch: LockedBatch,
  counts: JobCounts,
): Promise<BatchState> {
  const failed = failedJobs(counts);
  if (failed === 0 || (batch.state !== 'running' && batch.state !== 'paused')) return batch.state;
  if (!batch.continueOnError) {
    const reason = `${await nameFirstFailure(session, batch.id)}, and this batch does not continue on error.`;
    return setState(session, batch.id, 'stopping', reason);
  }
  const finished = counts.succeeded + failed;
  const mayPause =
    batch.state === 'running' && !batch.hasPausedItself && unfinishedJobs(counts) + batch.proposalsLeft > 0;
  if (!mayPause || failed < alikeToPause || finished > firstJobs) return batch.state;
  const message = await readCommonMessage(session, batch.id);
  if (message === null) return batch.state;
  await session.query('update batch set self_paused_at = clock_timestamp() where id = $1', [batch.id]);
  const reason = `${alikeToPause} of the first ${finished} jobs failed alike: ${message} Mend the cause, then resume or cancel.`;
  return setState(session, batch.id, 'paused', reason);
}

/** A batch pauses itself when so many … */
const alikeToPause = 5;
/** … of so many jobs that finished first failed alike: with messages that differ only in numbers and names. */
const firstJobs = 10;

async function setState(
  session: Session,
  batchId: string,
  state: BatchState,
  reason: string | null,
): Promise<BatchState> {
  await holdStarts(session, batchId);
  await session.query(
    `update batch set state = $2, state_reason = $3, ${proposalsAfter('$2')} where id = $1`,
    [batchId, state, reason],
  );
  return state;
}

async function nameFirstFailure(session: Session, batchId: string): Promise<string> {
  const [job] = await session.query<{ label: string }>(
    `select label from job where batch_id = $1 and state in ('failed', 'timed_out', 'out_of_memory')
     order by position limit 1`,
    [batchId],
  );
  return `Job “${job?.label ?? ''}” failed`;
}

/** The message of the first of at least `alikeToPause` equal failures, or null. */
async function readCommonMessage(session: Session, batchId: string): Promise<string | null> {
  const [row] = await session.query<{ message: string | null }>(
    `with failed as (
       select position, error->>'message' as message, coalesce(failure_key, error->>'message') as key from job
       where batch_id = $1 and state in ('failed', 'timed_out', 'out_of_memory') limit ${firstJobs}
     )
     select (array_agg(message order by position))[1] as message from failed
     group by key having count(*) >= ${alikeToPause} limit 1`,
    [batchId],
  );
  return row === undefined ? null : (row.message ?? '');
}
