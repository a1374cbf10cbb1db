import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { medianDistance } from './geometry/distances.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';

/** Answers of independent programs, kept beside the repository. */
const reference = fileURLToPath(new URL('../../../../../shared/reference/rigid-body', import.meta.url));
const present = existsSync(reference);
const given = present ? describe : describe.skip;
if (!present) console.warn(`Golden tests are skipped: there is no reference data at ${reference}.`);

interface Problem {
  readonly markers: readonly string[];
  readonly rigid_edges: readonly (readonly [number, number])[];
  readonly unit: string;
}

interface Case {
  readonly set: string;
  /** Path in `results` of the reference answer. */
  readonly answer: string;
  readonly optimization: object;
  /** RMSE per coordinate of the marker positions against the truth, where there is one. */
  readonly rmse: boolean;
}

const outliers = { use_robust_loss: true, robust_loss_param: 300, robust_loss_scope: 'data' };
const cases: readonly Case[] = [
  { set: 'G1_2000x8', answer: 'BA', optimization: {}, rmse: true },
  { set: 'G1_2000x8', answer: 'BA_centered', optimization: { gauge: 'centroid' }, rmse: true },
  { set: 'G2_cube300x11', answer: 'BA', optimization: {}, rmse: true },
  { set: 'G2_cube300x11', answer: 'BA_centered', optimization: { gauge: 'centroid' }, rmse: true },
  { set: 'G3_500x5_outliers', answer: 'BA_huber', optimization: outliers, rmse: true },
  {
    set: 'G3_500x5_outliers',
    answer: 'BA_centered_huber',
    optimization: { ...outliers, gauge: 'centroid' },
    rmse: true,
  },
  { set: 'G3_500x5_outliers', answer: 'BA_noloss', optimization: {}, rmse: true },
  { set: 'G4_real_pelvis184x6', answer: 'BA', optimization: {}, rmse: false },
  { set: 'G4_real_pelvis184x6', answer: 'BA_centered', optimization: { gauge: 'centroid' }, rmse: false },
];

given('reference data', () => {
  let jobs: JobFolder;
  beforeAll(async () => {
    jobs = await createJobFolder();
  });
  afterAll(() => jobs.remove());

  function runSet(set: string, optimization: object, weights: object = {}): Promise<FinishedJob> {
    const problem = readJson(set, 'problem.json') as Problem;
    const file = (name: string) => ({ path: path.join(reference, set, name), name });
    const inputs = { markers: file('markers.csv') };
    const params = {
      length_unit: problem.unit,
      topology: { marker_names: problem.markers, rigid_edges: problem.rigid_edges },
      weights,
      optimization: { use_robust_loss: false, ...optimization },
    };
    return jobs.run(inputs, params);
  }

  it.each(cases)('S0-56 $set meets $answer', async ({ set, answer, optimization, rmse }) => {
    const job = await runSet(set, optimization);
    const expected = findAnswer(set, answer);
    expect(job.error).toBeNull();
    expect(job.metrics.converged).toBe(1);
    expect(Math.abs(job.metrics.initial_cost! / expected.initialCost - 1)).toBeLessThan(1e-6);
    expect(job.metrics.final_cost! / expected.finalCost).toBeLessThanOrEqual(1 + 1e-6);
    if (rmse) expect(rmseToTruth(job, set)).toBeLessThanOrEqual(1.02 * expected.rmse);
  });

  it.each(['G1_2000x8', 'G2_cube300x11', 'G3_500x5_outliers', 'G4_real_pelvis184x6'])(
    '%s has the median edge lengths of the reference',
    async (set) => {
      const problem = readJson(set, 'problem.json') as Problem;
      const { edge_targets } = readJson(set, 'results.json') as { edge_targets: number[] };
      const points = readWide(set, 'markers.csv');
      problem.rigid_edges.forEach(([i, j], e) => {
        const length = medianDistance(points, problem.markers.length, i, j);
        // The pelvis file is rounded to 0.1 µm, its reference is not.
        expect(Math.abs(length / edge_targets[e]! - 1)).toBeLessThan(set.startsWith('G4') ? 1e-6 : 1e-12);
      });
    },
  );

  it('keeps the shape of the start where the shape is not solved for', async () => {
    const job = await runSet('G1_2000x8', { use_bundle_adjustment: false });
    expect(Math.abs(job.metrics.initial_cost! / 3052428558.66 - 1)).toBeLessThan(1e-6);
    // The reference leaves the constant rigid term (94911.35) out of this cost.
    expect((job.metrics.final_cost! - 94911.35) / 2974686816).toBeLessThanOrEqual(1 + 1e-6);
  });

  const sweep = present ? readFileSync(path.join(reference, 'G2_cube300x11', 'sweep.csv'), 'utf8') : '';
  const combinations = sweep
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));

  it('has the 27 combinations of the sweep', () => expect(combinations).toHaveLength(27));

  it.each(combinations)(
    'S0-56 G2 sweep at data %d, rigid %d, rot %d',
    async (lambda_data, lambda_rigid, lambda_rot_smooth, initial, final, _iterations, rmse) => {
      const job = await runSet('G2_cube300x11', {}, { lambda_data, lambda_rigid, lambda_rot_smooth });
      expect(Math.abs(job.metrics.initial_cost! / initial! - 1)).toBeLessThan(1e-6);
      expect(job.metrics.final_cost! / final!).toBeLessThanOrEqual(1 + 1e-6);
      expect(rmseToTruth(job, 'G2_cube300x11')).toBeLessThanOrEqual(1.02 * rmse!);
    },
  );
});

function readJson(set: string, name: string): unknown {
  return JSON.parse(readFileSync(path.join(reference, set, name), 'utf8'));
}

function findAnswer(set: string, answer: string): { initialCost: number; finalCost: number; rmse: number } {
  type Answer = {
    initial_cost: number;
    final_cost: number;
    marker_rmse_all?: number;
    metrics?: { marker_rmse_all: number };
  };
  const all = readJson(set, 'results.json') as Record<string, unknown> & { results: Record<string, Answer> };
  const found = all.results[answer] ?? (all[answer] as Answer);
  const rmse = found.metrics?.marker_rmse_all ?? found.marker_rmse_all ?? Number.NaN;
  return { initialCost: found.initial_cost, finalCost: found.final_cost, rmse };
}

/** Coordinates of a wide file with the columns frame and time before them. */
function readWide(set: string, name: string): Float64Array {
  const lines = readFileSync(path.join(reference, set, name), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const cells = lines.flatMap((line) => line.split(',').slice(2));
  return Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : Number(cell)));
}

function rmseToTruth(job: FinishedJob, set: string): number {
  const truth = readWide(set, 'truth_markers.csv');
  const lines = readFileSync(path.join(job.outputDir, 'trajectory_data.csv'), 'utf8').trim().split('\n');
  const solved = lines.slice(1).flatMap((line) => line.split(',').slice(2).map(Number));
  const squares = solved.reduce((sum, value, i) => sum + (value - truth[i]!) ** 2, 0);
  return Math.sqrt(squares / truth.length);
}
