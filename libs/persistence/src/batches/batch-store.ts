import type { BatchState } from '@batchyard/domain';
import { batchesToMerge } from '../chunks/settle-chunks.js';
import type { Database, Session } from '../database/session.js';
import type { JobQueue } from '../queue/job-queue.js';
import { type CreatedBatch, createBatch, type NewBatch } from './create.js';
import { readCounts, settleBatch } from './settle.js';
import { cancelBatch, pauseBatch, resumeBatch, retryFailedJobs, stopBatch } from './verbs.js';

/** Everything that makes, moves and ends batches. */
export function batchStore(database: Database, queue: JobQueue) {
  const inTransaction = <T>(work: (session: Session) => Promise<T>) => database.transaction(work);
  return {
    /** All or nothing. Ends at once when every job is reused. */
    create: (batch: NewBatch): Promise<CreatedBatch> =>
      inTransaction(async (session) => {
        const created = await createBatch(session, batch);
        if (created.reusedJobs > 0) await settleBatch(session, created.batchId);
        return created;
      }),
    pause: (batchId: string) => inTransaction((session) => pauseBatch(session, batchId)),
    resume: (batchId: string) => inTransaction((session) => resumeBatch(session, queue, batchId)),
    stop: (batchId: string) => inTransaction((session) => stopBatch(session, batchId)),
    cancel: (batchId: string) => inTransaction((session) => cancelBatch(session, batchId)),
    retryFailed: (batchId: string) => inTransaction((session) => retryFailedJobs(session, batchId)),
    /** Applies the rules on failures and ends the batch when its jobs have ended. */
    settle: (batchId: string): Promise<BatchState | null> =>
      inTransaction((session) => settleBatch(session, batchId)),
    counts: (batchId: string) => readCounts(database, batchId),

    /** Settles every unfinished batch in which nothing is left to wait for, or whose jobs failed. For the rescue pass. */
    async settleAll(): Promise<void> {
      const batches = await database.query<{ id: string }>(
        `select id from batch b where finished_at is null and (state in ('stopping', 'cancelling')
           or exists (select from batch_job_count c where c.batch_id = b.id and c.n > 0
                        and c.state in ('failed', 'timed_out', 'out_of_memory'))
           or not exists (select from batch_job_count c where c.batch_id = b.id and c.n > 0
                            and c.state in ('waiting', 'queued', 'running', 'lost')))
         order by id`,
      );
      for (const { id } of batches) await inTransaction((session) => settleBatch(session, id));
      for (const id of await batchesToMerge(database))
        await inTransaction((session) => settleBatch(session, id, 'all'));
    },
  };
}
