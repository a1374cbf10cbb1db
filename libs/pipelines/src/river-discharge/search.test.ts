import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleRiver, sampleLevelM, sampleScaffold, sampleVelocity, sampleVideo } from './sample.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';
import { sampleIvy } from './testing/sample-ivy.js';

let jobs: JobFolder;
beforeAll(async () => {
  jobs = await createJobFolder();
});
afterAll(() => jobs.remove());

const video = sampleVideo(exampleRiver);
const scaffold = sampleScaffold(exampleRiver);
const lines = { kind: 'lines', stations: [2, 3, 4], length: 4 };
const grid = { kind: 'grid', spacing: 1, window: 1 };

const run = (search: object, params: object = {}, change: object = {}) =>
  jobs.run(video, { ...scaffold, search, ...change }, { water_level: sampleLevelM, ...params });

/** Rows of a table of a job, by its columns. */
function tableOf(job: FinishedJob, name: string): Record<string, string>[] {
  const [header, ...rows] = readFileSync(path.join(job.outputDir, name), 'utf8')
    .trim()
    .split('\n')
    .map((row) => row.split(','));
  return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [header![i]!, cell])));
}
const verticals = (job: FinishedJob) => {
  expect([job.state, job.error]).toEqual(['succeeded', null]);
  return tableOf(job, 'lines.csv').map((row) => ({
    stationM: Number(row.station_m),
    directionDeg: Number(row.direction_deg),
    throughMps: Number(row.surface_velocity_m_s),
    texture: Number(row.texture_grey),
    reason: row.reason,
  }));
};
const errorsOf = (job: FinishedJob) =>
  verticals(job).map(({ stationM, throughMps }) => throughMps / sampleVelocity(exampleRiver, stationM) - 1);
const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));

describe('the direction of flow', () => {
  it('is found within one step, and the speed within 4 %, from 10° beside it', async () => {
    const found = await run({
      ...lines,
      direction_deg: 10,
      direction_range_deg: 14,
      direction_step_deg: 2,
    });
    for (const { directionDeg } of verticals(found)) {
      expect(Math.abs(((directionDeg + 180) % 360) - 180)).toBeLessThanOrEqual(2);
    }
    expect(largest(errorsOf(found))).toBeLessThan(0.04);
  });
  it('is looked for no further than the range', async () => {
    const found = await run({ ...lines, direction_deg: 20, direction_range_deg: 5, direction_step_deg: 5 });
    expect(verticals(found).map(({ directionDeg }) => directionDeg)).toEqual([15, 15, 15]);
  });
  it('may be against the lines: the discharge is the same', async () => {
    const [with0, against] = [await run(lines), await run({ ...lines, direction_deg: 180 })];
    expect(against.metrics.discharge_m3_s! / with0.metrics.discharge_m3_s!).toBeCloseTo(1, 1);
    expect(verticals(against)[0]!.directionDeg).toBe(0);
  });
});

describe('settings of search lines', () => {
  it('blur frames along the line by the sigma given', async () => {
    const [sharp, blurred] = [await run(lines), await run({ ...lines, blur_sigma_px: 4 })];
    verticals(blurred).forEach(({ texture }, i) => {
      expect(texture).toBeLessThan(0.8 * verticals(sharp)[i]!.texture);
    });
  });
  it('compare patterns over the samples given', async () => {
    const [all, few] = [await run(lines), await run({ ...lines, correlation_px: 16 })];
    expect(few.metrics.discharge_m3_s).not.toBe(all.metrics.discharge_m3_s);
    expect(largest(errorsOf(few))).toBeLessThan(0.1);
  });
  it('give no velocity beyond the greatest speed', async () => {
    const search = { ...lines, stations: [1, 3, 5] };
    const slow = await run(search, { gap_filling: 'none' }, { max_speed: 0.7 });
    expect(verticals(slow).map(({ reason }) => reason !== '')).toEqual([false, true, false]);
  });
  it('give the slope in half degrees by the classic method', async () => {
    const classic = await run(lines, { velocity_method: 'classic' });
    expect(largest(errorsOf(classic))).toBeLessThan(0.08);
    for (const { angle_deg } of tableOf(classic, 'lines.csv')) {
      expect(Number(angle_deg) * 2).toBeCloseTo(Math.round(Number(angle_deg) * 2), 2);
    }
  });
});

describe('a grid', () => {
  it('has velocities and directions of windows, and from them those of verticals', async () => {
    const job = await run(grid);
    expect(largest(errorsOf(job).slice(1, -1))).toBeLessThan(0.1);
    const vectors = tableOf(job, 'vectors.csv');
    expect(vectors).toHaveLength(3 * verticals(job).length);
    const kept = vectors.filter(({ reason }) => reason === '');
    expect(kept.length).toBeGreaterThan(vectors.length / 2);
    const beside = kept.map(({ direction_deg }) => Math.abs(((Number(direction_deg) + 180) % 360) - 180));
    expect(beside.reduce((sum, angle) => sum + angle, 0) / beside.length).toBeLessThan(15);
    for (const { uncertainty_m_s } of kept) expect(Number(uncertainty_m_s)).toBeLessThan(0.3);
  });
  it('has its points where the scaffold stores them', async () => {
    const points = [
      [2, 0],
      [3, 0.3],
      [4, -0.3],
    ];
    const job = await run({ ...grid, points });
    expect(tableOf(job, 'vectors.csv').map(({ x_m, y_m }) => [Number(x_m), Number(y_m)])).toEqual(points);
    expect(verticals(job).map(({ stationM }) => stationM)).toEqual([2, 3, 4]);
  });
  it('is refused with more windows than are followed', async () => {
    const job = await run({ ...grid, spacing: 0.02 });
    expect(job.error?.problems.map(({ code }) => code)).toEqual(['GRID_TOO_LARGE']);
  });
  it('and lines can each be measured the other way', async () => {
    const windows = await run(lines, { velocity_method: 'cross-correlation' });
    expect(largest(errorsOf(windows))).toBeLessThan(0.1);
    const along = await run(grid, { velocity_method: 'autocorrelation' });
    expect(largest(errorsOf(along).slice(1, -1))).toBeLessThan(0.06);
  });
});

it('an .ivy project is processed as it is', async () => {
  const job = await jobs.run(video, sampleIvy(), { water_level: sampleLevelM });
  expect(largest(errorsOf(job))).toBeLessThan(0.06);
  expect(verticals(job)).toHaveLength(5);
});
