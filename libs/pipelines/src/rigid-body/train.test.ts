import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleRecording, generateRecording, type RecordingSettings } from './sample.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';
import { meanShape } from './train.js';

const record = (given: Partial<RecordingSettings>) =>
  generateRecording({ ...exampleRecording, missingShare: 0, ...given });
const metric = (job: FinishedJob, name: string) => {
  expect(job.error).toBeNull();
  return job.metrics[name] as number;
};

/** The same recording of a body that is larger by a factor: every coordinate is. */
function scaled(csv: string, factor: number): string {
  const [header = '', ...rows] = csv.trim().split('\n');
  const isPoint = header.split(',').map((name) => /_[xyz]$/.test(name));
  const scale = (cell: string, column: number) => (isPoint[column] ? String(Number(cell) * factor) : cell);
  return [header, ...rows.map((row) => row.split(',').map(scale).join(','))].join('\n');
}

describe('S0-27: a body learnt from other recordings', () => {
  let jobs: JobFolder;
  beforeAll(async () => {
    jobs = await createJobFolder();
  });
  afterAll(() => jobs.remove());

  const train = ['a', 'b', 'c'].map((seed) => record({ seed, noiseMm: 3 }).markersCsv);

  it('is held fixed: every edge keeps its length in all frames', async () => {
    const test = record({ seed: 'test' });
    const job = await jobs.run({ markers: test.markersCsv, train }, {});
    expect(metric(job, 'edge_std_mm')).toBeLessThan(1e-9);
    expect(job.events).toContainEqual(
      expect.objectContaining({ text: 'The body was learnt from 3 other recordings and is held fixed.' }),
    );
  });

  it('fits another recording of the same body to 0.01 mm where nothing is noisy', async () => {
    const test = record({ seed: 'test', noiseMm: 0 });
    const clean = ['a', 'b'].map((seed) => record({ seed, noiseMm: 0 }).markersCsv);
    const job = await jobs.run({ markers: test.markersCsv, truth: test.truthCsv, train: clean }, {});
    expect(metric(job, 'edge_error_mean_mm')).toBeLessThan(0.01);
  });

  it('shows in the metrics of the test when it is another body, which its own fit would not tell', async () => {
    const larger = scaled(record({ seed: 'test', noiseMm: 1 }).markersCsv, 1.1);
    const own = metric(await jobs.run({ markers: larger }, {}), 'edge_error_mean_mm');
    const held = metric(await jobs.run({ markers: larger, train }, {}), 'edge_error_mean_mm');
    expect(own).toBeLessThan(1);
    // Edges of a pelvis are about 190 mm long, a tenth of that is missing.
    expect(held).toBeGreaterThan(10);
    expect(held).toBeLessThan(30);
  });

  it('does better than the fit of a short and noisy recording to itself', async () => {
    const test = record({ seed: 'short', frames: 12, noiseMm: 15 });
    const files = { markers: test.markersCsv, truth: test.truthCsv };
    const own = metric(await jobs.run(files, {}), 'position_error_mean_mm');
    const held = metric(await jobs.run({ ...files, train }, {}), 'position_error_mean_mm');
    expect(held).toBeLessThan(0.9 * own);
  });

  it('names the training file that cannot be used', async () => {
    const short = record({ seed: 'x', frames: 5 }).markersCsv;
    const job = await jobs.run({ markers: record({}).markersCsv, train: [train[0] ?? '', short] }, {});
    expect(job.state).toBe('failed');
    expect(job.error?.problems).toContainEqual(
      expect.objectContaining({
        code: 'TOO_FEW_FRAMES',
        place: expect.objectContaining({ input: 'train', file: 'train_2.csv' }),
      }),
    );
  });
});

describe('meanShape', () => {
  const body = Float64Array.from([0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]);
  const turned = (points: Float64Array) =>
    points.map((_, i) => (i % 3 === 0 ? -points[i + 1]! : i % 3 === 1 ? points[i - 1]! : points[i]!) + 5);
  const distance = (points: Float64Array, a: number, b: number) =>
    Math.hypot(...[0, 1, 2].map((k) => points[a * 3 + k]! - points[b * 3 + k]!));

  it('of one body, turned and moved, is that body', () => {
    const mean = meanShape([
      { points: body, weight: 1 },
      { points: turned(body), weight: 7 },
    ]);
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ] as const) {
      expect(distance(mean, a, b)).toBeCloseTo(distance(body, a, b), 10);
    }
  });

  it('lies between bodies of two sizes by their weights', () => {
    const mean = meanShape([
      { points: body, weight: 1 },
      { points: turned(body.map((value) => value * 2)), weight: 3 },
    ]);
    expect(distance(mean, 0, 1)).toBeCloseTo(1.75, 10);
  });
});
