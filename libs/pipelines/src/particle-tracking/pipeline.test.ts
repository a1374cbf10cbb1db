import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { imageName } from './experiment/image-names.js';
import { readRows } from './output/classic-text.js';
import {
  exampleExperiment,
  generateExperiment,
  type SampleExperiment,
  type SampleSettings,
} from './sample.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';
import { writeFiles } from './testing/write-files.js';

let jobs: JobFolder;
let made = 0;
/** The usual experiment with the parameters as they are: what other runs are compared with. */
let usual: FinishedJob;
beforeAll(async () => {
  jobs = await createJobFolder();
  usual = await jobs.run((await experimentWith()).folder, {});
});
afterAll(() => jobs.remove());

/** Drawing takes longer than writing. */
const drawn = new Map<string, SampleExperiment>();
/** As small as shows what is asked. */
const usualSettings: SampleSettings = { ...exampleExperiment, particles: 25, sizePx: 144 };

async function experimentWith(settings: Partial<SampleSettings> = {}) {
  const key = JSON.stringify(settings);
  const sample = drawn.get(key) ?? generateExperiment({ ...usualSettings, ...settings });
  drawn.set(key, sample);
  const folder = path.join(jobs.folder, `experiment-${made++}`);
  await writeFiles(folder, sample.files);
  return { ...sample, folder };
}

/** All files of a job by name. */
function filesOf({ outputDir }: FinishedJob): Record<string, string> {
  const names = readdirSync(outputDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(outputDir, path.join(entry.parentPath, entry.name)));
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(path.join(outputDir, name), 'latin1')]),
  );
}

const rows = (job: FinishedJob, name: string) =>
  readRows(readFileSync(path.join(job.outputDir, name), 'utf8'), name, 5);
const errorOf = (job: FinishedJob) => [job.state, job.error?.problems.map(({ message }) => message) ?? []];

