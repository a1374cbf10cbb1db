/** What people do to batches and jobs, each written into the journal in the same transaction. */
import type { BatchVerb } from '@batchyard/domain';
import { cancelBatch, pauseBatch, resumeBatch, retryFailedJobs, stopBatch } from '../batches/verbs.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import { cancelJob, retryJob, setJobPriority } from '../jobs/verbs.js';
import type { JobQueue } from '../queue/job-queue.js';
import { type Actor, recordChange } from './record.js';

const pastTense: Readonly<Record<BatchVerb, string>> = {
  pause: 'Paused',
  resume: 'Resumed',
  stop: 'Stopped',
  cancel: 'Cancelled',
  retry_failed: 'Retried the failed jobs of',
};

/** @param settle ends a batch whose last job has ended */
export function recordedVerbs(
  database: Database,
  queue: JobQueue,
  settle: (batchId: string) => Promise<unknown>,
) {
  return {
    /** @throws NotFound, Conflict */
    onBatch: (actor: Actor, verb: BatchVerb, batchId: string): Promise<void> =>
      database.transaction(async (session) => {
        await applyToBatch(session, queue, verb, batchId);
        const batch = await nameBatch(session, batchId);
        await recordChange(session, actor, {
          projectId: batch.projectId,
          verb: verb === 'retry_failed' ? 'retry_failed_jobs' : `${verb}_batch`,
          summary: `${pastTense[verb]} the batch ${batch.name}.`,
        });
      }),

    /** @throws NotFound, Conflict */
    cancelJob: async (actor: Actor, jobId: string): Promise<void> => {
      const batchId = await database.transaction(async (session) => {
        const job = await cancelJob(session, jobId);
        await recordJobVerb(session, actor, 'cancel_job', 'Cancelled', job.batchId, jobId);
        return job.batchId;
      });
      await settle(batchId);
    },

    /** @throws NotFound, Conflict */
    retryJob: (actor: Actor, jobId: string): Promise<void> =>
      database.transaction(async (session) => {
        const { batchId } = await retryJob(session, jobId);
        await recordJobVerb(session, actor, 'retry_job', 'Retried', batchId, jobId);
      }),

    /** @param priority head start, s @throws NotFound, Conflict */
    setJobPriority: (actor: Actor, jobId: string, priority: number): Promise<void> =>
      database.transaction(async (session) => {
        const { batchId } = await setJobPriority(session, jobId, priority);
        const past = `Gave a head start of ${priority} s to`;
        await recordJobVerb(session, actor, 'set_job_priority', past, batchId, jobId);
      }),
  };
}

function applyToBatch(session: Session, queue: JobQueue, verb: BatchVerb, batchId: string): Promise<unknown> {
  switch (verb) {
    case 'pause':
      return pauseBatch(session, batchId);
    case 'resume':
      return resumeBatch(session, queue, batchId);
    case 'stop':
      return stopBatch(session, batchId);
    case 'cancel':
      return cancelBatch(session, batchId);
    case 'retry_failed':
      return retryFailedJobs(session, batchId);
  }
}

async function recordJobVerb(
  session: Session,
  actor: Actor,
  verb: string,
  past: string,
  batchId: string,
  jobId: string,
): Promise<void> {
  const batch = await nameBatch(session, batchId);
  await recordChange(session, actor, {
    projectId: batch.projectId,
    verb,
    summary: `${past} job ${jobId} of the batch ${batch.name}.`,
  });
}

async function nameBatch(session: Session, batchId: string): Promise<{ projectId: string; name: string }> {
  return onlyRow(
    await session.query<{ projectId: string; name: string }>(
      'select project_id as "projectId", name from batch where id = $1',
      [batchId],
    ),
  );
}
