import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { vectorsTable } from './output/tables.js';
import { exampleRiver, sampleLevelM, sampleScaffold, sampleVelocity, sampleVideo } from './sample.js';
import { degreesOf } from './search-lines.js';
import { createJobFolder, type JobFolder, type Measured } from './testing/run-job.js';
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

const measure = (search: object, params: object = {}, change: object = {}) =>
  jobs.measure(video, { ...scaffold, search, ...change }, { water_level: sampleLevelM, ...params });

let asUsual: Measured;
beforeAll(async () => {
  asUsual = await measure(lines);
});

const verticals = ({ measured, discharge }: Measured) =>
  measured.lines.map(({ line, velocityMps, reason, first }) => ({
    stationM: line.stationM,
    directionDeg: (degreesOf(line.direction) + ((velocityMps ?? 0) < 0 ? 180 : 0)) % 360,
    throughMps: discharge.panels.find(({ id }) => id === line.id)!.surfaceVelocityMps,
    texture: first?.velocity.quality.texture,
    angleDeg: first?.velocity.angleDeg,
    reason,
  }));
const errorsOf = (found: Measured) =>
  verticals(found).map(({ stationM, throughMps }) => throughMps / sampleVelocity(exampleRiver, stationM) - 1);
const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));

describe('the direction of flow', () => {
  it('is found within one step, and the speed within 4 %, from 10° beside it', async () => {
    const found = await measure({
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
    const found = await measure({
      ...lines,
      direction_deg: 20,
      direction_range_deg: 5,
      direction_step_deg: 5,
    });
    expect(verticals(found).map(({ directionDeg }) => directionDeg)).toEqual([15, 15, 15]);
  });
  it('may be against the lines: the discharge is the same', async () => {
    const against = await measure({ ...lines, direction_deg: 180 });
    expect(against.metrics.discharge_m3_s! / asUsual.metrics.discharge_m3_s!).toBeCloseTo(1, 1);
    expect(verticals(against)[0]!.directionDeg).toBe(0);
  });
});

describe('settings of search lines', () => {
  it('blur frames along the line by the sigma given', async () => {
    const blurred = await measure({ ...lines, blur_sigma_px: 4 });
    verticals(blurred).forEach(({ texture }, i) => {
      expect(texture).toBeLessThan(0.8 * verticals(asUsual)[i]!.texture!);
    });
  });
  it('compare patterns over the samples given', async () => {
    const few = await measure({ ...lines, correlation_px: 16 });
    expect(few.metrics.discharge_m3_s).not.toBe(asUsual.metrics.discharge_m3_s);
    expect(largest(errorsOf(few))).toBeLessThan(0.1);
  });
  it('give no velocity beyond the greatest speed', async () => {
    const search = { ...lines, stations: [1, 3, 5] };
    const slow = await measure(search, { gap_filling: 'none' }, { max_speed: 0.7 });
    expect(verticals(slow).map(({ reason }) => reason !== null)).toEqual([false, true, false]);
  });
  it('give the slope in half degrees by the classic method', async () => {
    const classic = await measure(lines, { velocity_method: 'classic' });
    expect(largest(errorsOf(classic))).toBeLessThan(0.08);
    for (const { angleDeg } of verticals(classic))
      expect(angleDeg! * 2).toBeCloseTo(Math.round(angleDeg! * 2), 9);
  });
});

describe('a grid', () => {
  it('has velocities and directions of windows, and from them those of verticals', async () => {
    const found = await measure(grid);
    expect(largest(errorsOf(found).slice(1, -1))).toBeLessThan(0.1);
    const [header, ...rows] = vectorsTable(found).trim().split('\n');
    const names = header!.split(',');
    const vectors = rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i]!, cell])));
    expect(vectors).toHaveLength(3 * verticals(found).length);
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
    const found = await measure({ ...grid, points });
    expect(found.measured.vectors.map(({ place }) => place)).toEqual(points);
    expect(verticals(found).map(({ stationM }) => stationM)).toEqual([2, 3, 4]);
  });
  it('is refused with more windows than are followed', async () => {
    await expect(measure({ ...grid, spacing: 0.02 })).rejects.toMatchObject({
      problems: [{ code: 'GRID_TOO_LARGE' }],
    });
  });
  it('and lines can each be measured the other way', async () => {
    const windows = await measure(lines, { velocity_method: 'cross-correlation' });
    expect(largest(errorsOf(windows))).toBeLessThan(0.1);
    const along = await measure(grid, { velocity_method: 'autocorrelation' });
    expect(largest(errorsOf(along).slice(1, -1))).toBeLessThan(0.06);
  });
});

it('an .ivy project is processed as it is', async () => {
  // The project's own interval between frames, 1 s, counts for nothing.
  const found = await jobs.measure(video, sampleIvy(), { water_level: sampleLevelM });
  expect(largest(errorsOf(found))).toBeLessThan(0.06);
  expect(verticals(found)).toHaveLength(5);
});