describe('particle tracking', () => {
  it('finds the particles of the generator and follows them', async () => {
    const { folder, truthMm } = await experimentWith({ cameras: 4 });
    const job = await jobs.run(folder, {});
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    let found = 0;
    truthMm.forEach((truth, t) => {
      const places = rows(job, `res/rt_is.${10001 + t}`).map((row) => row.slice(1, 4));
      for (let i = 0; i < truth.length; i += 3) {
        const off = places.map((p) =>
          Math.hypot(p[0]! - truth[i]!, p[1]! - truth[i + 1]!, p[2]! - truth[i + 2]!),
        );
        if (Math.min(...off) < 0.3) found++;
      }
    });
    expect(found / (truthMm.length * usualSettings.particles)).toBeGreaterThan(0.9);
    expect(job.metrics.tracked_percent).toBeGreaterThan(85);
    expect(job.metrics.residual_mean_mm).toBeLessThan(0.05);
  });

  it('gives the same files in chunks as in one run, byte for byte', async () => {
    const { folder } = await experimentWith();
    const params = { tracking: { backward: true }, preprocess: { background: 'minimum' } };
    const whole = await jobs.run(folder, params);
    expect([whole.state, whole.error]).toEqual(['succeeded', null]);
    for (const ranges of [
      [
        { first: 10001, last: 10003 },
        { first: 10004, last: 10006 },
      ],
      [1, 2, 3, 4, 5, 6].map((i) => ({ first: 10000 + i, last: 10000 + i })),
    ]) {
      const merged = await jobs.runInChunks(folder, params, ranges);
      expect([merged.state, merged.error]).toEqual(['succeeded', null]);
      expect(filesOf(merged)).toEqual(filesOf(whole));
      expect(merged.metrics.links).toBe(whole.metrics.links);
    }
  });

  it('runs again as often as asked, with the same files', async () => {
    const { folder } = await experimentWith();
    const twice = await jobs.run(folder, { repetitions: 2 });
    expect(twice.log.filter((text) => text.startsWith('Starting'))).toEqual(
      [1, 2].map((i) => `Starting repetition ${i} of 2`),
    );
    expect(filesOf(twice)).toEqual(filesOf(usual));
  });

  it('takes stored targets instead of pictures', async () => {
    const { folder, experiment } = await experimentWith();
    const detected = await jobs.run(folder, { tracking: { enabled: false } });
    for (const [name, text] of Object.entries(filesOf(detected))) {
      if (name.endsWith('_targets')) writeFileSync(path.join(folder, name), text);
    }
    for (const { images } of experiment.cameras) rmSync(path.join(folder, imageName(images, 10001)));
    writeFileSync(path.join(folder, 'parameters/pft_version.par'), '1\n');
    const stored = await jobs.run(folder, { tracking: { enabled: false } });
    expect([stored.state, stored.error]).toEqual(['succeeded', null]);
    expect(stored.metrics.targets_mean).toBe(detected.metrics.targets_mean);
    expect(stored.metrics.positions_mean).toBe(detected.metrics.positions_mean);
  });

  it.each([1, 2, 3] as const)('works with %d cameras', async (cameras) => {
    const { folder } = await experimentWith({ cameras });
    const job = await jobs.run(folder, { tracking: { enabled: false } });
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    expect(job.metrics.positions_mean).toBeGreaterThan(10);
    const last = rows(job, 'res/rt_is.10001')[0]!;
    expect(last.slice(4 + cameras)).toEqual(new Array(4 - cameras).fill(-1));
    if (cameras === 1) expect(rows(job, 'res/rt_is.10001').every((row) => row[3] === 0)).toBe(true);
  });

  it('keeps only particles that all cameras see where that is asked for', async () => {
    const { folder } = await experimentWith({ cameras: 4 });
    const job = await jobs.run(folder, { correspondence: { seen_by: 'all_cameras' } });
    expect(job.metrics.quadruplets_mean).toBeGreaterThan(10);
    expect([job.metrics.triplets_mean, job.metrics.pairs_mean]).toEqual([0, 0]);
  });

  it('finds no target, and no particle, in dark pictures', async () => {
    const { folder } = await experimentWith({ particles: 0 });
    const job = await jobs.run(folder, {});
    expect([job.state, job.error]).toEqual(['succeeded', null]);
    expect([job.metrics.targets_mean, job.metrics.positions_mean, job.metrics.links]).toEqual([0, 0, 0]);
  });

  it.each([
    ['step', { max_step_mm: 0.5 }],
    ['angle', { max_angle_gon: 0.5, max_acceleration_mm: 0.05 }],
    ['acceleration', { max_acceleration_mm: 0.01 }],
  ])('makes fewer links with a small greatest %s', async (_, tracking) => {
    const { folder } = await experimentWith();
    const bound = await jobs.run(folder, { tracking });
    expect(bound.metrics.links!).toBeLessThan(usual.metrics.links!);
  });

  it('fails the frame whose picture is spoilt, naming camera and frame', async () => {
    const { folder, experiment } = await experimentWith();
    writeFileSync(path.join(folder, imageName(experiment.cameras[1]!.images, 10003)), 'no picture');
    const job = await jobs.run(folder, {});
    expect(job.state).toBe('failed');
    expect(job.error?.message).toMatch(
      /^Camera 2, frame 10003: .*cannot be used: it is no TIFF, PNG or BMP picture/,
    );
    expect(readdirSync(path.join(job.outputDir, 'res')).sort()).toEqual(['rt_is.10001', 'rt_is.10002']);
  });

  it('leaves only whole files when it is cancelled', async () => {
    const { folder } = await experimentWith();
    const controller = new AbortController();
    const running = jobs.run(folder, {}, controller.signal);
    setTimeout(() => controller.abort(), 60);
    const job = await running;
    for (const [name, text] of Object.entries(filesOf(job))) {
      if (/rt_is|_targets$/.test(name)) expect(readRows(text, name, 8).length).toBeGreaterThan(0);
    }
    expect(['cancelled', 'succeeded']).toContain(job.state);
  });
});

/** Rows of a Parquet table and its columns with their units. */
async function parquetOf({ outputDir }: FinishedJob, name: string) {
  const bytes = readFileSync(path.join(outputDir, name));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const text = parquetMetadata(file).key_value_metadata?.find(({ key }) => key === 'columns')?.value;
  return { rows: await parquetReadObjects({ file }), columns: JSON.parse(text ?? '') as object[] };
}

