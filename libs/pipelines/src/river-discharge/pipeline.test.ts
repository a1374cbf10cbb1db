import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readImage } from '../images/read-image.js';
import { riverDischarge } from './pipeline.js';
import { exampleRiver, sampleLevelM, sampleScaffold, sampleVelocity, sampleVideo } from './sample.js';
import { hasFfmpeg } from './testing/ffmpeg.js';
import { hasReference, readCsv, readJson, referencePath } from './testing/reference.js';
import { referenceScaffold } from './testing/reference-scaffold.js';
import { createJobFolder, type FinishedJob, type JobFolder, type Measured } from './testing/run-job.js';
import type { Video } from './video/open-video.js';
import type { GreyFrame } from './video/read-frames.js';

let jobs: JobFolder;
beforeAll(async () => {
  jobs = await createJobFolder();
});
afterAll(() => jobs.remove());

const fileOf = (job: FinishedJob, name: string) => readFileSync(path.join(job.outputDir, name), 'utf8');

/** Numbers of a table of a job by column; text is not a number. */
function tableOf(job: FinishedJob, name: string): Record<string, number>[] {
  const [header, ...rows] = fileOf(job, name)
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((cells) =>
    Object.fromEntries(cells.map((cell, i) => [header![i]!, cell === '' ? Number.NaN : Number(cell)])),
  );
}

