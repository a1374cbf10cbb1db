import { availableParallelism } from 'node:os';
import type { JobProcess } from './job-process.js';

/** Warm job processes: as many as jobs ran at once, each used for one job after another. */
export interface JobProcessPool {
  take(): Promise<JobProcess>;
  /** Gives a process back after its job; it is kept when it is fit for another one and ended otherwise. */
  giveBack(process: JobProcess): Promise<void>;
  /** Ends the processes that are not in use. */
  close(): Promise<void>;
}

/**
 * While jobs take no longer than this, the next ones wait for processes that are in use: these are warm, and more of
 * them than there are processors would gain nothing.
 */
const tinyMs = 1;
/** Nobody waits any more when so long none of them was given back. */
const patienceMs = 5;

/** @param start starts a process and waits until it is ready */
export function createPool(start: () => Promise<JobProcess>): JobProcessPool {
  const idle: JobProcess[] = [];
  const line = waitingLine();
  const processors = availableParallelism();
  let inUse = 0;
  let starting = 0;
  let lastJobMs = Number.POSITIVE_INFINITY;
  let closed = false;

  const nextIdle = () => {
    for (let process = idle.pop(); process !== undefined; process = idle.pop()) {
      if (process.isAlive()) return process;
    }
    return null;
  };
  const startOne = async () => {
    starting++;
    try {
      return await start();
    } catch (error) {
      inUse--;
      throw error;
    } finally {
      starting--;
    }
  };
  return {
    async take() {
      let warm = lastJobMs < tinyMs && inUse >= processors ? await line.wait() : null;
      // More starts at once than there are processors would make all of them late.
      while (warm === null && idle.length === 0 && starting >= processors) warm = await line.wait();
      if (warm !== null) return warm;
      inUse++;
      return nextIdle() ?? startOne();
    },
    async giveBack(process) {
      lastJobMs = process.lastJobMs;
      const isFit = !closed && process.isReusable();
      if (line.callNext(isFit ? process : null) && isFit) return;
      inUse--;
      if (isFit) idle.push(process);
      else await process.kill();
    },
    async close() {
      closed = true;
      await Promise.all(idle.splice(0).map((process) => process.kill()));
    },
  };
}

/** Those who wait for a process that is in use. They are given it, or null when they are to look for another one. */
function waitingLine() {
  const line: ((process: JobProcess | null) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => {
    timer = undefined;
    for (const goOn of line.splice(0)) goOn(null);
  };
  const beginPatience = () => {
    clearTimeout(timer);
    timer = line.length === 0 ? undefined : setTimeout(giveUp, patienceMs);
  };
  return {
    wait() {
      return new Promise<JobProcess | null>((resolve) => {
        line.push(resolve);
        if (timer === undefined) beginPatience();
      });
    },
    /** @returns false when nobody waits */
    callNext(process: JobProcess | null): boolean {
      const next = line.shift();
      if (next === undefined) return false;
      next(process);
      beginPatience();
      return true;
    },
  };
}