describe('tables of particle tracking', () => {
  it.each(['targets', 'positions', 'trajectories', 'frames'])(
    'say the same as Parquet and as CSV, with units: %s',
    async (table) => {
      const job = usual;
      const [header = '', ...lines] = readFileSync(path.join(job.outputDir, `${table}.csv`), 'utf8')
        .trimEnd()
        .split('\n');
      const names = header.split(',');
      const { rows: found, columns } = await parquetOf(job, `${table}.parquet`);
      const expected = lines.map((line) =>
        Object.fromEntries(
          line
            .split(',')
            .map((cell, i) => [names[i], Number.isNaN(Number(cell)) || cell === '' ? cell : Number(cell)]),
        ),
      );
      const plain = found.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            value === null ? '' : typeof value === 'bigint' ? Number(value) : value,
          ]),
        ),
      );
      expect(plain).toEqual(expected);
      expect(plain.length).toBeGreaterThan(5);
      const unitOf = (name: string) => /_(mm|px)$/.exec(name)?.[1] ?? null;
      expect(columns).toMatchObject(names.map((name) => ({ name, unit: unitOf(name) })));
    },
  );
});

describe('checking an experiment', () => {
  it('says that there is no such directory, or that it is none', async () => {
    const missing = await jobs.run(path.join(jobs.folder, 'nowhere'), {});
    expect(errorOf(missing)).toEqual(['failed', ['Experiment directory does not exist: nowhere']]);
    writeFileSync(path.join(jobs.folder, 'file'), '');
    const file = await jobs.run(path.join(jobs.folder, 'file'), {});
    expect(errorOf(file)).toEqual(['failed', ['Path is not a directory: file']]);
  });

  it('names all directories and files that are missing at once', async () => {
    const { folder, experiment } = await experimentWith();
    rmSync(path.join(folder, 'parameters/track.par'));
    rmSync(path.join(folder, 'cal/cam2.tif.ori'));
    const [, messages] = errorOf(await jobs.run(folder, {}));
    expect(messages).toEqual([
      'Required file not found: parameters/track.par',
      'Required file not found: cal/cam2.tif.ori',
    ]);
    const other = await experimentWith();
    rmSync(path.join(other.folder, imageName(experiment.cameras[2]!.images, 10004)));
    expect(errorOf(await jobs.run(other.folder, {}))).toEqual([
      'failed',
      ['Camera 3, frame 10004: Required file not found: img/cam3.10004.png'],
    ]);
    for (const name of ['parameters', 'cal']) rmSync(path.join(other.folder, name), { recursive: true });
    const [, all] = errorOf(await jobs.run(other.folder, {}));
    expect(all).toContain('Missing required directories: parameters, cal');
    expect(all).toContain('Required file not found: parameters/ptv.par');
  });

  it('reads no file outside of the directory', async () => {
    const { folder } = await experimentWith();
    const file = path.join(folder, 'parameters/sequence.par');
    writeFileSync(file, readFileSync(file, 'utf8').replace('img/cam1.%d.png', '../other/cam1.%d.png'));
    expect(errorOf(await jobs.run(folder, {}))).toEqual([
      'failed',
      ['../other/cam1.%d.png leads out of the experiment directory.'],
    ]);
    const inside = await experimentWith();
    const masks = ['/etc/hostname', 'a/../../mask.png', 'C:\\mask.png'];
    expect(errorOf(await jobs.run(inside.folder, { preprocess: { masks } }))).toEqual([
      'failed',
      masks.map((name) => `${name} leads out of the experiment directory.`),
    ]);
    const control = path.join(inside.folder, 'parameters/ptv.par');
    writeFileSync(control, readFileSync(control, 'utf8').replace('cal/cam1.tif', '../cal/cam1.tif'));
    expect(errorOf(await jobs.run(inside.folder, {}))).toEqual([
      'failed',
      ['Required file not found: ../cal/cam1.tif.ori'],
    ]);
  });

  it('tells frames in the wrong order and takes numbers given as text', async () => {
    const { folder } = await experimentWith();
    const wrong = await jobs.run(folder, { first_frame: 10005, last_frame: 10002 });
    expect(errorOf(wrong)).toEqual(['failed', ['First frame (10005) must be <= last frame (10002)']]);
    const part = await jobs.run(folder, { first_frame: '10002', last_frame: '10003' });
    expect([part.state, part.metrics.frames, part.metrics.links]).toEqual(['succeeded', 2, 0]);
    expect(part.warnings).toEqual([
      'Tracking needs at least three frames: with fewer, no particle is linked.',
    ]);
    const text = await jobs.run(folder, { first_frame: 'abc' });
    expect(text.error?.problems[0]?.place.parameter).toBe('first_frame');
  });

  it('tells a number of repetitions that is none', async () => {
    const { folder } = await experimentWith();
    expect(errorOf(await jobs.run(folder, { repetitions: 0 }))[1]).toEqual([
      'Parameter repetitions is 0: expected a number of at least 1.',
    ]);
  });
});
