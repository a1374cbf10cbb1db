import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseParams } from '../parameters/parse.js';
import { rigidBodyParams, scaleAllWeights } from './params.js';
import { rigidBody } from './pipeline.js';
import { exampleRecording, exampleRecordings, generateRecording } from './sample.js';
import { createJobFolder, type FinishedJob, type JobFolder } from './testing/run-job.js';

const recording = generateRecording({ ...exampleRecording, frames: 80 });
const markers = recording.markersCsv;
const lines = markers.split('\n');
const names = ['LASI', 'RASI', 'LPSI', 'RPSI', 'LILC', 'RILC', 'SACR'];

let jobs: JobFolder;
beforeAll(async () => {
  jobs = await createJobFolder();
});
afterAll(() => jobs.remove());

async function metricsOf(params: unknown): Promise<Readonly<Record<string, number>>> {
  const job = await jobs.run({ markers }, params);
  expect(job.error).toBeNull();
  return job.metrics;
}

const codes = (job: FinishedJob) =>
  (job.error?.problems ?? []).filter(({ severity }) => severity === 'error').map(({ code }) => code);
const table = async (job: FinishedJob, name: string) =>
  (await readFile(path.join(job.outputDir, name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(','));

describe('topology', () => {
  type Row = [string, object, string, string];
  it.each<Row>([
    [
      'an unknown marker',
      { topology: { marker_names: ['LASI', 'RASI', 'SACRUM'] } },
      'UNKNOWN_MARKER',
      'topology.marker_names.2',
    ],
    [
      'a marker named twice',
      { topology: { marker_names: ['LASI', 'RASI', 'RASI'] } },
      'DUPLICATE_MARKER',
      'topology.marker_names.2',
    ],
    [
      'an edge out of range',
      {
        topology: {
          rigid_edges: [
            [0, 1],
            [0, 7],
          ],
        },
      },
      'EDGE_OUT_OF_RANGE',
      'topology.rigid_edges.1.1',
    ],
    [
      'a negative edge end',
      { topology: { rigid_edges: [[-1, 1]] } },
      'EDGE_OUT_OF_RANGE',
      'topology.rigid_edges.0.0',
    ],
    [
      'an edge of unknown markers',
      { topology: { rigid_edges: [['LASI', 'LAS']] } },
      'UNKNOWN_MARKER',
      'topology.rigid_edges.0.1',
    ],
    ['a self edge', { topology: { rigid_edges: [['LASI', 'LASI']] } }, 'SELF_EDGE', 'topology.rigid_edges.0'],
    [
      'an overlap',
      { topology: { marker_names: names.slice(0, 4) }, passthrough_markers: ['LASI'] },
      'PASSTHROUGH_OVERLAP',
      'passthrough_markers.0',
    ],
    [
      'too few markers',
      { topology: { marker_names: ['LASI', 'RASI'] } },
      'TOO_FEW_MARKERS',
      'topology.marker_names',
    ],
    [
      'soft distances that do not match',
      { soft_edges: [[0, 1]], soft_distances: [1, 2] },
      'SOFT_DISTANCES_COUNT',
      'soft_distances',
    ],
  ])('S0-50 rejects %s', async (_, params, code, parameter) => {
    const job = await jobs.run({ markers }, params);
    expect(job.error).toMatchObject({ stage: 'validate', problems: [{ code, place: { parameter } }] });
  });

  it('S0-50 suggests the nearest name', async () => {
    const job = await jobs.run({ markers }, { topology: { marker_names: ['LASI', 'RASI', 'SACRUM'] } });
    expect(job.error!.problems[0]!.fix).toBe('Write SACR instead of SACRUM.');
  });

  it('uses all markers and pairs where none are given, and says so', async () => {
    const job = await jobs.run({ markers }, {});
    const log = job.events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
    expect(log[0]).toBe('80 frames, all 7 markers, all pairs of them as edges.');
  });

  it('takes edges as names or as positions', async () => {
    const byName = await metricsOf({
      topology: {
        marker_names: names,
        rigid_edges: [
          ['LASI', 'RASI'],
          ['LASI', 'SACR'],
        ],
      },
    });
    const byIndex = await metricsOf({
      topology: {
        marker_names: names,
        rigid_edges: [
          [0, 1],
          [0, 6],
        ],
      },
    });
    expect({ ...byName, solve_time_s: 0 }).toEqual({ ...byIndex, solve_time_s: 0 });
  });

  it('passes other markers through unchanged', async () => {
    const params = { topology: { marker_names: names.slice(0, 6) }, passthrough_markers: ['SACR'] };
    const job = await jobs.run({ markers }, params);
    const passed = async (name: string) => (await table(job, name)).filter((row) => row[1] === 'SACR');
    expect(await passed('trajectory_data.csv')).toHaveLength(80);
    expect(await passed('trajectory_data.csv')).toEqual(await passed('raw_trajectory_data.csv'));
  });
});

describe('preprocessing', () => {
  it('S0-51 rejects a recording of fewer than 10 frames', async () => {
    expect(codes(await jobs.run({ markers: lines.slice(0, 10).join('\n') }, {}))).toEqual(['TOO_FEW_FRAMES']);
    expect(codes(await jobs.run({ markers: lines.slice(0, 11).join('\n') }, {}))).toEqual([]);
  });

  /** The recording with SACR missing in these frames. */
  const withGap = (from: number, to: number) =>
    generateRecording({ ...exampleRecording, frames: 80, missingShare: 0 })
      .markersCsv.split('\n')
      .map((line, i) => (i > from && i <= to ? line.replace(/,[^,]*,[^,]*,[^,]*$/, ',,,') : line))
      .join('\n');
  const rawSacr = async (job: FinishedJob) =>
    (await table(job, 'raw_trajectory_data.csv')).filter((row) => row[1] === 'SACR' && row[2] !== '').length;

  it('S0-52 fills gaps of up to 10 frames in the raw trajectories, longer ones not', async () => {
    expect(await rawSacr(await jobs.run({ markers: withGap(20, 30) }, {}))).toBe(80);
    expect(await rawSacr(await jobs.run({ markers: withGap(20, 31) }, {}))).toBe(69);
    expect(
      await rawSacr(await jobs.run({ markers: withGap(20, 30) }, { interpolate_missing_data: false })),
    ).toBe(70);
  });

  it('S0-52 lets the solver skip filled points unless told otherwise', async () => {
    const run = async (params: object) =>
      (await jobs.run({ markers: withGap(20, 30) }, params)).metrics.final_cost;
    const skipped = await run({});
    expect(await run({ interpolate_missing_data: false })).toBe(skipped);
    expect(await run({ missing_data: 'use_filled' })).not.toBe(skipped);
  });

  it('keeps the original frame numbers when frames are dropped', async () => {
    const job = await jobs.run({ markers: withGap(20, 35) }, { missing_data: 'drop_frames' });
    const frames = (await table(job, 'poses.csv')).slice(1).map((row) => Number(row[0]));
    expect(job.metrics.frames_used).toBe(65);
    expect([frames[19], frames[20], frames.at(-1)]).toEqual([19, 35, 79]);
    expect(job.warnings.some((text) => text.startsWith('Frames 20 to 34 are missing'))).toBe(true);
  });

  it('warns of gaps, or rejects them where they are not allowed', async () => {
    const lenient = await jobs.run({ markers: withGap(20, 30) }, {});
    expect(lenient.warnings).toEqual(['Marker SACR is missing in 10 of 80 frames: a gap of 10 frames.']);
    expect(codes(await jobs.run({ markers: withGap(20, 30) }, { missing_data: 'reject' }))).toEqual(['GAP']);
    const contradiction = { missing_data: 'use_filled', interpolate_missing_data: false };
    expect(codes(await jobs.run({ markers }, contradiction))).toEqual(['CONTRADICTION']);
  });

  it.each(['skip', 'use_filled', 'drop_frames', 'reject'])(
    'advises another choice than %s about gaps where that is the choice',
    async (missing_data) => {
      const { outputDir } = await jobs.run({ markers: withGap(20, 30) }, { missing_data });
      const file = { path: path.join(outputDir, '..', 'markers.csv'), name: 'markers.csv' };
      const params = rigidBodyParams.parse({ missing_data });
      const problems = await rigidBody.check({ markers: [file] }, params, { canAskModel: false });
      const fixes = problems.filter(({ code }) => code === 'GAP').map(({ fix }) => fix);
      expect(fixes).toHaveLength(1);
      expect(fixes.join()).not.toContain(missing_data);
    },
  );

  it('rejects a truth of something else', async () => {
    const other = recording.truthCsv.replaceAll(/([A-Z]{4})_/g, 'other$1_');
    expect(codes(await jobs.run({ markers, truth: other }, {}))).toEqual(['TRUTH_DOES_NOT_MATCH']);
  });
});

describe('weights and options', () => {
  const base = { optimization: { use_robust_loss: false } };

  it.each([
    ['weights.lambda_data', { lambda_data: 200 }],
    ['weights.lambda_rigid', { lambda_rigid: 1000 }],
    ['weights.lambda_rot_smooth', { lambda_rot_smooth: 400 }],
    ['weights.lambda_trans_smooth', { lambda_trans_smooth: 400 }],
    ['weights.lambda_anchor', { lambda_anchor: 100 }],
  ])('S0-20 S0-56 %s changes the result', async (_, weights) => {
    const plain = await metricsOf(base);
    const changed = await metricsOf({ ...base, weights });
    expect(changed.final_cost).not.toBeCloseTo(plain.final_cost!, 6);
  });

  it('S0-63 doubling all weights gives four times the quadratic cost', async () => {
    const { weights } = rigidBodyParams.parse({});
    const plain = await metricsOf(base);
    const doubled = await metricsOf({ ...base, weights: scaleAllWeights(weights, 2) });
    expect(doubled.initial_cost! / plain.initial_cost!).toBeCloseTo(4, 10);
    expect(doubled.final_cost! / plain.final_cost!).toBeCloseTo(4, 5);
    expect(scaleAllWeights({ ...weights, lambda_anchor: 3 }, 2)).toMatchObject({
      lambda_anchor: 6,
      lambda_soft: 20,
    });
  });

  it('S0-55 each loss gives another result', async () => {
    const costs = await Promise.all(
      ['huber', 'cauchy', 'soft_l1'].map((robust_loss_type) =>
        metricsOf({ optimization: { robust_loss_type } }),
      ),
    );
    const none = await metricsOf(base);
    expect(new Set([...costs, none].map((metrics) => metrics.initial_cost)).size).toBe(4);
  });

  it('S0-57 says that it has not converged when max_iterations is reached', async () => {
    const job = await jobs.run({ markers }, { optimization: { max_iterations: 2 } });
    expect(job).toMatchObject({ state: 'succeeded', metrics: { converged: 0, iterations: 2 } });
    expect(job.warnings.at(-1)).toContain('not converged after 2 iterations');
  });

  it('S0-22 takes 5 and 10 as max_iterations', () => {
    for (const max_iterations of [5, 10]) {
      expect(parseParams(rigidBody, { optimization: { max_iterations } })).toMatchObject({
        params: { optimization: { max_iterations } },
      });
    }
  });

  it('S0-58 soft edges pull with given or median distances, and are absent otherwise', async () => {
    const terms = async (params: object) => {
      const job = await jobs.run({ markers }, { ...base, ...params });
      const metrics = JSON.parse(await readFile(path.join(job.outputDir, 'metrics.json'), 'utf8'));
      return metrics.final_cost_terms as { total: number; soft: number };
    };
    const none = await terms({});
    const median = await terms({ soft_edges: [['LASI', 'SACR']] });
    const given = await terms({ soft_edges: [['LASI', 'SACR']], soft_distances: [0.5] });
    expect(none.soft).toBe(0);
    expect(median.soft).toBeGreaterThan(0);
    expect(given.soft).toBeGreaterThan(10 * median.soft);
    // 80 frames whose distance is short by 0.25 m at weight 10, less what the solution gives way.
    expect(given.soft).toBeLessThan((80 * (10 * 0.3) ** 2) / 2);
  });

  it('S0-64 says which accepted options have no effect', async () => {
    const job = await jobs.run(
      { markers },
      { optimization: { num_threads: 4, linear_solver: 'sparse_schur' }, parallel: { num_workers: 2 } },
    );
    const log = job.events.flatMap((event) => (event.type === 'log' ? [event.text] : [])).join(' ');
    expect(log).toContain('optimization.num_threads has no effect');
    expect(log).toContain('parallel.num_workers has no effect');
  });

  it('derives millimetres from the length unit', async () => {
    const metres = await metricsOf(base);
    const millimetres = await metricsOf({ ...base, length_unit: 'mm' });
    expect(metres.noisy_edge_std_mm! / millimetres.noisy_edge_std_mm!).toBeCloseTo(1000, 6);
    const scaled = await metricsOf({ ...base, length_unit: 'mm', scale_factor: 1000 });
    expect(scaled.noisy_edge_std_mm).toBeCloseTo(metres.noisy_edge_std_mm!, 6);
  });
});

describe('chunks', () => {
  const long = generateRecording({ ...exampleRecording, frames: 700 });

  it('S0-59 give the costs and paths of solving without chunks, and no jump at the seams', async () => {
    const optimization = { use_robust_loss: false, function_tolerance: 1e-12 };
    const inputs = { markers: long.markersCsv, truth: long.truthCsv };
    const chunked = await jobs.run(inputs, { optimization });
    const whole = await jobs.run(inputs, { optimization, parallel: { enabled: false } });
    const log = chunked.events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
    expect(log).toContain('Solving in 2 chunks, then as a whole.');
    expect(chunked.metrics.initial_cost).toBeCloseTo(whole.metrics.initial_cost!, 6);
    expect(chunked.metrics.final_cost! / whole.metrics.final_cost!).toBeCloseTo(1, 9);
    expect(chunked.metrics.iterations).toBeGreaterThan(whole.metrics.iterations! / 2);
    const paths = await Promise.all([chunked, whole].map((job) => table(job, 'trajectory_data.csv')));
    const differences = paths[0]!
      .slice(1)
      .flatMap((row, i) => [2, 3, 4].map((k) => Math.abs(Number(row[k]) - Number(paths[1]![i + 1]![k]))));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
  });
});

describe('results', () => {
  it('S0-60 are complete files', async () => {
    const job = await jobs.run({ markers, truth: recording.truthCsv }, {});
    const files = [
      'metrics.json',
      'overview.svg',
      'poses.csv',
      'raw_trajectory_data.csv',
      'reference_geometry.npy',
      'topology.json',
      'trajectory_data.csv',
    ];
    expect((await readdir(job.outputDir)).sort()).toEqual(files);
    expect(job.artifacts.map((artifact) => artifact.path).sort()).toEqual(files);
    expect((await table(job, 'trajectory_data.csv'))[0]).toEqual(['frame', 'keypoint', 'x', 'y', 'z']);
    expect((await table(job, 'poses.csv'))[0]).toEqual([
      'frame',
      'time',
      'qw',
      'qx',
      'qy',
      'qz',
      'tx',
      'ty',
      'tz',
    ]);
    const topology = JSON.parse(await readFile(path.join(job.outputDir, 'topology.json'), 'utf8'));
    expect(topology.marker_names).toEqual(names);
    const metrics = JSON.parse(await readFile(path.join(job.outputDir, 'metrics.json'), 'utf8'));
    expect(metrics.final_cost).toBe(job.metrics.final_cost);
    expect(metrics.final_cost_terms.total).toBe(job.metrics.final_cost);
  });

  it('S0-60 hold together: poses and shape give the solved trajectories', async () => {
    const job = await jobs.run({ markers }, {});
    const npy = await readFile(path.join(job.outputDir, 'reference_geometry.npy'));
    const header = npy.subarray(10, 10 + npy.readUInt16LE(8)).toString('latin1');
    expect(header).toContain("'shape': (7, 3)");
    const at = 10 + npy.readUInt16LE(8);
    expect(at % 64).toBe(0);
    const shape = Array.from({ length: 21 }, (_, i) => npy.readDoubleLE(at + i * 8));
    const [, , w, x, y, z, tx] = (await table(job, 'poses.csv'))[41]!.map(Number);
    const row = (await table(job, 'trajectory_data.csv'))[1 + 40 * 7]!;
    const solvedX =
      (1 - 2 * (y! * y! + z! * z!)) * shape[0]! +
      2 * (x! * y! - w! * z!) * shape[1]! +
      2 * (x! * z! + w! * y!) * shape[2]! +
      tx!;
    expect(Number(row[2])).toBeCloseTo(solvedX, 9);
  });

  it('draw a figure with titles, axes and units on white', async () => {
    const job = await jobs.run({ markers }, {});
    const svg = await readFile(path.join(job.outputDir, 'overview.svg'), 'utf8');
    for (const text of [
      'Error of the edge lengths',
      'frame',
      '(mm)',
      'measured',
      'solved',
      'fill="#ffffff"',
    ]) {
      expect(svg).toContain(text);
    }
    expect(svg).not.toContain('NaN');
  });

  it('improve on the measured positions', async () => {
    const { metrics } = await jobs.run(
      { markers, truth: recording.truthCsv },
      { weights: { lambda_rot_smooth: 100, lambda_trans_smooth: 100 } },
    );
    expect(metrics.improvement_percent).toBeGreaterThan(50);
    expect(metrics.position_error_mean_mm).toBeLessThan(metrics.noisy_position_error_mean_mm!);
  });
});

describe('metrics on the way', () => {
  it('go iteration by iteration to those of the result, the cost downwards', async () => {
    const { events, metrics } = await jobs.run({ markers, truth: recording.truthCsv }, {});
    const courseOf = (name: string) =>
      events.flatMap((event) => (event.type === 'metric_step' && event.name === name ? [event] : []));
    const costs = courseOf('final_cost');
    expect(costs.length).toBeGreaterThan(3);
    expect(costs.slice(1).every(({ step }, i) => step > costs[i]!.step)).toBe(true);
    expect(costs.slice(1).every(({ value }, i) => value < costs[i]!.value)).toBe(true);
    for (const name of ['final_cost', 'edge_error_mean_mm', 'position_error_mean_mm']) {
      const course = courseOf(name);
      expect(course).toHaveLength(costs.length);
      expect(course.at(-1)!.value / metrics[name]!).toBeCloseTo(1, 2);
    }
  });
});

describe('example', () => {
  const folder = fileURLToPath(new URL('../../../../docs/examples/rigid-body/', import.meta.url));
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');

  it.each(Object.entries(exampleRecordings))('%s is what the generator makes', async (name, settings) => {
    const { markersCsv, truthCsv } = generateRecording(settings);
    expect(await read(`${name}.csv`)).toBe(markersCsv);
    expect(await read(`${name}_truth.csv`)).toBe(truthCsv);
  });

  it('has outliers and gaps where they are asked for', () => {
    const plain = generateRecording({ ...exampleRecording, missingShare: 0 }).markersCsv;
    const rough = generateRecording({
      ...exampleRecording,
      missingShare: 0.1,
      outlierShare: 0.05,
    }).markersCsv;
    expect(plain).not.toContain(',,');
    expect(rough.split(',,,').length).toBeGreaterThan(20);
  });

  it('has a sweep whose settings differ clearly, with the best position error inside the grid', async () => {
    const design = await read('sweep.yaml');
    expect(design).toContain('pipeline: rigid-body');
    expect(design).toContain('params: { optimization: { max_iterations: 100 } }');
    const params = { optimization: { max_iterations: 100 } };
    const [markersCsv, truthCsv] = await Promise.all([read('walk_01.csv'), read('walk_01_truth.csv')]);
    const at = async (rigid: number, rot: number, trans: number) => {
      const weights = { lambda_rigid: rigid, lambda_rot_smooth: rot, lambda_trans_smooth: trans };
      const job = await jobs.run({ markers: markersCsv, truth: truthCsv }, { ...params, weights });
      return job.metrics;
    };
    const middle = await at(500, 100, 100);
    const corners = await Promise.all([
      at(100, 30, 30),
      at(1000, 30, 30),
      at(100, 300, 30),
      at(1000, 300, 300),
    ]);
    for (const corner of corners) {
      expect(corner.position_error_mean_mm).toBeGreaterThan(1.05 * middle.position_error_mean_mm!);
    }
    expect(corners[0]!.edge_error_mean_mm).toBeGreaterThan(1.2 * corners[1]!.edge_error_mean_mm!);
    expect(corners[3]!.converged).toBe(0);
  });
});
