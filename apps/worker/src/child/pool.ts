import { availableParallelism } from 'node:os';
import type { JobProcess } from './job-process.js';

/** Warm job processes: as many as jobs ran at once, each used for one job after another. */
export interface JobProcessPool {
  /** Starts as many as can be busy at once, so that the first jobs find them. */
  warmUp(): Promise<void>;
  take(): Promise<JobProcess>;
  /** Gives a process back after its job; it is kept when it is fit for another one and ended otherwise. */
  giveBack(process: JobProcess): Promise<void>;
  /** Ends the processes that are not in use. */
  close(): Promise<void>;
}

/**
 * While jobs take less than this share of a process's start, the next ones wait for processes that are in use, as long
 * as these come back: warm ones have done many such jobs before another is ready.
 */
const tinyShare = 0.05;
/** Share of the last job in what jobs take of late: one that was held up does not count as a long one. */
const lastShare = 0.2;
/** Longer ones count as this, so that tiny jobs that follow are soon known for what they are. */
const longMs = 1_000;

/** @param start starts a process and waits until it is ready @param atOnce how many jobs run at once */
export function createPool(start: () => Promise<JobProcess>, atOnce: number): JobProcessPool {
  const idle: JobProcess[] = [];
  // Nobody waits any more when none was given back for as long as a start takes.
  const line = waitingLine(() => startMs);
  const processors = availableParallelism();
  let inUse = 0;
  let starting = 0;
  let latelyMs = 0;
  let startMs = 0;
  let closed = false;

  const nextIdle = () => {
    for (let process = idle.pop(); process !== undefined; process = idle.pop()) {
      if (process.isAlive()) return process;
    }
    return null;
  };
  const startOne = async () => {
    starting++;
    const fromMs = performance.now();
    try {
      return await start();
    } finally {
      startMs = performance.now() - fromMs;
      starting--;
    }
  };
  const startForUse = async () => {
    inUse++;
    try {
      return await startOne();
    } catch (error) {
      inUse--;
      throw error;
    }
  };
  // More starts at once than there are processors would make all of them late.
  const mayStart = (hasWaited: boolean) =>
    starting < processors && (hasWaited || latelyMs >= tinyShare * startMs || inUse < processors);
  return {
    async warmUp() {
      const count = Math.min(atOnce, processors);
      await Promise.all(Array.from({ length: count }, async () => idle.push(await startOne())));
    },
    async take() {
      for (let hasWaited = false; ; hasWaited = true) {
        const process = nextIdle();
        if (process !== null) {
          inUse++;
          return process;
        }
        if (mayStart(hasWaited)) return startForUse();
        const warm = await line.wait();
        if (warm !== null) return warm;
      }
    },
    async giveBack(process) {
      latelyMs += lastShare * (Math.min(process.lastJobMs, longMs) - latelyMs);
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
function waitingLine(patienceMs: () => number) {
  const line: ((process: JobProcess | null) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => {
    timer = undefined;
    for (const goOn of line.splice(0)) goOn(null);
  };
  const beginPatience = () => {
    clearTimeout(timer);
    timer = line.length === 0 ? undefined : setTimeout(giveUp, patienceMs());
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
