/** Jobs that travel together: each keeps its own limits, verdict and times, whatever its neighbours do. */
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobProcess } from '../../apps/worker/src/child/job-process.js';
import type { Supervised, SupervisedEnd } from '../../apps/worker/src/run-job/supervise.js';

const built = (file: string) => import(new URL(`../../apps/worker/dist/${file}`, import.meta.url).href);
const { startJobProcess }: typeof import('../../apps/worker/src/child/job-process.js') =
  await built('child/job-process.js');
const { groupEnclosure }: typeof import('../../apps/worker/src/child/enclosure.js') =
  await built('child/enclosure.js');
const { supervise }: typeof import('../../apps/worker/src/run-job/supervise.js') =
  await built('run-job/supervise.js');
const { judge }: typeof import('../../apps/worker/src/run-job/outcome.js') =
  await built('run-job/outcome.js');
const { watchMemory }: typeof import('../../apps/worker/src/run-job/memory-watch.js') =
  await built('run-job/memory-watch.js');

type Deed = { readonly do: string; readonly ms?: number; readonly gate?: string };
type Limits = { readonly timeoutS: number | null; readonly memoryLimitMb: number | null };

const memory = watchMemory(() => undefined);
let folder: string;
let process: JobProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bundles-'));
});
afterEach(() => process?.kill());
afterAll(async () => {
  await memory.close();
  await rm(folder, { recursive: true });
});

interface Running {
  readonly bundle: Supervised;
  /** Indices in the order in which their ends were told. */
  readonly order: number[];
  /** What is recorded of each. */
  outcomes(): string[];
  readonly ends: SupervisedEnd[];
  /** Resolves when the end of this job is told. */
  ended(index: number): Promise<void>;
}

async function runBundle(deeds: readonly Deed[], limits: Partial<Limits> = {}): Promise<Running> {
  process = await startJobProcess({
    environment: { PATH: '/usr/bin:/bin' },
    testPipelines: fileURLToPath(new URL('../fixtures/trial-pipeline.mjs', import.meta.url)),
    enclosure: groupEnclosure('this is a test'),
    folder,
  });
  const ends: SupervisedEnd[] = [];
  const order: number[] = [];
  const told = new EventEmitter();
  const jobs = deeds.map((params, index) => ({
    order: {
      pipelineName: 'trial',
      pipelineVersion: '1.0.0',
      params: { ...params, index },
      inputs: {},
      frames: null,
      chunks: null,
      outputDir: folder,
      seed: '1',
    },
    limits: { timeoutS: null, memoryLimitMb: null, ...limits },
    onEvent: () => undefined,
    onEnd(end: SupervisedEnd) {
      ends[index] = end;
      order.push(index);
      told.emit(String(index));
    },
  }));
  const bundle = supervise(process, jobs, { killGraceMs: 300, memory });
  return {
    bundle,
    order,
    ends,
    outcomes: () => ends.map(({ end, reason }) => judge(end, reason, 'work').outcome),
    async ended(index) {
      if (ends[index] === undefined) await once(told, String(index));
    },
  };
}

const nothing: Deed = { do: 'nothing' };

describe('a bundle', () => {
  it('runs its jobs one after another and tells when each really ran', async () => {
    const { bundle, ends, order, outcomes } = await runBundle([nothing, { do: 'succeed', ms: 30 }, nothing]);
    await bundle.over;
    expect(outcomes()).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(order).toEqual([0, 1, 2]);
    const times = ends.flatMap(({ end }) =>
      end.type === 'result' ? [[end.beganAtMs, end.endedAtMs] as const] : [],
    );
    const flat = times.flat();
    // Answers that came in two messages are put on our clock twice, which rounds.
    for (const [index, atMs] of flat.entries())
      expect(atMs).toBeGreaterThanOrEqual((flat[index - 1] ?? 0) - 2);
    const [began = 0, ended = 0] = times[1] ?? [];
    expect(ended - began).toBeGreaterThanOrEqual(29);
    expect(process?.isAlive()).toBe(true);
  });

  it('gives back what waits behind a long job, which goes on', async () => {
    const { bundle, order, ends, outcomes } = await runBundle([
      nothing,
      { do: 'sleep', ms: 1_500 },
      nothing,
      nothing,
    ]);
    await bundle.over;
    expect(outcomes()).toEqual(['succeeded', 'succeeded', 'hand_back', 'hand_back']);
    expect(order.indexOf(2)).toBeLessThan(order.indexOf(1));
    expect(ends[2]?.end.type).toBe('unfinished');
  });

  it('limits the time of the job that runs, also where that blocks its process', async () => {
    const { bundle, outcomes, ends } = await runBundle([nothing, { do: 'spin' }, nothing], { timeoutS: 1 });
    await bundle.over;
    // What was done and not told yet is lost with the process, and done again.
    expect(outcomes()).toEqual(['hand_back', 'timed_out', 'hand_back']);
    expect(ends[1]?.end.type).toBe('exit');
  });

  it('limits the memory of the job that runs', async () => {
    const { bundle, outcomes } = await runBundle([nothing, { do: 'hog' }, nothing], { memoryLimitMb: 300 });
    await bundle.over;
    expect(outcomes().slice(1)).toEqual(['out_of_memory', 'hand_back']);
  });

  it('never begins a job that was cancelled before, and ends alone the one that runs', async () => {
    const { bundle, ended, outcomes } = await runBundle([{ do: 'sleep', ms: 60_000 }, nothing, nothing]);
    bundle.stop(1, { type: 'cancel' });
    await ended(1);
    await ended(2);
    bundle.stop(0, { type: 'cancel' });
    await bundle.over;
    expect(outcomes()).toEqual(['cancelled', 'cancelled', 'hand_back']);
    expect(process?.isAlive()).toBe(true);
  });

  it('blames a crash on the job that ran', async () => {
    const { bundle, outcomes, ends } = await runBundle([nothing, { do: 'crash' }, nothing]);
    await bundle.over;
    expect(outcomes()).toEqual(['hand_back', 'failed', 'hand_back']);
    expect(ends[1]).toMatchObject({ reason: null, end: { type: 'exit', how: 'signal SIGSEGV' } });
  });

  it('begins nothing after a failure, which may end the whole batch', async () => {
    const { bundle, outcomes } = await runBundle([nothing, { do: 'fail' }, nothing]);
    await bundle.over;
    expect(outcomes()).toEqual(['succeeded', 'failed', 'hand_back']);
  });

  it('leaves no process of one job to the next', async () => {
    const { bundle, outcomes } = await runBundle([{ do: 'leak', gate: '/' }, nothing]);
    await bundle.over;
    expect(outcomes()).toEqual(['succeeded', 'hand_back']);
    expect(process?.isAlive()).toBe(false);
  });

  it('hands everything back when the worker stops, and nothing where the lease is lost', async () => {
    const { bundle, outcomes } = await runBundle([{ do: 'sleep', ms: 60_000 }, nothing, nothing]);
    bundle.stop(2, { type: 'lost' });
    for (const index of [0, 1, 2]) bundle.stop(index, { type: 'shutdown' });
    await bundle.over;
    expect(outcomes()).toEqual(['hand_back', 'hand_back', 'nothing']);
  });
});
