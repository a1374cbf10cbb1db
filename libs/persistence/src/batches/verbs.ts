/** What people can do to a batch. Each runs in a transaction, takes the batch's row first and returns its new state. */
import { type BatchState, type BatchVerb, batchVerbAllowed, Conflict, NotFound } from '@batchyard/domain';
import { proposalsAfter } from '../adaptive/proposals-left.js';
import { cancelChannel } from '../changes/change-feed.js';
import type { Session } from '../database/session.js';
import { reopenBatches, retryJobs } from '../jobs/verbs.js';
import type { JobQueue, QueuedJob } from '../queue/job-queue.js';
import { holdStarts, lockBatch, settleBatch } from './settle.js';

/** Starts nothing new; running jobs finish. @throws NotFound, Conflict */
export async function pauseBatch(session: Session, batchId: string): Promise<void> {
  await lockFor('pause', session, batchId);
  await setState(session, batchId, 'paused');
}

/** @throws NotFound, Conflict */
export async function resumeBatch(session: Session, queue: JobQueue, batchId: string): Promise<void> {
  await lockFor('resume', session, batchId);
  await setState(session, batchId, 'running');
  // Their messages came and went during the pause.
  const queued = await session.query<QueuedJob>(
    `select job.id, job.attempt, batch.labels from job join batch on batch.id = job.batch_id
     where job.batch_id = $1 and job.state = 'queued' order by job.position`,
    [batchId],
  );
  if (queued.length > 0) await queue.enqueue(session, queued);
}

/** Starts nothing new and ends when running jobs have finished; the rest is skipped. @throws NotFound, Conflict */
export async function stopBatch(session: Session, batchId: string): Promise<void> {
  await lockFor('stop', session, batchId);
  await setState(session, batchId, 'stopping');
  await settleBatch(session, batchId);
}

/** Kills running jobs now and cancels the rest. @throws NotFound, Conflict */
export async function cancelBatch(session: Session, batchId: string): Promise<void> {
  await lockFor('cancel', session, batchId);
  await setState(session, batchId, 'cancelling');
  await settleBatch(session, batchId);
  await session.query('select pg_notify($1, $2)', [cancelChannel, batchId]);
}

/** Runs every job again that has no result. @returns how many @throws NotFound, Conflict */
export async function retryFailedJobs(session: Session, batchId: string): Promise<number> {
  await lockFor('retry_failed', session, batchId);
  const retried = await retryJobs(session, [batchId], null);
  if (retried.length === 0)
    throw new Conflict(`Batch ${batchId} has no failed, cancelled or skipped job to retry.`);
  await reopenBatches(session, [batchId]);
  return retried.length;
}

async function lockFor(verb: BatchVerb, session: Session, batchId: string): Promise<void> {
  const batch = await lockBatch(session, batchId);
  if (batch === null) throw new NotFound(`Batch ${batchId}`);
  if (batchVerbAllowed(verb, batch.state)) return;
  const wish = verb === 'retry_failed' ? 'its failed jobs cannot be retried' : `${verb} is not possible`;
  throw new Conflict(`Batch ${batchId} is ${batch.state.replaceAll('_', ' ')}, so ${wish}.`);
}

async function setState(session: Session, batchId: string, state: BatchState): Promise<void> {
  if (state !== 'running') await holdStarts(session, batchId);
  await session.query(
    `update batch set state = $2, state_reason = null, ${proposalsAfter('$2')} where id = $1`,
    [batchId, state],
  );
}
