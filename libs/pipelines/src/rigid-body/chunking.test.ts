import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameRange } from '../contract.js';
import type { JobResult } from '../execution/events.js';
import { executeJob } from '../execution/execute.js';
import { executeInChunks } from '../execution/execute-in-chunks.js';
import { rigidBody } from './pipeline.js';
import { exampleRecording, generateRecording } from './sample.js';

let folder: string;
let jobs = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rigid-body-chunks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const newFolder = async () => {
  const made = path.join(folder, String(jobs++));
  await mkdir(made);
  return made;
};

interface Case {
  readonly markers: string;
  readonly truth?: string;
  readonly train?: string;
  readonly params: unknown;
}

async function request({ markers, truth, train, params }: Case) {
  const inputDir = await newFolder();
  const write = async (name: string, text: string) => {
    const file = path.join(inputDir, name);
    await writeFile(file, text);
    return [{ path: file, name }];
  };
  const inputs = {
    markers: await write('markers.csv', markers),
    ...(truth === undefined ? {} : { truth: await write('truth.csv', truth) }),
    ...(train === undefined ? {} : { train: await write('train.csv', train) }),
  };
  return { params, inputs, outputDir: await newFolder(), seed: '1', signal: new AbortController().signal };
}

async function runWhole(job: Case) {
  const whole = await request(job);
  return { ...(await executeJob(rigidBody, whole)), outputDir: whole.outputDir };
}

async function runChunked(job: Case, ranges: readonly FrameRange[]) {
  const whole = await request(job);
  const chunksDir = await newFolder();
  const { chunks, merged } = await executeInChunks(rigidBody, { ...whole, chunksDir, ranges });
  expect(chunks.map(({ result }) => result.error)).toEqual(ranges.map(() => null));
  expect(merged?.error).toBeNull();
  return { ...(merged as JobResult), chunks, chunksDir, outputDir: whole.outputDir };
}

function ranges(frames: number, count: number): FrameRange[] {
  const size = frames / count;
  return Array.from({ length: count }, (_, i) => ({
    first: Math.round(i * size),
    last: Math.round((i + 1) * size) - 1,
  }));
}

/** Coordinates of a trajectory table in its order. */
async function coordinates(outputDir: string): Promise<number[]> {
  const text = await readFile(path.join(outputDir, 'trajectory_data.csv'), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split(',').slice(2).map(Number));
}

async function largestDifference(a: { outputDir: string }, b: { outputDir: string }): Promise<number> {
  const [left, right] = await Promise.all([coordinates(a.outputDir), coordinates(b.outputDir)]);
  expect(left.length).toBe(right.length);
  return left.reduce((largest, value, i) => Math.max(largest, Math.abs(value - right[i]!)), 0);
}

const frames = 420;
const { markersCsv: markers, truthCsv: truth } = generateRecording({ ...exampleRecording, frames });