describe('a made-up river', () => {
  const video = sampleVideo(exampleRiver);
  const scaffold = sampleScaffold(exampleRiver);
  const level = { water_level: sampleLevelM };
  const run = (params: object = {}, change: object = {}, taken: readonly string[] = []) =>
    jobs.run(video, { ...scaffold, ...change }, { ...level, ...params }, taken);
  const measure = (params: object = {}, change: object = {}) =>
    jobs.measure(video, { ...scaffold, ...change }, { ...level, ...params });
  const few = { max_frames: 20 };
  let job: FinishedJob;
  beforeAll(async () => {
    job = await run({ measurement_date: '2026-05-04', comment: 'clear' });
  });

  it('has the velocity of each line within 4 %', () => {
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    const lines = tableOf(job, 'lines.csv');
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      const truth = sampleVelocity(exampleRiver, line.station_m!);
      expect(Math.abs(line.velocity_m_s! / truth - 1)).toBeLessThan(0.04);
    }
  });
  it('tells its stages in order, and in each a progress that never goes back', () => {
    const told = new Map<string, number[]>();
    for (const event of job.events) {
      if (event.type === 'stage') told.set(event.name, []);
      if (event.type === 'progress') [...told.values()].at(-1)?.push(event.fraction);
    }
    expect([...told.keys()]).toEqual(['validate', ...riverDischarge.stages]);
    expect(told.get('extract')!.length).toBeGreaterThan(3);
    for (const fractions of told.values()) {
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
      expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    }
  });
  it('has a table of nine columns that adds up to the totals', () => {
    const text = fileOf(
      job,
      path.basename(job.artifacts.find(({ path: at }) => at.endsWith('_discharge.csv'))!.path),
    );
    expect(text.split('\n')[0]).toBe(
      'ID,Status,Station Distance,Width,Depth,Area,Surface Velocity,α (alpha),Unit Discharge',
    );
    const rows = tableOf(job, job.artifacts.find(({ path: at }) => at.endsWith('_discharge.csv'))!.path);
    const sum = (column: string) => rows.reduce((total, row) => total + row[column]!, 0);
    expect(sum('Unit Discharge')).toBeCloseTo(job.metrics.discharge_m3_s!, 4);
    expect(job.metrics.mean_velocity_m_s! * sum('Area')).toBeCloseTo(job.metrics.discharge_m3_s!, 4);
    expect(rows[0]!['Surface Velocity']).toBe(0);
    expect(rows.at(-1)!['Surface Velocity']).toBe(0);
  });
  it('leaves a frame with arrows, figures of each line, the section, and a report', () => {
    const paths = job.artifacts.map(({ path: at }) => at);
    expect(paths).toEqual(
      expect.arrayContaining([
        'frame.png',
        'rectified.png',
        'section.png',
        'space-time-1.png',
        'results.json',
        'report.html',
      ]),
    );
    // No frame of the video is ever put down, but for the first one in a figure.
    expect(readdirSync(job.outputDir).sort()).toEqual([...paths].sort());
  });
  it('says of which video, level, camera and time its results are, and how certain', () => {
    const results = JSON.parse(fileOf(job, 'results.json'));
    const { widthPx, heightPx, frames, framesPerSecond } = exampleRiver;
    expect(results).toMatchObject({
      video: expect.stringMatching(/\.y4m$/),
      video_facts: {
        width_px: widthPx,
        height_px: heightPx,
        frames_per_second: framesPerSecond,
        duration_s: frames / framesPerSecond,
        codec: 'rawvideo',
      },
      measurement_date: '2026-05-04',
      comment: 'clear',
      water_level_m: sampleLevelM,
      alpha: 0.85,
      rectification: 'camera',
      pixel_size_m: 0.05,
      metrics: { ...job.metrics, frames, frame_interval_s: 1 / framesPerSecond },
    });
    const shares = Object.values<number>(results.uncertainty_shares);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
    for (const line of tableOf(job, 'lines.csv')) expect(Math.abs(line.direction_deg!)).toBeLessThan(1e-9);
  });
  it('scales with alpha', async () => {
    const half = await measure({ alpha: 0.425 });
    expect(half.metrics.discharge_m3_s).toBeCloseTo(job.metrics.discharge_m3_s! / 2, 9);
  });
  it('is the same with its water level in feet', async () => {
    const feet = await measure({ water_level: sampleLevelM / 0.3048, water_level_unit: 'ft' });
    expect(feet.metrics.discharge_m3_s).toBeCloseTo(job.metrics.discharge_m3_s!, 9);
  });
  it('takes a time window and a frame step', async () => {
    const part = await measure({ start_time: '0', end_time: '00:00:02', frame_step: 2 });
    expect(part.metrics).toMatchObject({ frames: 25, frame_interval_s: expect.closeTo(0.08, 12) });
    expect(Math.abs(part.metrics.discharge_m3_s! / job.metrics.discharge_m3_s! - 1)).toBeLessThan(0.05);
  });
  it('takes the frame rate of the video and nothing else for time', async () => {
    const fast = await measure({ frame_rate: 50 });
    expect(fast.metrics.discharge_m3_s! / job.metrics.discharge_m3_s!).toBeCloseTo(2, 1);
  });
  it('turns round with the bank that the section starts from', async () => {
    const section = { ...scaffold.cross_section, start_bank: 'right' };
    const other = await measure({}, { cross_section: section });
    expect(other.metrics.discharge_m3_s).toBeCloseTo(-job.metrics.discharge_m3_s!, 1);
  });
  it('fills lines outside of the region of interest and says so', async () => {
    const half = [
      [0, 0],
      [70, 0],
      [70, 96],
      [0, 96],
    ];
    const filled = await run(few, { region_of_interest: half });
    expect(filled.metrics.verticals_measured).toBe(3);
    expect(filled.warnings).toEqual(expect.arrayContaining([expect.stringContaining('2 of 5 verticals')]));
    expect(fileOf(filled, 'lines.csv')).toContain('filled');
  });
  it('warns of a plane that does not move with the water', async () => {
    const flat = scaffold.control_points
      .slice(0, 4)
      .map(({ world: [x, y], ...point }) => ({ ...point, world: [x, y, 9.8] }));
    const other = await run(few, { control_points: flat });
    expect(other.warnings).toEqual([expect.stringContaining('the homography was made at 9.800 m')]);
  });

  it('tells when its results cannot be saved, and keeps the frames also then when it is told to', async () => {
    const failed = await run({ ...few, keep_frames: true }, {}, ['frame.png']);
    expect([failed.state, failed.error?.stage]).toEqual(['failed', 'save']);
    expect(failed.error?.message).toContain('frame.png');

    const frames = path.join(failed.outputDir, 'frames');
    expect(readdirSync(frames)).toHaveLength(20);
    const { width, height } = await readImage(path.join(frames, '000020.png'));
    expect([width, height]).toEqual([exampleRiver.widthPx, exampleRiver.heightPx]);
  });

  it.each([
    ['water below the bed', { water_level: 5 }, {}, 'discharge'],
    ['water above the survey', { water_level: 20 }, {}, 'discharge'],
    ['a scaffold of another picture size', {}, { camera: { width_px: 130, height_px: 96 } }, 'open-video'],
    ['a time outside of the video', { start_time: 60 }, {}, 'extract'],
    ['a parameter out of its range', { alpha: 2 }, {}, 'validate'],
    ['search lines on land', {}, { search: { kind: 'lines', length: 2, stations: [0.1] } }, 'rectify'],
    [
      'water too still to be seen',
      {},
      {
        region_of_interest: [
          [0, 0],
          [3, 0],
          [0, 3],
        ],
      },
      'velocimetry',
    ],
  ])('refuses %s', async (_, params, change, stage) => {
    const refused = await run(params, change);
    expect([refused.state, refused.error?.stage]).toEqual(['failed', stage]);
    expect(refused.error!.problems.length).toBeGreaterThan(0);
  });
});

