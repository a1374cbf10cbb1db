/** Child processes that compute cells: warm, replaced when one dies, gone when the pool is closed. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobResult } from '@batchyard/pipelines';
import { watchMemory } from '../job/memory-limit.js';
import type { CellNews, CellRequest, FromCellChild, ToCellChild } from './cell-messages.js';

/** A child that was told to cancel and does not is killed after this time. */
const cancelGraceMs = 3_000;

/** A cell that is being computed. */
export interface CellComputation {
  /** Never rejects: a child that dies is a failed result. */
  readonly result: Promise<JobResult>;
  /** Ends this cell on its way. */
  stop(): void;
}

export interface CellPool {
  /** Computes one cell in a child of its own. */
  compute(request: CellRequest, onNews: (news: CellNews) => void): CellComputation;
  /** Cancels every cell being computed. */
  cancel(): void;
  close(): void;
}

/**
 * Children are made when first needed; the caller computes at most as many cells at once as it wants children.
 * @param memoryLimitMb of a child, which is killed where it needs more; null: no limit
 */
export function openCellPool(memoryLimitMb: number | null): CellPool {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  const forkChild = () => {
    const child = fork(fileURLToPath(new URL('./cell-child.js', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    all.add(child);
    child.once('exit', () => all.delete(child));
    return child;
  };
  return {
    compute(request, onNews) {
      const child = idle.pop() ?? forkChild();
      let kill: NodeJS.Timeout | undefined;
      let exceeded: string | null = null;
      const unwatch = watchMemory(child.pid ?? 0, memoryLimitMb, (message) => {
        exceeded = message;
        child.kill('SIGKILL');
      });
      const result = askChild(child, request, onNews, () => exceeded).then((answer) => {
        clearTimeout(kill);
        unwatch();
        if (all.has(child) && child.connected) idle.push(child);
        return answer;
      });
      return {
        result,
        stop() {
          kill ??= cancelIn(child);
        },
      };
    },
    cancel() {
      for (const child of all) cancelIn(child);
    },
    close() {
      for (const child of all) child.disconnect();
    },
  };
}

/** @returns the timer that kills a child which does not heed it */
function cancelIn(child: ChildProcess): NodeJS.Timeout {
  tell(child, { type: 'cancel' });
  return setTimeout(() => child.kill('SIGKILL'), cancelGraceMs).unref();
}

function askChild(
  child: ChildProcess,
  request: CellRequest,
  onNews: (news: CellNews) => void,
  whyKilled: () => string | null,
): Promise<JobResult> {
  return new Promise((resolve) => {
    const onMessage = (message: FromCellChild) => {
      if (message.type === 'result') finish(message.result);
      else onNews(message);
    };
    const onExit = (code: number | null, signal: string | null) => {
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      finish(
        diedResult(whyKilled() ?? `The process computing this cell ended ${how} before it gave a result.`),
      );
    };
    const finish = (result: JobResult) => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(result);
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    tell(child, request);
  });
}

function tell(child: ChildProcess, message: ToCellChild): void {
  // A child that just died cannot be told; its exit is reported by its own event.
  if (child.connected) child.send(message, () => undefined);
}

function diedResult(message: string): JobResult {
  const error = { stage: 'run', message, problems: [] };
  return { state: 'failed', metrics: {}, stages: [], artifacts: [], warnings: [], error };
}
