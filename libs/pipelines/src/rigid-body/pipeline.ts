/**
 * Rigid-body solving: poses of a body over time and its shape, from measured markers, by non-linear least
 * squares. The science is in `solver/` on plain arrays; this folder's other files read, prepare and report.
 */
import type { Inputs, JobContext, Pipeline } from '../contract.js';
import { mergeChunks, readFrames, runChunk } from './chunking.js';
import { metricSpecs } from './metric-specs.js';
import { type RigidBodyParams, rigidBodyParams } from './params.js';
import { type Prepared, prepare, prepareOrThrow } from './prepare.js';
import { reportSolution } from './report.js';
import { reportOnTheWay } from './report-on-the-way.js';
import { notConverged, solveReporting } from './solve-reporting.js';
import { hasConverged } from './solver/step-control.js';
import { checkTraining, setUpJob } from './train.js';

export const rigidBody: Pipeline<RigidBodyParams> = {
  name: 'rigid-body',
  version: '1.0.0',
  title: 'Rigid-body solving',
  summary: 'Finds the pose of a rigid body in every frame and its shape from measured markers.',
  params: rigidBodyParams,
  inputs: [
    {
      name: 'markers',
      title: 'Markers',
      description:
        'Positions over time: <marker>_x, _y[, _z] in columns with optional frame and time; or frame, keypoint, ' +
        'x, y[, z]; or DeepLabCut.',
      kind: 'file',
      count: 'one',
      optional: false,
      extensions: ['.csv', '.tsv', '.txt'],
    },
    {
      name: 'truth',
      title: 'Truth',
      description: 'The same markers without noise, in the same layout and unit; gives the position errors.',
      kind: 'file',
      count: 'one',
      optional: true,
      extensions: ['.csv', '.tsv', '.txt'],
    },
    {
      name: 'train',
      title: 'Training recordings',
      description:
        'Other recordings of the same body, in any of these layouts: its shape is learnt from them and held fixed, ' +
        'so that the metrics are those of a recording that the shape was not fitted to.',
      kind: 'file',
      count: 'many',
      optional: true,
      extensions: ['.csv', '.tsv', '.txt'],
    },
  ],
  metrics: metricSpecs,
  objective: 'edge_error_mean_mm',
  stages: ['read', 'start', 'solve', 'report'],
  check: async (inputs: Inputs, params: RigidBodyParams) => [
    ...(await prepare(inputs, params)).problems,
    ...(await checkTraining(inputs, params)),
  ],
  run: (context) => (context.frames === null ? run(context) : runChunk(context, context.frames)),
  chunking: { frames: readFrames, merge: mergeChunks },
};

async function run(context: JobContext<RigidBodyParams>): Promise<void> {
  const { params, signal } = context;
  context.stage('read');
  const prepared = await prepareOrThrow(context.inputs, params);
  signal.throwIfAborted();
  context.stage('start');
  remark(context, prepared);
  const startedMs = performance.now();
  const setup = await setUpJob(context, prepared);
  context.stage('solve');
  const solution = await solveReporting(context, setup, reportOnTheWay(context, prepared));
  const solveTimeS = (performance.now() - startedMs) / 1000;
  if (!hasConverged(solution.termination)) context.warn(notConverged(solution));
  context.stage('report');
  await reportSolution(context, prepared, solution, solveTimeS);
}

/** Says in the log what was assumed and which parameters have no effect here. */
function remark({ log, params }: JobContext<RigidBodyParams>, { body, measured }: Prepared): void {
  const given = params.topology;
  const edges = given.rigid_edges === null ? 'all pairs of them as edges' : `${body.rigidEdges.length} edges`;
  const whose = given.marker_names.length === 0 ? 'all' : 'the';
  log('info', `${measured.frames.length} frames, ${whose} ${body.markers.length} markers, ${edges}.`);
  const threads = params.optimization.num_threads ?? 1;
  if (threads > 1) log('info', 'optimization.num_threads has no effect: a job solves on one thread.');
  if ((params.parallel.num_workers ?? 1) > 1) {
    log('info', 'parallel.num_workers has no effect: chunks are solved one after another.');
  }
  if (params.weights.lambda_scalar_smooth !== 10) {
    log('info', 'weights.lambda_scalar_smooth has no effect: a rigid body has no scalars.');
  }
}