describe('chunks of a recording', () => {
  const precise = { optimization: { use_robust_loss: false, function_tolerance: 1e-12 } };
  let whole: Awaited<ReturnType<typeof runWhole>>;
  const count = 7;
  /** At the defaults of the solver, as a whole and in so many chunks. */
  let usual: Awaited<ReturnType<typeof runWhole>>;
  let merged: Awaited<ReturnType<typeof runChunked>>;
  beforeAll(async () => {
    whole = await runWhole({ markers, truth, params: precise });
    usual = await runWhole({ markers, truth, params: {} });
    merged = await runChunked({ markers, truth, params: {} }, ranges(frames, count));
  });

  it.each([2, 4, 14])('S0-59 %d merge to the costs and paths of a single run', async (count) => {
    const params = precise;
    const merged = await runChunked({ markers, truth, params }, ranges(frames, count));
    expect(merged.metrics.initial_cost).toBeCloseTo(whole.metrics.initial_cost!, 6);
    expect(merged.metrics.final_cost! / whole.metrics.final_cost!).toBeCloseTo(1, 9);
    expect(await largestDifference(merged, whole)).toBeLessThan(1e-4);
    for (const name of ['edge_error_mean_mm', 'centroid_jitter_mm', 'position_error_mean_mm']) {
      expect(merged.metrics[name]! / whole.metrics[name]!).toBeCloseTo(1, 3);
    }
  });

  it('agree with a single run within the tolerances of the solver at its defaults', async () => {
    expect(Math.abs(merged.metrics.final_cost! / usual.metrics.final_cost! - 1)).toBeLessThan(1e-6);
    expect(await largestDifference(merged, usual)).toBeLessThan(1e-4);
  });

  it('hold a body that was learnt elsewhere as a single run does', async () => {
    const train = generateRecording({ ...exampleRecording, seed: 'elsewhere', frames: 120 }).markersCsv;
    const whole = await runWhole({ markers, truth, train, params: {} });
    const merged = await runChunked({ markers, truth, train, params: {} }, ranges(frames, 3));
    expect(merged.metrics.edge_std_mm).toBeLessThan(1e-9);
    expect(merged.metrics.edge_error_mean_mm! / whole.metrics.edge_error_mean_mm!).toBeCloseTo(1, 6);
    expect(await largestDifference(merged, whole)).toBeLessThan(1e-4);
  });

  it('S0-59 report the real work: iterations and time add up, and the cost is that of the whole', () => {
    const ofChunks = (name: string) =>
      merged.chunks.reduce((sum, { result }) => sum + result.metrics[name]!, 0);
    expect(merged.metrics.iterations).toBeGreaterThan(ofChunks('iterations'));
    expect(merged.metrics.solve_time_s).toBeGreaterThan(ofChunks('solve_time_s'));
    expect(merged.metrics.final_cost! / usual.metrics.final_cost!).toBeCloseTo(1, 5);
    expect(merged.metrics.frames_used).toBe(frames);
  });

  it('leave results of their own frames', async () => {
    const poses = await readFile(path.join(merged.chunksDir, '2', 'poses.csv'), 'utf8');
    const numbers = poses
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[0]));
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => 120 + i));
    expect(merged.chunks[2]?.result.metrics.frames_used).toBe(60);
    expect(merged.chunks[2]?.result.metrics.position_error_mean_mm).toBeGreaterThan(0);
  });

  it('have no jump at the seams', async () => {
    const points = await coordinates(merged.outputDir);
    const width = points.length / frames;
    const step = (t: number) =>
      Math.hypot(
        ...Array.from({ length: width }, (_, i) => points[t * width + i]! - points[(t - 1) * width + i]!),
      );
    const steps = Array.from({ length: frames - 1 }, (_, i) => step(i + 1));
    const seams = ranges(frames, count)
      .slice(1)
      .map(({ first }) => step(first));
    expect(Math.max(...seams)).toBeLessThan(
      1.2 * Math.max(...steps.filter((_, i) => (i + 1) % (frames / count) !== 0)),
    );
  });

  it('may hold no usable frame', async () => {
    const lines = markers.trim().split('\n');
    const header = lines[0]!.split(',');
    const hidden = header.flatMap((name, column) => (name.startsWith('SACR') ? [column] : []));
    const gap = lines
      .map((line, row) =>
        row > 130 && row <= 200
          ? line
              .split(',')
              .map((cell, column) => (hidden.includes(column) ? '' : cell))
              .join(',')
          : line,
      )
      .join('\n');
    const job = { markers: gap, params: { missing_data: 'drop_frames' } };
    const whole = await runWhole(job);
    const merged = await runChunked(job, ranges(frames, 14));
    expect(merged.chunks[5]?.result.warnings.at(-1)).toMatch(/nothing to solve/);
    expect(merged.metrics.frames_used).toBe(whole.metrics.frames_used);
    expect(Math.abs(merged.metrics.final_cost! / whole.metrics.final_cost! - 1)).toBeLessThan(1e-6);
  });

  it('refuse to merge with those of another recording', async () => {
    const { chunks, chunksDir } = merged;
    const other = await request({
      markers: generateRecording({ ...exampleRecording, frames: 500 }).markersCsv,
      params: {},
    });
    const results = chunks.map(({ frames: range, result }, i) => ({
      frames: range,
      metrics: result.metrics,
      outputDir: path.join(chunksDir, String(i)),
    }));
    const refused = await executeJob(rigidBody, { ...other, chunks: results });
    expect(refused.error?.message).toMatch(/cover 420 of 500 frames/);
  });
});
