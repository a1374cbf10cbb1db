import type { DispatchRule } from '@batchyard/domain';
import { stopAtFailure } from '../batches/stop-at-failure.js';
import { readChunkResults } from '../chunks/chunk-results.js';
import type { Database } from '../database/session.js';
import type { JobQueue } from '../queue/job-queue.js';
import { dispatchJobs, readWantedLabels, requeueForgotten } from './dispatch.js';
import type { Fence } from './fence.js';
import { type AttemptResult, handBack, type JobReport, reportJob, retryLater } from './finish.js';
import { renewLeases } from './lease.js';
import { loseExpiredJobs } from './lost-jobs.js';
import type { StateWriter } from './state-writer.js';
import { cancelJob, retryJob } from './verbs.js';
import { readWaiting } from './waiting.js';

/** Everything that moves a job. Each function says what it guards; `false` and `null` mean "somebody else did it". */
export function jobStore(
  database: Database,
  writer: StateWriter,
  queue: JobQueue,
  settle: (batchId: string) => Promise<unknown>,
) {
  return {
    /**
     * `queued → running`: opens the next attempt for this worker. Null when the job is not to be started (already
     * taken, cancelled, its batch paused), which is no error.
     * @param leaseMs the worker must renew the lease before this time is over
     */
    start: (jobId: string, workerId: string, leaseMs: number) => writer.start(jobId, workerId, leaseMs),
    /**
     * `waiting → running` of the next jobs of an open batch, which a slot asks for when it gets free: so many at most, and
     * none when the batch is not open any more. All but the first are to run after it, and cost no attempt where they do
     * not come to run.
     */
    startNext: (batchId: string, workerId: string, leaseMs: number, count: number) =>
      writer.startNext(batchId, workerId, leaseMs, count),
    /** The chunks of a job, in order, with their results: what it merges. */
    chunkResults: (jobId: string) => readChunkResults(database, jobId),
    report: (fence: Fence, report: JobReport) => reportJob(database, fence, report),
    /**
     * `running → final state`, with everything the attempt leaves. False when the attempt is no longer this worker's;
     * nothing was written then.
     */
    finish: (fence: Fence, result: AttemptResult) => writer.finish(fence, result),
    /** As `finish`, for a failure in a batch that does not continue on error: nothing of it starts any more. */
    finishAndStop: (batchId: string, fence: Fence, result: AttemptResult) =>
      stopAtFailure(database, batchId, fence, result),
    retryLater: (fence: Fence, result: AttemptResult, delayMs: number) =>
      retryLater(database, fence, result, delayMs),
    handBack: (fence: Fence) => handBack(database, fence),
    renewLeases: (workerId: string, fences: readonly Fence[], leaseMs: number) =>
      renewLeases(database, workerId, fences, leaseMs),
    loseExpired: (backoffMs: (attempt: number, firstMs: number) => number) =>
      loseExpiredJobs(database, backoffMs),
    dispatch: (rule: DispatchRule, livingMs: number) => dispatchJobs(database, queue, rule, livingMs),
    /** Why these jobs wait, by job id; those that do not are absent. The caller must be allowed to see them. */
    waiting: (jobIds: readonly string[]) => readWaiting(database, jobIds),
    /** Sets of labels that unfinished batches ask for, except the empty one. */
    wantedLabels: () => readWantedLabels(database),
    requeueForgotten: (olderThanMs: number) => requeueForgotten(database, queue, olderThanMs),

    /** Cancels one job. @throws NotFound, Conflict */
    async cancel(jobId: string): Promise<void> {
      const { batchId } = await database.transaction((session) => cancelJob(session, jobId));
      await settle(batchId);
    },

    /** Runs one job again that ended without a result. @throws NotFound, Conflict */
    async retry(jobId: string): Promise<void> {
      await database.transaction((session) => retryJob(session, jobId));
    },
  };
}
