import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureVideo } from './measure-video.js';
import { riverDischargeParams } from './params.js';
import { openFor, prepareOrThrow } from './prepare.js';
import { metricsOf, resultsOf } from './results.js';
import { exampleRiver, sampleLevelM, sampleScaffold, sampleVelocity, sampleVideo } from './sample.js';
import { hasFfmpeg } from './testing/ffmpeg.js';
import { hasReference, readCsv, readJson, referencePath } from './testing/reference.js';
import { referenceScaffold } from './testing/reference-scaffold.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';
import { velocitySearch } from './velocity-search.js';
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
  const run = (params: object = {}, change: object = {}) =>
    jobs.run(video, { ...scaffold, ...change }, { water_level: sampleLevelM, ...params });
  let job: FinishedJob;
  beforeAll(async () => {
    job = await run();
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
  });
  it('scales with alpha', async () => {
    const half = await run({ alpha: 0.425 });
    expect(half.metrics.discharge_m3_s).toBeCloseTo(job.metrics.discharge_m3_s! / 2, 9);
  });
  it('is the same with its water level in feet', async () => {
    const feet = await run({ water_level: sampleLevelM / 0.3048, water_level_unit: 'ft' });
    expect(feet.metrics.discharge_m3_s).toBeCloseTo(job.metrics.discharge_m3_s!, 9);
  });
  it('takes a time window and a frame step', async () => {
    const part = await run({ start_time: '0', end_time: '00:00:02', frame_step: 2 });
    expect(part.metrics).toMatchObject({ frames: 25, frame_interval_s: expect.closeTo(0.08, 12) });
    expect(Math.abs(part.metrics.discharge_m3_s! / job.metrics.discharge_m3_s! - 1)).toBeLessThan(0.05);
  });
  it('takes the frame rate of the video and nothing else for time', async () => {
    const fast = await run({ frame_rate: 50 });
    expect(fast.metrics.discharge_m3_s! / job.metrics.discharge_m3_s!).toBeCloseTo(2, 1);
  });
  it('turns round with the bank that the section starts from', async () => {
    const section = { ...scaffold.cross_section, start_bank: 'right' };
    const other = await run({}, { cross_section: section });
    expect(other.metrics.discharge_m3_s).toBeCloseTo(-job.metrics.discharge_m3_s!, 1);
  });
  it('fills lines outside of the region of interest and says so', async () => {
    const half = [
      [0, 0],
      [70, 0],
      [70, 96],
      [0, 96],
    ];
    const filled = await run({}, { region_of_interest: half });
    expect(filled.metrics.verticals_measured).toBe(3);
    expect(filled.warnings).toEqual(expect.arrayContaining([expect.stringContaining('2 of 5 verticals')]));
    expect(fileOf(filled, 'lines.csv')).toContain('filled');
  });
  it('warns of a plane that does not move with the water', async () => {
    const flat = scaffold.control_points
      .slice(0, 4)
      .map(({ world: [x, y], ...point }) => ({ ...point, world: [x, y, 9.8] }));
    const other = await run({}, { control_points: flat });
    expect(other.warnings).toEqual([expect.stringContaining('the homography was made at 9.800 m')]);
  });

  it('tells when its results cannot be saved', async () => {
    const failed = await jobs.run(video, scaffold, { water_level: sampleLevelM }, ['frame.png']);
    expect([failed.state, failed.error?.stage]).toEqual(['failed', 'save']);
    expect(failed.error?.message).toContain('frame.png');
  });

  it.each([
    ['water below the bed', { water_level: 5 }, {}, 'discharge'],
    ['water above the survey', { water_level: 20 }, {}, 'discharge'],
    ['a scaffold of another picture size', {}, { camera: { width_px: 640, height_px: 480 } }, 'open-video'],
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
      'discharge',
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

given.each([
  ['video_A', ['structure-tensor', 'spectrum']],
  // Its pattern is coarse and slow, which windows find harder than lines.
  ['video_C', ['cross-correlation']],
] as const)('reference %s', (name, otherMethods) => {
  const truth = () => readJson<Truth>(name, 'truth.json');
  /** Errors of the velocities through the section, of the accepted ones. */
  const errorsOf = (velocityAt: (stationM: number) => number | undefined) =>
    readCsv(name, 'truth_velocity.csv').flatMap(({ in_view, station_m, normal_velocity_m_s }) => {
      const velocity = in_view === 1 ? velocityAt(station_m!) : undefined;
      return velocity === undefined || Number.isNaN(velocity) ? [] : [velocity / normal_velocity_m_s! - 1];
    });
  const expectTruth = (
    errors: readonly number[],
    metrics: Readonly<Record<string, number>>,
    most: { readonly mean: number; readonly discharge: number },
  ) => {
    const { discharge_midsection_m3_s, wetted_area_m2 } = truth();
    const inView = readCsv(name, 'truth_velocity.csv').filter(({ in_view }) => in_view === 1);
    expect(errors.length).toBeGreaterThan(0.85 * inView.length);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.1);
    expect(mean(errors.map(Math.abs))).toBeLessThan(most.mean);
    expect(Math.abs(mean(errors))).toBeLessThan(0.02);
    expect(Math.abs(metrics.discharge_m3_s! / discharge_midsection_m3_s - 1)).toBeLessThan(most.discharge);
    expect(metrics.area_m2! / wetted_area_m2).toBeCloseTo(1, 3);
  };

  it('has the discharge of the truth as a job', async () => {
    const level = { water_level: truth().water_surface_elevation_m };
    const job = await jobs.run(referencePath(name, `${name}.mp4`), referenceScaffold(name), level);
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    const lines = tableOf(job, 'lines.csv');
    const errors = errorsOf(
      (stationM) => lines.find((row) => Math.abs(row.station_m! - stationM) < 1e-6)?.velocity_m_s,
    );
    expectTruth(errors, job.metrics, { mean: 0.03, discharge: 0.02 });
  });

  it(`has it by ${otherMethods.join(' and ')} too`, async () => {
    for (const velocity_method of otherMethods) {
      const { lines, metrics } = await measured(name, {
        water_level: truth().water_surface_elevation_m,
        velocity_method,
      });
      const errors = errorsOf(
        (stationM) =>
          lines.find(({ line }) => Math.abs(line.stationM - stationM) < 1e-6)?.velocityMps ?? undefined,
      );
      expectTruth(errors, metrics, { mean: 0.03, discharge: 0.02 });
    }
  });
});

const decoded = new Map<string, GreyFrame[]>();

/** What a job measures, without its files; each video is decoded once. */
async function measured(name: string, params: Readonly<Record<string, unknown>>) {
  const signal = new AbortController().signal;
  const scaffoldPath = path.join(jobs.folder, `${name}.json`);
  writeFileSync(scaffoldPath, JSON.stringify(referenceScaffold(name)));
  const inputs = {
    video: [{ path: referencePath(name, `${name}.mp4`), name: `${name}.mp4` }],
    scaffold: [{ path: scaffoldPath, name: 'site.json' }],
  };
  const parsed = riverDischargeParams.parse(params);
  const site = await prepareOrThrow(inputs, parsed);
  const video = await openFor(inputs, site, signal);
  const frames = decoded.get(name) ?? [];
  if (frames.length === 0) {
    for await (const { index, pixels } of video.frames(site.selection, signal))
      frames.push({ index, pixels: pixels.slice() });
    decoded.clear();
    decoded.set(name, frames);
  }
  const again: Video = {
    ...video,
    async *frames() {
      yield* frames;
      return { frames: frames.length, complaint: null };
    },
  };
  const context = { signal, progress: () => undefined, stage: () => undefined };
  const found = await measureVideo(again, velocitySearch(site, parsed), site.selection, context);
  const results = resultsOf(site, parsed, `${name}.mp4`, found);
  return { lines: found.lines, metrics: metricsOf(results) };
}
