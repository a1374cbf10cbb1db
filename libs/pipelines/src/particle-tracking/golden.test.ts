import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRows } from './output/classic-text.js';
import { hasReference, readCsv, readJson, readLines } from './testing/reference.js';
import { cavityExperiment } from './testing/reference-experiment.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';

const given = hasReference ? describe : describe.skip;
if (!hasReference) console.warn('Golden tests of particle tracking are skipped: there is no reference data.');

/** Real pictures take their time on a busy machine. */
const patienceMs = 600_000;

interface Summary {
  readonly frames: Record<
    string,
    { targets_per_cam: number[]; quadruplets: number; triplets: number; pairs: number; positions: number }
  >;
}

given.each([
  ['cavity_A', {}],
  ['cavity_D', { preprocess: { high_pass: 'off' } }],
] as const)('experiment %s', (set, params) => {
  let jobs: JobFolder;
  let noAdd: FinishedJob;
  let add: FinishedJob;
  beforeAll(async () => {
    jobs = await createJobFolder();
    const experiment = await cavityExperiment(jobs.folder, set);
    noAdd = await jobs.run(experiment, { ...params, tracking: { add_particles: 'off' } });
    add = await jobs.run(experiment, { ...params, tracking: { add_particles: 'on' } });
  }, patienceMs);
  afterAll(() => jobs.remove());

  const text = (job: FinishedJob, name: string) => readFileSync(path.join(job.outputDir, name), 'utf8');
  const table = (job: FinishedJob, name: string) => {
    const [header, ...lines] = text(job, name).trim().split('\n');
    const rows = lines.map((line) => line.split(','));
    return Object.fromEntries(header!.split(',').map((column, i) => [column, rows.map((row) => row[i]!)]));
  };

  it('has the counts of the reference', () => {
    expect([noAdd.state, noAdd.error]).toEqual(['succeeded', null]);
    const { frames } = readJson<Summary>(set, 'expected', 'summary.json');
    const counts = table(noAdd, 'frames.csv');
    const columns = [
      ...[1, 2, 3, 4].map((c) => `targets_cam${c}`),
      'quadruplets',
      'triplets',
      'pairs',
      'particles',
    ];
    Object.entries(frames).forEach(([frame, expected], i) => {
      const { targets_per_cam, quadruplets, triplets, pairs, positions } = expected;
      const got = columns.map((column) => Number(counts[column]![i]));
      expect([frame, ...got]).toEqual([frame, ...targets_per_cam, quadruplets, triplets, pairs, positions]);
    });
  });

  it('has its particles, with the same targets, at the same places', () => {
    const expected = readCsv(set, 'expected', 'positions.csv');
    const got = table(noAdd, 'positions.csv');
    expect(got.frame!.length).toBe(expected.frame!.length);
    let [differentTargets, farthestMm, residualOffMm] = [0, 0, 0];
    for (let row = 0; row < expected.frame!.length; row++) {
      const targets = [1, 2, 3, 4].map((c) => got[`target_cam${c}`]![row]!);
      const same = targets.every(
        (target, c) => Number(target === '' ? -1 : target) === expected[`p${c + 1}`]![row],
      );
      if (!same) differentTargets++;
      const off = ['x', 'y', 'z'].map((k) => Number(got[`${k}_mm`]![row]) - expected[k]![row]!);
      farthestMm = Math.max(farthestMm, Math.hypot(...off));
      residualOffMm = Math.max(residualOffMm, Math.abs(Number(got.residual_mm![row]) - expected.rcm![row]!));
    }
    expect(differentTargets).toBe(0);
    expect(farthestMm).toBeLessThan(1e-4);
    expect(residualOffMm).toBeLessThan(1e-4);
  });

  it.each([
    ['without adding', 'tracks_noadd.csv', () => noAdd],
    ['with adding', 'tracks_add.csv', () => add],
  ])('has its links %s', (_, file, job) => {
    const expected = readCsv(set, 'expected', file);
    const different: number[][] = [];
    let row = 0;
    for (let frame = 10000; frame <= 10004; frame++) {
      for (const [previous, next] of readRows(text(job(), `res/ptv_is.${frame}`), 'ptv_is', 5)) {
        const want = ['frame', 'prev', 'next'].map((name) => expected[name]![row]!);
        if (want.join() !== [frame, previous, next].join()) different.push(want);
        row++;
      }
    }
    expect(row).toBe(expected.frame!.length);
    expect(different).toEqual([]);
  });

  if (set === 'cavity_A') {
    it.each([10001, 10002])('writes rt_is.%d as it was delivered with the experiment', (frame) => {
      const got = text(noAdd, `res/rt_is.${frame}`).trim().split('\n');
      expect(got.map((line) => line.trim())).toEqual(
        readLines(set, 'expected', `rt_is.${frame}`).map((line) => line.trim()),
      );
    });
  }
});
