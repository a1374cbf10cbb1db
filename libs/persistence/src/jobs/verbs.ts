import { Conflict, type JobState, NotFound, statesBefore } from '@batchyard/domain';
import { cancelChannel } from '../changes/change-feed.js';
import { onlyRow, type Session } from '../database/session.js';
import { columnsOfEnded, columnsOfWaiting } from './fence.js';

/**
 * Cancels one job: at once where it does not run; a running one is killed by its worker.
 * @returns the job's batch
 * @throws NotFound, Conflict
 */
export async function cancelJob(session: Session, jobId: string): Promise<{ batchId: string }> {
  const ended = await session.query<{ batchId: string }>(
    `update job set state = 'cancelled', cancel_requested_at = clock_timestamp(), ${columnsOfEnded}
     where id = $1 and state = any($2) returning batch_id as "batchId"`,
    [jobId, statesBefore('cancel')],
  );
  if (ended[0] !== undefined) return ended[0];
  const asked = await session.query<{ batchId: string }>(
    `update job set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
     where id = $1 and state = 'running' returning batch_id as "batchId"`,
    [jobId],
  );
  if (asked[0] === undefined) throw await refusal(session, jobId, 'cancelled');
  await session.query('select pg_notify($1, $2)', [cancelChannel, asked[0].batchId]);
  return asked[0];
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
  const retried = await retryJobs(session, job.batchId, [jobId]);
  if (retried === 0) throw await refusal(session, jobId, 'retried');
  await reopenBatch(session, job.batchId);
  return job;
}

/**
 * `final → waiting` for a batch's jobs that have no result. The caller holds the batch's row.
 * @param jobIds null: all of them
 * @returns how many
 */
export async function retryJobs(
  session: Session,
  batchId: string,
  jobIds: readonly string[] | null,
): Promise<number> {
  const retried = await session.query<{ id: string }>(
    `update job set ${columnsOfWaiting}, retries = retries + 1, error = null, warnings = '[]',
       available_at = clock_timestamp(), attempt_limit = attempt + (batch.options->>'maxAttempts')::int
     from batch where batch.id = $1 and job.batch_id = $1 and job.state = any($2)
       and ($3::bigint[] is null or job.id = any($3))
     returning job.id`,
    [batchId, statesBefore('retry'), jobIds],
  );
  const ids = retried.map((job) => job.id);
  await session.query('delete from job_metric where job_id = any($1)', [ids]);
  await session.query('delete from artifact where job_id = any($1)', [ids]);
  return ids.length;
}

/** A batch with jobs to do runs, unless it is paused. The caller holds its row. */
export async function reopenBatch(session: Session, batchId: string): Promise<void> {
  await session.query(
    `update batch set state = 'running', state_reason = null, finished_at = null
     where id = $1 and finished_at is not null`,
    [batchId],
  );
}

async function refusal(session: Session, jobId: string, participle: string): Promise<Error> {
  const [job] = await session.query<{ state: JobState }>('select state from job where id = $1', [jobId]);
  if (job === undefined) return new NotFound(`Job ${jobId}`);
  return new Conflict(`Job ${jobId} is ${job.state.replaceAll('_', ' ')} and cannot be ${participle}.`);
}
