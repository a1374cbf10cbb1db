import { medianDistance } from './geometry/distances.js';
import { rotationMatrix } from './geometry/quaternion.js';
import type { RigidBodyParams } from './params.js';
import type { Prepared } from './prepare.js';
import {
  type Chunk,
  type ChunkPlan,
  chunkProblem,
  planChunks,
  sliceState,
  solveInChunks,
} from './solver/chunks.js';
import { initialise } from './solver/initialise.js';
import type { IterationReport, Solution } from './solver/levenberg-marquardt.js';
import { type Loss, noLoss } from './solver/loss.js';
import type { EdgeSet, RigidBodyProblem, RigidBodyState, SolverWeights } from './solver/problem.js';

/** A problem with its starting state and the chunks to solve it in. */
export interface Setup {
  readonly problem: RigidBodyProblem;
  readonly start: RigidBodyState;
  readonly chunks: readonly Chunk[];
  readonly chunkPlan: ChunkPlan;
}

/** Turns parameters and a prepared recording into the solver's terms and finds the start. */
export function setUp(prepared: Prepared, params: RigidBodyParams): Setup {
  const { body, solverPoints: points } = prepared;
  const markerCount = body.markers.length;
  const frameCount = points.length / (markerCount * 3);
  const start = initialise(points, markerCount, params.optimization.initialisation);
  const problem: RigidBodyProblem = {
    frameCount,
    markerCount,
    points,
    rigidEdges: edgeSet(points, markerCount, body.rigidEdges, null),
    softEdges: edgeSet(points, markerCount, body.softEdges, body.softDistances),
    weights: solverWeights(params),
    loss: solverLoss(params),
    lossScope: params.optimization.robust_loss_scope,
    gauge: params.optimization.gauge,
    refineReference: params.optimization.use_bundle_adjustment,
    anchorReference: start.reference.slice(),
  };
  const { parallel } = params;
  const chunkPlan: ChunkPlan = {
    chunkSize: parallel.chunk_size,
    overlap: parallel.overlap_size,
    blendWindow: parallel.blend_window,
    minChunk: parallel.min_chunk_size,
  };
  const whole = [{ start: 0, end: frameCount }];
  return { problem, start, chunks: parallel.enabled ? planChunks(frameCount, chunkPlan) : whole, chunkPlan };
}

/** The part of what was set up that one chunk of frames solves by itself. */
export function setUpChunk(setup: Setup, chunk: Chunk, params: RigidBodyParams): Setup {
  const problem = chunkProblem(setup.problem, chunk);
  const { chunkPlan } = setup;
  const whole = [{ start: 0, end: problem.frameCount }];
  const chunks = params.parallel.enabled ? planChunks(problem.frameCount, chunkPlan) : whole;
  return { problem, start: sliceState(setup.start, chunk), chunks, chunkPlan };
}

/** Solves what was set up, by the tolerances of the parameters. */
export function solve(
  setup: Setup,
  params: RigidBodyParams,
  signal: AbortSignal,
  onIteration: (report: IterationReport) => void,
): Promise<Solution> {
  const { optimization } = params;
  return solveInChunks(setup.problem, setup.start, setup.chunks, setup.chunkPlan, {
    maxIterations: optimization.max_iterations,
    functionTolerance: optimization.function_tolerance,
    gradientTolerance: optimization.gradient_tolerance,
    parameterTolerance: optimization.parameter_tolerance,
    signal,
    onIteration,
  });
}

/** Model points R X + T of all frames, laid out like measured points. */
export function modelPoints(state: RigidBodyState): Float64Array {
  const { quaternions, translations, reference: X } = state;
  const frameCount = quaternions.length / 4;
  const points = new Float64Array(frameCount * X.length);
  const R = new Float64Array(9);
  for (let t = 0; t < frameCount; t++) {
    rotationMatrix(quaternions, t * 4, R);
    for (let i = 0; i < X.length; i++) {
      const k = i % 3;
      const m = i - k;
      points[t * X.length + i] =
        R[k * 3]! * X[m]! + R[k * 3 + 1]! * X[m + 1]! + R[k * 3 + 2]! * X[m + 2]! + translations[t * 3 + k]!;
    }
  }
  return points;
}

function edgeSet(
  points: Float64Array,
  markerCount: number,
  edges: readonly (readonly [number, number])[],
  distances: readonly number[] | null,
): EdgeSet {
  const targets = Float64Array.from(
    edges,
    ([i, j], e) => distances?.[e] ?? medianDistance(points, markerCount, i, j),
  );
  return { pairs: Int32Array.from(edges.flat()), targets };
}

function solverWeights({ weights, optimization }: RigidBodyParams): SolverWeights {
  const wrapped = optimization.use_robust_loss && optimization.robust_loss_scope === 'all';
  return {
    data: weights.lambda_data,
    rigid: weights.lambda_rigid,
    soft: weights.lambda_soft,
    rotSmooth: weights.lambda_rot_smooth,
    transSmooth: weights.lambda_trans_smooth,
    anchor: weights.lambda_anchor ?? (wrapped ? 0 : 0.1 * weights.lambda_data),
  };
}

function solverLoss({ optimization }: RigidBodyParams): Loss {
  if (!optimization.use_robust_loss) return noLoss;
  return { type: optimization.robust_loss_type, scale: optimization.robust_loss_param };
}
