import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cubeEdges, cubeMarkers, goldenCube, wideCsv } from './testing/golden-cube.js';
import { createJobFolder, type JobFolder } from './testing/run-job.js';

const cube = goldenCube();
const markers = wideCsv(cubeMarkers, cube.points);
const truth = wideCsv(cubeMarkers, cube.truth);
const topology = { marker_names: cubeMarkers, rigid_edges: cubeEdges };
const fromIdentity = { initialisation: 'identity' };

let jobs: JobFolder;
beforeAll(async () => {
  jobs = await createJobFolder();
});
afterAll(() => jobs.remove());

describe('golden cube', () => {
  it('S0-53 meets the published cost and metrics with the default settings', async () => {
    const { metrics, error } = await jobs.run({ markers, truth }, { topology });
    expect(error).toBeNull();
    expect(Math.abs(metrics.final_cost! / 69087.31 - 1)).toBeLessThan(0.005);
    expect(Math.abs(metrics.edge_error_mean_mm! - 9.05)).toBeLessThan(0.05);
    expect(Math.abs(metrics.centroid_jitter_mm! - 89.63)).toBeLessThan(0.2);
    expect(metrics.converged).toBe(1);
  });

  it('S0-53 gives the noisy metrics exactly', async () => {
    const { metrics } = await jobs.run({ markers }, { topology });
    // Published to four, three and three decimals.
    expect(metrics.noisy_edge_error_mean_mm).toBeCloseTo(110.5535, 4);
    expect(metrics.noisy_edge_error_max_mm).toBeCloseTo(545.513, 3);
    expect(metrics.noisy_centroid_jitter_mm).toBeCloseTo(118.949, 3);
  });

  it.each([
    ['huber', { robust_loss_type: 'huber' }, 698195.5667, 69087.3075],
    ['soft_l1', { robust_loss_type: 'soft_l1' }, 693471.2, 64938.62],
    ['none', { use_robust_loss: false }, 33771644.12, 330187.17],
  ])('S0-55 S0-56 starts and ends at the costs of loss %s', async (_, loss, initial, final) => {
    const weights = { lambda_anchor: 0 };
    const { metrics } = await jobs.run(
      { markers },
      { topology, weights, optimization: { ...fromIdentity, ...loss } },
    );
    expect(Math.abs(metrics.initial_cost! / initial - 1)).toBeLessThan(2e-8);
    expect(Math.abs(metrics.final_cost! / final - 1)).toBeLessThan(1e-4);
  });

  it('S0-55 starts at the cost of loss cauchy and, from a fitted start, ends lower and smoother', async () => {
    const cauchy = { robust_loss_type: 'cauchy' };
    const poor = await jobs.run(
      { markers },
      { topology, optimization: { ...fromIdentity, ...cauchy, max_iterations: 5 } },
    );
    expect(Math.abs(poor.metrics.initial_cost! / 39468.4 - 1)).toBeLessThan(1e-6);
    const { metrics } = await jobs.run({ markers }, { topology, optimization: cauchy });
    expect(metrics.final_cost).toBeLessThan(18247);
    expect(metrics.centroid_jitter_mm).toBeLessThan(184);
  });

  it.each([
    [50, 37719.81],
    [200, 131281.64],
  ])('S0-56 ends at the published cost for lambda_data %d', async (lambda_data, final) => {
    const { metrics } = await jobs.run({ markers }, { topology, weights: { lambda_data } });
    expect(Math.abs(metrics.final_cost! / final - 1)).toBeLessThan(1e-4);
  });

  it.each([
    [100, 50, 66684.71, 13.704],
    [100, 100, 67430.99, 13.68],
    [100, 200, 68913.72, 13.674],
    [500, 50, 66858.92, 9.121],
    [500, 100, 67604.79, 9.092],
    [500, 200, 69087.31, 9.051],
    [1000, 50, 67014.47, 6.349],
    [1000, 100, 67759.83, 6.427],
    [1000, 200, 69241.83, 6.396],
  ])('S0-56 meets the published sweep at rigid %d, rot %d', async (rigid, rot, cost, edgeError) => {
    const weights = { lambda_rigid: rigid, lambda_rot_smooth: rot };
    const { metrics } = await jobs.run({ markers }, { topology, weights, optimization: fromIdentity });
    expect(Math.abs(metrics.final_cost! / cost - 1)).toBeLessThan(1e-4);
    expect(Math.abs(metrics.edge_error_mean_mm! - edgeError)).toBeLessThan(0.1);
  });
});