const given = hasReference && hasFfmpeg ? describe : describe.skip;
if (!hasReference || !hasFfmpeg)
  console.warn('Golden tests of river discharge are skipped: they need the reference data and ffmpeg.');

interface Truth {
  readonly discharge_midsection_m3_s: number;
  readonly water_surface_elevation_m: number;
  readonly wetted_area_m2: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Has the video decoded once for all that is measured in it. */
function decodedOnce(): (video: Video) => Video {
  const kept: GreyFrame[] = [];
  return (video) => ({
    ...video,
    async *frames(selection, signal) {
      if (kept.length === 0) {
        for await (const { index, pixels } of video.frames(selection, signal))
          kept.push({ index, pixels: pixels.slice() });
      }
      yield* kept;
      return { frames: kept.length, complaint: null };
    },
  });
}

/** Accepted velocities through the section over the true ones, and how many of the lines in view have one. */
function errorsOf(name: string, velocityAt: (stationM: number) => number | null | undefined) {
  const inView = readCsv(name, 'truth_velocity.csv').filter(({ in_view }) => in_view === 1);
  const errors = inView.flatMap(({ station_m, normal_velocity_m_s }) => {
    const velocity = velocityAt(station_m!) ?? Number.NaN;
    return Number.isNaN(velocity) ? [] : [velocity / normal_velocity_m_s! - 1];
  });
  return { errors, share: errors.length / inView.length };
}

/** The reference asks for 3 % on average, 10 % at worst and 2 % of the discharge. */
function expectTruth(
  name: string,
  { errors, share }: ReturnType<typeof errorsOf>,
  metrics: Readonly<Record<string, number>>,
): void {
  const { discharge_midsection_m3_s, wetted_area_m2 } = readJson<Truth>(name, 'truth.json');
  expect(share).toBeGreaterThan(0.85);
  expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.1);
  expect(mean(errors.map(Math.abs))).toBeLessThan(0.03);
  expect(Math.abs(mean(errors))).toBeLessThan(0.02);
  expect(Math.abs(metrics.discharge_m3_s! / discharge_midsection_m3_s - 1)).toBeLessThan(0.02);
  expect(metrics.area_m2! / wetted_area_m2).toBeCloseTo(1, 3);
}

given('reference videos', () => {
  const levelOf = (name: string) => readJson<Truth>(name, 'truth.json').water_surface_elevation_m;
  const videoOf = (name: string) => referencePath(name, `${name}.mp4`);
  const measuredErrors = (name: string, { measured, discharge }: Measured) =>
    errorsOf(name, (stationM) => {
      const found = measured.lines.find(({ line }) => Math.abs(line.stationM - stationM) < 1e-6);
      const panel = discharge.panels.find(({ id }) => id === found?.line.id);
      return found?.velocityMps === null ? null : panel?.surfaceVelocityMps;
    });

  it('have the discharge of the truth as a job', async () => {
    const name = 'video_C';
    const job = await jobs.run(videoOf(name), referenceScaffold(name), { water_level: levelOf(name) });
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    const lines = tableOf(job, 'lines.csv');
    const found = errorsOf(
      name,
      (stationM) => lines.find((row) => Math.abs(row.station_m! - stationM) < 1e-6)?.velocity_m_s,
    );
    expectTruth(name, found, job.metrics);
  });

  // Its pattern is coarse and slow, which is the harder one for every method.
  it('have it by every method', async () => {
    const name = 'video_C';
    const watched = decodedOnce();
    for (const velocity_method of ['structure-tensor', 'spectrum', 'cross-correlation']) {
      const params = { water_level: levelOf(name), velocity_method };
      const found = await jobs.measure(videoOf(name), referenceScaffold(name), params, watched);
      expectTruth(name, measuredErrors(name, found), found.metrics);
    }
  });

  it('have it at the true level, and change with the level as a camera and a section do', async () => {
    const name = 'video_A';
    const { rows } = readJson<{ rows: { assumed_wse_m: number; Q: number }[] }>(name, 'wse_sensitivity.json');
    const watched = decodedOnce();
    for (const { assumed_wse_m, Q } of rows.filter((_, i) => i % 2 === 0)) {
      const params = { water_level: assumed_wse_m };
      const found = await jobs.measure(videoOf(name), referenceScaffold(name), params, watched);
      expect(Math.abs(found.metrics.discharge_m3_s! / Q - 1)).toBeLessThan(0.02);
      if (assumed_wse_m === levelOf(name)) expectTruth(name, measuredErrors(name, found), found.metrics);
    }
    expect(rows.map(({ assumed_wse_m }) => assumed_wse_m)).toContain(levelOf(name));
  });
});
