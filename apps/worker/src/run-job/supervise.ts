/** Runs one started job in a job process and enforces its limits. */
import type { BatchOptions } from '@batchyard/domain';
import type { JobEvent } from '@batchyard/pipelines';
import type { JobProcess } from '../child/job-process.js';
import type { JobEnd } from '../child/order-line.js';
import type { JobOrder } from '../child/protocol.js';
import type { MemoryWatch } from './memory-watch.js';
import type { StopReason } from './stop-reason.js';

export interface Supervised {
  /** Ends the job: politely first where that makes sense, then by force. */
  stop(reason: StopReason): void;
  readonly end: Promise<{
    readonly end: JobEnd;
    readonly reason: StopReason | null;
    readonly peakMemoryBytes: number;
    /** By `performance.now()`; null where it was not begun. */
    readonly begunMs: number | null;
  }>;
}

export interface SuperviseOptions {
  readonly limits: Pick<BatchOptions, 'timeoutS' | 'memoryLimitMb'>;
  readonly killGraceMs: number;
  readonly memory: MemoryWatch;
  readonly onEvent: (event: JobEvent) => void;
}

export function supervise(process: JobProcess, order: JobOrder, options: SuperviseOptions): Supervised {
  const { limits, killGraceMs } = options;
  let reason: StopReason | null = null;
  let peakMemoryBytes = 0;
  let begunMs: number | null = null;
  let isOver = false;
  let unwatch = () => {};
  const timers: NodeJS.Timeout[] = [];
  const after = (ms: number, work: () => void) => void timers.push(setTimeout(work, ms));
  const enforce = ({ type }: StopReason) => {
    if (type === 'cancel' || type === 'timeout') {
      process.interrupt();
      after(killGraceMs, () => void process.kill());
    } else void process.kill();
  };
  const stop = (next: StopReason) => {
    if (reason !== null && next.type !== 'lost') return;
    reason = next;
    // Before and after its turn the process is another job's.
    if (begunMs !== null && !isOver) enforce(next);
  };
  const { timeoutS, memoryLimitMb } = limits;
  const onBegin = () => {
    begunMs = performance.now();
    if (timeoutS !== null) after(timeoutS * 1_000, () => stop({ type: 'timeout', limitS: timeoutS }));
    unwatch = options.memory.watch(process.groupId, (bytes) => {
      peakMemoryBytes = Math.max(peakMemoryBytes, bytes);
      if (memoryLimitMb !== null && bytes > memoryLimitMb * 1e6) {
        stop({ type: 'memory', usedBytes: bytes, limitMb: memoryLimitMb });
      }
    });
    if (reason !== null) enforce(reason);
  };
  const run = async () => {
    try {
      const end = await process.run(order, { onBegin, onEvent: options.onEvent });
      if (end.type === 'result') {
        peakMemoryBytes = Math.max(peakMemoryBytes, end.memoryBytes);
        begunMs = end.begunMs;
      }
      return { end, reason, peakMemoryBytes, begunMs };
    } finally {
      isOver = true;
      unwatch();
      timers.forEach(clearTimeout);
    }
  };
  return { stop, end: run() };
}
