import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Pipeline } from '../contract.js';
import { executeJob } from './execute.js';
import { executeInChunks } from './execute-in-chunks.js';

const params = z.strictObject({ bad: z.int().default(-1) });
type Params = z.infer<typeof params>;

/** Writes one line a frame; the metric only exists for the whole. */
const counting: Pipeline<Params> = {
  name: 'counting',
  version: '1.0.0',
  title: 'Counting',
  summary: 'Counts.',
  params,
  inputs: [],
  metrics: [{ name: 'lines', title: 'Lines', unit: '1', direction: null, description: 'Lines.' }],
  objective: 'lines',
  stages: ['work'],
  check: async () => [],
  async run({ frames, outputDir, artifact, params: { bad }, stage }) {
    stage('work');
    const { first, last } = frames ?? { first: 0, last: 9 };
    if (bad >= first && bad <= last) throw new Error(`Frame ${bad} is bad.`);
    const lines = Array.from({ length: last - first + 1 }, (_, i) => `${first + i}\n`);
    await writeFile(path.join(outputDir, 'lines.txt'), lines.join(''));
    artifact('lines.txt', { title: 'Lines', role: 'result' });
  },
  chunking: {
    frames: async () => ({ first: 0, last: 9 }),
    async merge({ chunks, outputDir, artifact, metric, stage, frames }) {
      stage('work');
      expect(frames).toBeNull();
      const parts = await Promise.all(
        chunks.map((chunk) => readFile(path.join(chunk.outputDir, 'lines.txt'), 'utf8')),
      );
      await writeFile(path.join(outputDir, 'lines.txt'), parts.join(''));
      artifact('lines.txt', { title: 'Lines', role: 'result' });
      metric('lines', parts.join('').trim().split('\n').length);
    },
  },
};
const pipeline = counting as Pipeline;
const ranges = [
  { first: 0, last: 3 },
  { first: 4, last: 6 },
  { first: 7, last: 9 },
];

let folder: string;
let jobs = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'in-chunks-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function request(given: unknown, signal = new AbortController().signal) {
  const base = path.join(folder, String(jobs++));
  const [outputDir, chunksDir] = [path.join(base, 'out'), path.join(base, 'chunks')];
  await mkdir(outputDir, { recursive: true });
  await mkdir(chunksDir);
  return { params: given, inputs: {}, outputDir, chunksDir, ranges, seed: '1', signal };
}

describe('executeInChunks', () => {
  it('merges the chunks in order', async () => {
    const job = await request({});
    const { chunks, merged } = await executeInChunks(pipeline, job);
    expect(chunks.map(({ frames, result }) => [frames, result.state])).toEqual(
      ranges.map((range) => [range, 'succeeded']),
    );
    expect(merged).toMatchObject({ state: 'succeeded', error: null, metrics: { lines: 10 } });
    const text = await readFile(path.join(job.outputDir, 'lines.txt'), 'utf8');
    expect(text.trim().split('\n').map(Number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('runs the chunks after a failed one, and merges nothing', async () => {
    const { chunks, merged } = await executeInChunks(pipeline, await request({ bad: 5 }));
    expect(chunks.map(({ result }) => result.state)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(chunks[1]?.result.error?.message).toBe('Unexpected error: Frame 5 is bad.');
    expect(merged).toBeNull();
  });

  it('stops at the chunk in which it is cancelled', async () => {
    const controller = new AbortController();
    const job = await request({}, controller.signal);
    let started = 0;
    const onEvent = ({ type }: { readonly type: string }) => {
      if (type === 'stage' && ++started === 3) controller.abort();
    };
    const { chunks, merged } = await executeInChunks(pipeline, { ...job, onEvent });
    expect(chunks.map(({ result }) => result.state)).toEqual(['succeeded', 'cancelled']);
    expect(merged).toBeNull();
  });
});

describe('executeJob', () => {
  it('holds a whole job to its metrics, and a chunk not', async () => {
    const whole = await executeJob(pipeline, await request({}));
    expect(whole.error?.message).toBe('Declared metrics were not reported: lines.');
    const chunk = await executeJob(pipeline, { ...(await request({})), frames: { first: 0, last: 3 } });
    expect([chunk.state, chunk.error]).toEqual(['succeeded', null]);
  });

  it('refuses frames and chunks for a pipeline that cannot divide a job', async () => {
    const { chunking: _, ...whole } = pipeline;
    for (const part of [{ frames: { first: 0, last: 3 } }, { chunks: [] }]) {
      const result = await executeJob(whole, { ...(await request({})), ...part });
      expect(result.error?.message).toBe('Pipeline counting cannot divide a job into chunks.');
    }
  });
});
