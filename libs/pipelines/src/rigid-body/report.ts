import type { JobContext } from '../contract.js';
import { measureCentroidJitter, measureEdgeErrors, measurePositionErrors } from './measures.js';
import { npyMatrix } from './output/npy.js';
import { overviewSvg } from './output/overview.js';
import { posesCsv, trajectoryCsv } from './output/tables.js';
import { writeWhole } from './output/write-file.js';
import { millimetres, type RigidBodyParams } from './params.js';
import type { Prepared } from './prepare.js';
import { modelPoints } from './solve.js';
import type { Solution } from './solver/levenberg-marquardt.js';
import { hasConverged } from './solver/step-control.js';

/** Metrics by declared name; those without a value for this recording are left out. */
export function computeMetrics(
  prepared: Prepared,
  solution: Solution,
  solved: Float64Array,
  params: RigidBodyParams,
): Record<string, number> {
  const { body, measured, metricEdges, edgeLengths, truth } = prepared;
  const mm = millimetres(params);
  const edgesOf = (points: Float64Array) =>
    measureEdgeErrors(points, body.markers.length, metricEdges, edgeLengths);
  const edges = edgesOf(solved);
  const noisy = edgesOf(measured.points);
  const error = truth && measurePositionErrors(solved, truth);
  const noisyError = truth && measurePositionErrors(measured.points, truth);
  const { initialCost, finalCost } = solution;
  const metrics: Record<string, number> = {
    edge_error_mean_mm: edges.errorMean * mm,
    edge_error_max_mm: edges.errorMax * mm,
    edge_std_mm: edges.std * mm,
    centroid_jitter_mm: measureCentroidJitter(solved, body.markers.length) * mm,
    noisy_edge_error_mean_mm: noisy.errorMean * mm,
    noisy_edge_error_max_mm: noisy.errorMax * mm,
    noisy_edge_std_mm: noisy.std * mm,
    noisy_centroid_jitter_mm: measureCentroidJitter(measured.points, body.markers.length) * mm,
    initial_cost: initialCost.total,
    final_cost: finalCost.total,
    cost_reduction_percent: percentLess(finalCost.total, initialCost.total),
    iterations: solution.iterations,
    converged: hasConverged(solution.termination) ? 1 : 0,
    frames_used: measured.frames.length,
  };
  if (error && noisyError) {
    metrics.position_error_mean_mm = error.mean * mm;
    metrics.position_error_max_mm = error.max * mm;
    metrics.noisy_position_error_mean_mm = noisyError.mean * mm;
    metrics.improvement_percent = percentLess(error.mean, noisyError.mean);
  }
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => !Number.isNaN(value)));
}

/** By how many percent `value` is less than `base`; 0 where there is nothing to be less than. */
function percentLess(value: number, base: number): number {
  return base === 0 ? 0 : ((base - value) / base) * 100;
}

/** Reports metrics and writes all files of a solved recording. */
export async function reportSolution(
  context: JobContext<RigidBodyParams>,
  prepared: Prepared,
  solution: Solution,
  solveTimeS: number,
): Promise<void> {
  const { params } = context;
  const solved = modelPoints(solution.state);
  const metrics = computeMetrics(prepared, solution, solved, params);
  for (const [name, value] of Object.entries(metrics)) context.metric(name, value);
  context.metric('solve_time_s', solveTimeS);
  const { body, measured, passthrough, filled } = prepared;
  const others = { markers: body.passthrough, points: passthrough.points };
  const raw = { markers: body.markers, points: filled };
  const write = async (
    name: string,
    title: string,
    role: 'result' | 'data' | 'preview',
    data: string | Uint8Array,
  ) => {
    context.signal.throwIfAborted();
    await writeWhole(context.outputDir, name, data);
    context.artifact(name, { title, role });
  };
  await write(
    'overview.svg',
    'Edge errors and paths',
    'preview',
    overviewSvg(prepared, solved, params, millimetres(params)),
  );
  const solvedPart = { markers: body.markers, points: solved };
  await write(
    'trajectory_data.csv',
    'Solved trajectories',
    'result',
    trajectoryCsv(measured.frames, [solvedPart, others]),
  );
  await write(
    'raw_trajectory_data.csv',
    'Measured trajectories',
    'data',
    trajectoryCsv(measured.frames, [raw, others]),
  );
  await write('poses.csv', 'Poses', 'result', posesCsv(measured, solution.state));
  await write(
    'reference_geometry.npy',
    'Shape of the body',
    'result',
    npyMatrix(solution.state.reference, 3),
  );
  await write('topology.json', 'Topology', 'data', json(topologyJson(prepared)));
  await write('metrics.json', 'Metrics', 'result', json(metricsJson(metrics, solution)));
}

function topologyJson({ body, edgeLengths, metricEdges }: Prepared) {
  return {
    name: body.name,
    marker_names: body.markers,
    rigid_edges: body.rigidEdges,
    display_edges: body.displayEdges,
    soft_edges: body.softEdges,
    soft_distances: body.softDistances,
    passthrough_markers: body.passthrough,
    measured_edges: metricEdges.map(([i, j], e) => ({ edge: [i, j], median_length: edgeLengths[e]! })),
  };
}

function metricsJson(metrics: Record<string, number>, solution: Solution) {
  const { initialCost, finalCost, termination } = solution;
  return { ...metrics, termination, initial_cost_terms: initialCost, final_cost_terms: finalCost };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
