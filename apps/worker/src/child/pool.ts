import { availableParallelism } from 'node:os';
import { type JobProcess, type JobProcessOptions, startJobProcess } from './job-process.js';

/** Warm job processes: as many as jobs ran at once, each used for one job after another. */
export interface JobProcessPool {
  take(): Promise<JobProcess>;
  /** Gives a process back after its job; it is kept when it is fit for another one and ended otherwise. */
  giveBack(process: JobProcess): Promise<void>;
  /** Ends the processes that are not in use. */
  close(): Promise<void>;
}

/**
 * Where jobs are over within this time, a job waits a moment for a process that is in use: it is warmer than one that
 * has been idle, and more of them than there are processors gain nothing.
 */
const tinyMs = 10;
const patienceMs = 5;

export function createPool(options: JobProcessOptions): JobProcessPool {
  const idle: JobProcess[] = [];
  const takenMs = new Map<JobProcess, number>();
  const line: ((process: JobProcess | null) => void)[] = [];
  const processors = availableParallelism();
  let inUse = 0;
  let isTiny = false;
  let closed = false;

  /** The first in line goes on, with a process that was given back or with another one. */
  const callNext = (process: JobProcess | null): boolean => {
    const next = line.shift();
    next?.(process);
    return next !== undefined;
  };
  const waitForOne = () =>
    new Promise<JobProcess | null>((resolve) => {
      const goOn = (process: JobProcess | null) => {
        clearTimeout(timer);
        resolve(process);
      };
      const timer = setTimeout(() => {
        line.splice(line.indexOf(goOn), 1);
        resolve(null);
      }, patienceMs);
      line.push(goOn);
    });
  const nextIdle = () => {
    for (let process = idle.pop(); process !== undefined; process = idle.pop()) {
      if (process.isAlive()) return process;
    }
    return null;
  };
  return {
    async take() {
      const waited = isTiny && inUse >= processors ? await waitForOne() : null;
      if (waited === null) inUse++;
      try {
        const process = waited ?? nextIdle() ?? (await startJobProcess(options));
        takenMs.set(process, performance.now());
        return process;
      } catch (error) {
        inUse--;
        throw error;
      }
    },
    async giveBack(process) {
      isTiny = performance.now() - (takenMs.get(process) ?? 0) < tinyMs;
      takenMs.delete(process);
      if (closed || !process.isReusable()) {
        inUse--;
        callNext(null);
        await process.kill();
      } else if (!callNext(process)) {
        inUse--;
        idle.push(process);
      }
    },
    async close() {
      closed = true;
      await Promise.all(idle.splice(0).map((process) => process.kill()));
    },
  };
}
