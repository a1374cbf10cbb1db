import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JobProcess } from './job-process.js';
import { createPool, type JobProcessPool } from './pool.js';

/** A process whose last job took as long as is said; it runs nothing. */
interface IdleProcess extends JobProcess {
  lastJobMs: number;
  isFit: boolean;
  wasKilled: boolean;
}

function idleProcess(groupId: number): IdleProcess {
  return {
    groupId,
    lastJobMs: Number.POSITIVE_INFINITY,
    isFit: true,
    wasKilled: false,
    run: () => new Promise(() => undefined),
    interrupt: () => undefined,
    async kill() {
      this.wasKilled = true;
    },
    isAlive: () => true,
    isReusable() {
      return this.isFit;
    },
  };
}

const processors = availableParallelism();
const startMs = 40;
let started: IdleProcess[];
/** How many starts are under way at most. */
let startingAtOnce: number;
let pool: JobProcessPool;

beforeEach(() => {
  started = [];
  startingAtOnce = 0;
  let starting = 0;
  pool = createPool(async () => {
    startingAtOnce = Math.max(startingAtOnce, ++starting);
    await sleep(startMs);
    starting--;
    const process = idleProcess(started.length + 1);
    started.push(process);
    return process;
  }, 10);
});

const take = async () => (await pool.take()) as IdleProcess;
async function giveBack(process: IdleProcess, lastJobMs: number): Promise<void> {
  process.lastJobMs = lastJobMs;
  await pool.giveBack(process);
}
/** As many processes as there are processors are in use, and the last job was tiny. */
async function busyWithTinyJobs(): Promise<IdleProcess[]> {
  await giveBack(await take(), 0.1);
  return Promise.all(Array.from({ length: processors }, take));
}

describe('the pool of job processes', () => {
  it('starts one for each job while jobs are long, no more at once than there are processors', async () => {
    await giveBack(await take(), 500);
    await Promise.all(Array.from({ length: processors + 3 }, take));
    expect(started).toHaveLength(processors + 3);
    expect(startingAtOnce).toBe(processors);
  });

  it('is warm before its first job, with no more than can be busy at once', async () => {
    await pool.warmUp();
    expect(started).toHaveLength(processors);
    expect(started).toContain(await take());
    expect(started).toHaveLength(processors);
  });

  it('does not take a tiny job that was held up once for a sign of long ones', async () => {
    const [first] = await busyWithTinyJobs();
    if (first === undefined) throw new Error('There is no processor.');
    await giveBack(first, 5);
    const again = await take();
    const waiting = take();
    await giveBack(again, 0.1);
    expect(await waiting).toBe(again);
    expect(started).toHaveLength(processors);
  });

  it('gives jobs that wait for a start the processes that come back', async () => {
    const first = await take();
    const waiting = Array.from({ length: processors + 1 }, take);
    await giveBack(first, 500);
    expect(await Promise.all(waiting)).toContain(first);
    expect(started).toHaveLength(processors + 1);
  });

  it('gives tiny jobs the processes that come back, in the order of asking', async () => {
    const [first, ...others] = await busyWithTinyJobs();
    const waiting = [take(), take()];
    if (first === undefined) throw new Error('There is no processor.');
    await giveBack(first, 0.1);
    expect(await waiting[0]).toBe(first);
    await giveBack(first, 0.1);
    expect(await waiting[1]).toBe(first);
    expect(started).toHaveLength(1 + others.length);
  });

  it('makes nobody wait for long when jobs turn out to be long', async () => {
    await busyWithTinyJobs();
    const more = await Promise.all([take(), take(), take()]);
    expect(new Set(more).size).toBe(3);
    expect(started).toHaveLength(processors + 3);
  });

  it('does not pass on a process that something is left in', async () => {
    const [first] = await busyWithTinyJobs();
    if (first === undefined) throw new Error('There is no processor.');
    const next = take();
    first.isFit = false;
    await giveBack(first, 0.1);
    expect(await next).not.toBe(first);
    expect(first.wasKilled).toBe(true);
  });

  it('uses the warmest of those that are idle, and ends them all when it is closed', async () => {
    const [one, two] = await Promise.all([take(), take()]);
    await giveBack(one, 50);
    await sleep(1);
    await giveBack(two, 50);
    expect(await take()).toBe(two);
    await giveBack(two, 50);
    await pool.close();
    expect(started.every((process) => process.wasKilled)).toBe(true);
  });
});
