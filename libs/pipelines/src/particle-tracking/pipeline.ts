/**
 * Particle tracking velocimetry: bright particles in the pictures of one to four synchronised cameras are found,
 * matched, located in space and followed over time. `images/`, `detection/`, `camera/`, `matching/` and `tracking/`
 * are pure functions on typed arrays; `experiment/` reads what labs have, `output/` writes what their tools read.
 */
import type { JobContext, Pipeline } from '../contract.js';
import { chunkAdvice } from './advice.js';
import { mergeChunks, readFrames, runChunk } from './chunking.js';
import { prepareExperiment, prepareOrThrow } from './experiment/read-experiment.js';
import { finishJob } from './finish.js';
import { measureSequence } from './measure-sequence.js';
import { metricSpecs } from './metric-specs.js';
import { type ParticleTrackingParams, particleTrackingParams } from './params.js';

export const particleTracking: Pipeline<ParticleTrackingParams> = {
  name: 'particle-tracking',
  version: '1.0.0',
  title: 'Particle tracking',
  summary: 'Finds particles in the pictures of one to four cameras, locates them in space and follows them.',
  params: particleTrackingParams,
  inputs: [
    {
      name: 'experiment',
      title: 'Experiment',
      description:
        'Directory with pictures, parameter files (parameters/*.par, or experiment.yaml) and calibration ' +
        '(cal/*.ori, *.addpar).',
      kind: 'directory',
      count: 'one',
      optional: false,
      extensions: [],
    },
  ],
  metrics: metricSpecs,
  objective: 'tracked_percent',
  stages: ['read', 'measure', 'track', 'report'],
  check: async (inputs, params) => [...prepareExperiment(inputs, params).problems],
  run: (context) => (context.frames === null ? run(context) : runChunk(context, context.frames)),
  chunking: { frames: readFrames, merge: mergeChunks },
};

async function run(context: JobContext<ParticleTrackingParams>): Promise<void> {
  const { repetitions } = context.params;
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    if (repetitions > 1) context.log('info', `Starting repetition ${repetition} of ${repetitions}`);
    await runOnce(context);
  }
}

async function runOnce(context: JobContext<ParticleTrackingParams>): Promise<void> {
  context.stage('read');
  const prepared = prepareOrThrow(context.inputs, context.params);
  const { firstFrame: first, lastFrame: last, cameras } = prepared.experiment;
  const count = last - first + 1;
  const frames = count === 1 ? '1 frame' : `${count} frames`;
  context.log('info', `${frames} (${first} to ${last}) of ${cameras.length} cameras: ${chunkAdvice(count)}.`);
  context.signal.throwIfAborted();
  context.stage('measure');
  const startedMs = performance.now();
  const summaries = await measureSequence(context, prepared, { first, last });
  await finishJob(context, prepared, summaries, (performance.now() - startedMs) / 1000);
}
