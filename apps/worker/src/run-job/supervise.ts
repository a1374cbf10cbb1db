/** Runs a bundle of started jobs in a job process and enforces the limits of the one that is really running. */
import type { BatchOptions } from '@batchyard/domain';
import type { JobEvent } from '@batchyard/pipelines';
import type { JobEnd, JobProcess } from '../child/job-process.js';
import { type JobOrder, takeBackAfterMs } from '../child/protocol.js';
import type { MemoryWatch } from './memory-watch.js';
import type { StopReason } from './stop-reason.js';

export interface SupervisedJob {
  readonly order: JobOrder;
  readonly limits: Pick<BatchOptions, 'timeoutS' | 'memoryLimitMb'>;
  /** @param atMs since 1970 */
  readonly onEvent: (event: JobEvent, atMs: number) => void;
  /** Called once, as soon as it is known. */
  readonly onEnd: (end: SupervisedEnd) => void;
}

export interface SupervisedEnd {
  readonly end: JobEnd;
  readonly reason: StopReason | null;
  readonly peakMemoryBytes: number;
}

export interface Supervised {
  /** Ends a job, by its index: politely first where that makes sense, then by force. One not begun never begins. */
  stop(index: number, reason: StopReason): void;
  /** The process is ready for other jobs, or gone. */
  readonly over: Promise<void>;
}

export interface SuperviseOptions {
  readonly killGraceMs: number;
  readonly memory: MemoryWatch;
}

const lookEveryMs = 25;

class Supervision {
  reason: StopReason | null = null;
  peakMemoryBytes = 0;
  isOver = false;
  constructor(readonly job: SupervisedJob) {}
}

export function supervise(
  process: JobProcess,
  jobs: readonly SupervisedJob[],
  { killGraceMs, memory }: SuperviseOptions,
): Supervised {
  const states = jobs.map((job) => new Supervision(job));
  let seen = { index: -1, sinceMs: 0 };
  let hasInterfered = false;
  let timeout: NodeJS.Timeout | undefined;
  let force: NodeJS.Timeout | undefined;

  const finish = (index: number, end: JobEnd) => {
    const state = states[index];
    if (state === undefined || state.isOver) return;
    state.isOver = true;
    if (end.type === 'result') state.peakMemoryBytes = Math.max(state.peakMemoryBytes, end.memoryBytes);
    const { peakMemoryBytes } = state;
    const reason = state.reason ?? (hasInterfered ? ({ type: 'neighbour' } as const) : null);
    state.job.onEnd({ end, reason, peakMemoryBytes });
  };
  const interfere = ({ type }: StopReason) => {
    hasInterfered = true;
    if (type === 'cancel' || type === 'timeout') {
      process.interrupt();
      force ??= setTimeout(() => void process.kill(), killGraceMs);
    } else void process.kill();
  };
  const stop = (index: number, reason: StopReason) => {
    look();
    const state = states[index];
    if (state === undefined || state.isOver) return;
    if (state.reason !== null && reason.type !== 'lost') return;
    state.reason = reason;
    // The first one counts as begun: its order is on the way.
    if (index === Math.max(0, seen.index)) interfere(reason);
  };
  /** Notices which job runs: its time begins, and a wish to stop that came before reaches it now. */
  const look = () => {
    const index = process.current();
    if (index === null || index === seen.index) return;
    seen = { index, sinceMs: performance.now() };
    const state = states[index];
    if (state === undefined || state.isOver) return;
    const { timeoutS } = state.job.limits;
    clearTimeout(timeout);
    if (timeoutS !== null) {
      timeout = setTimeout(() => stop(index, { type: 'timeout', limitS: timeoutS }), timeoutS * 1_000);
    }
    if (state.reason !== null) interfere(state.reason);
  };
  const onMemory = (bytes: number) => {
    const state = states[seen.index];
    if (state === undefined) return;
    state.peakMemoryBytes = Math.max(state.peakMemoryBytes, bytes);
    const { memoryLimitMb } = state.job.limits;
    if (memoryLimitMb !== null && bytes > memoryLimitMb * 1e6) {
      stop(seen.index, { type: 'memory', usedBytes: bytes, limitMb: memoryLimitMb });
    }
  };
  let unwatch: () => void = () => undefined;
  const lookOn = () => {
    look();
    if (seen.index < 0 || performance.now() - seen.sinceMs < takeBackAfterMs) return;
    // A long job: nothing behind it will begin any more (see the job process), and its memory is worth a look.
    for (let index = seen.index + 1; index < jobs.length; index++) finish(index, { type: 'unfinished' });
    clearInterval(looking);
    unwatch = memory.watch(process.groupId, onMemory);
  };
  const looking = setInterval(lookOn, lookEveryMs);
  const run = async () => {
    try {
      await process.run(
        jobs.map(({ order }) => order),
        { onEvent: (index, event, atMs) => states[index]?.job.onEvent(event, atMs), onEnd: finish },
      );
    } finally {
      unwatch();
      clearInterval(looking);
      clearTimeout(timeout);
      clearTimeout(force);
    }
  };
  return { stop, over: run() };
}
