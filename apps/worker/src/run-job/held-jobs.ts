/**
 * The jobs this worker holds a lease on: renews all leases together, and ends jobs that somebody wants cancelled or
 * that are no longer ours. A worker that cannot reach the database ends its jobs before others may start them.
 */
import type { Fence, Persistence, WorkerHealth } from '@batchyard/persistence';
import type { WorkerTiming } from '../env.js';
import { type Repeated, repeat } from '../repeat.js';
import type { StopReason } from './stop-reason.js';

export interface HeldJob {
  readonly fence: Fence;
  /** Ends the job; only the first reason counts, except that a lost lease overrides it. */
  stop(reason: StopReason): void;
}

export interface HeldJobs {
  /** @returns to be called when the job is over */
  hold(job: HeldJob): () => void;
  stopAll(reason: StopReason): void;
  readonly count: number;
  /** Asks at once whether jobs are to be cancelled. */
  check(): void;
  close(): Promise<void>;
}

export function holdJobs(
  { jobs, workers }: Pick<Persistence, 'jobs' | 'workers'>,
  workerId: string,
  timing: WorkerTiming,
  onError: (error: unknown) => void,
  lookAtHealth: () => Promise<WorkerHealth>,
): HeldJobs {
  const held = new Map<HeldJob, { renewedMs: number }>();
  const renew = async () => {
    const atMs = performance.now();
    const asked = [...held.keys()];
    const renewed = jobs.renewLeases(
      workerId,
      asked.map((job) => job.fence),
      timing.leaseMs,
    );
    const answers = new Map(
      (await inTime(renewed, timing.leaseMs / 2)).map((answer) => [keyOf(answer), answer]),
    );
    for (const job of asked) {
      const answer = answers.get(keyOf(job.fence));
      if (answer === undefined) stopIfHeld(job, { type: 'lost' });
      else {
        const lease = held.get(job);
        if (lease !== undefined && answer.isRenewed) lease.renewedMs = atMs;
        if (answer.cancelRequested) stopIfHeld(job, { type: 'cancel' });
      }
    }
    await workers.heartbeat(workerId, await lookAtHealth());
  };
  const stopIfHeld = (job: HeldJob, reason: StopReason) => {
    if (held.has(job)) job.stop(reason);
  };
  const heartbeat: Repeated = repeat(renew, { everyMs: timing.heartbeatMs, pauseMs: 50, onError });
  const watch = setInterval(() => dropStale(held, timing), timing.leaseMs / 20);
  return {
    hold(job) {
      held.set(job, { renewedMs: performance.now() });
      return () => void held.delete(job);
    },
    stopAll(reason) {
      for (const job of held.keys()) job.stop(reason);
    },
    get count() {
      return held.size;
    },
    check: heartbeat.wake,
    async close() {
      clearInterval(watch);
      await heartbeat.stop();
    },
  };
}

/** Waits no longer than there is time for another try before the lease runs out. */
async function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`The database has not renewed the leases within ${limitMs / 1_000} s.`);
    timer = setTimeout(() => reject(error), limitMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function keyOf({ jobId, attempt }: Pick<Fence, 'jobId' | 'attempt'>): string {
  return `${jobId} ${attempt}`;
}

/** By this process's own steady clock, some time before the database's clock says so. */
function dropStale(held: ReadonlyMap<HeldJob, { renewedMs: number }>, timing: WorkerTiming): void {
  const latestMs = performance.now() - timing.leaseMs * 0.8;
  for (const [job, { renewedMs }] of held) {
    if (renewedMs < latestMs) job.stop({ type: 'lost' });
  }
}
