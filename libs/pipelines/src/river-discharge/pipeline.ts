/**
 * River discharge from the video of a fixed camera. `rectification/`, `velocimetry/` and `discharge/` are pure functions
 * on typed arrays; `video/` reads frames one at a time; `scaffold/` is what stays the same at a site.
 */
import path from 'node:path';
import { type JobContext, type Pipeline, ProblemsError } from '../contract.js';
import { measureVideo } from './measure-video.js';
import { metricSpecs } from './metric-specs.js';
import { saveResults } from './output/save.js';
import { type RiverDischargeParams, riverDischargeParams } from './params.js';
import { checkJob, openFor, prepareOrThrow } from './prepare.js';
import { metricsOf, resultsOf } from './results.js';
import { stageOfProblem } from './stage-of-problem.js';
import { velocitySearch } from './velocity-search.js';
import { keepingFrames } from './video/keep-frames.js';

export const riverDischarge: Pipeline<RiverDischargeParams> = {
  name: 'river-discharge',
  version: '1.2.0',
  title: 'River discharge',
  summary: 'Surface velocities and discharge of a river from the video of a fixed camera.',
  params: riverDischargeParams,
  inputs: [
    {
      name: 'video',
      title: 'Video',
      description: 'Video of a fixed camera, of a kind that ffmpeg reads, or uncompressed (.y4m).',
      kind: 'file',
      count: 'one',
      optional: false,
      extensions: [
        '.mp4',
        '.mov',
        '.avi',
        '.mkv',
        '.webm',
        '.m4v',
        '.mpg',
        '.mpeg',
        '.mts',
        '.m2ts',
        '.ts',
        '.y4m',
      ],
    },
    {
      name: 'scaffold',
      title: 'Scaffold',
      description:
        'What stays the same at the site: camera, control points, cross-section, search lines or grid (.json, or .ivy of an earlier tool).',
      kind: 'file',
      count: 'one',
      optional: false,
      extensions: ['.json', '.ivy'],
    },
  ],
  metrics: metricSpecs,
  objective: 'measured_percent',
  // Frames are sampled while they are read, so the camera comes before them.
  stages: ['open-video', 'rectify', 'extract', 'velocimetry', 'discharge', 'save'],
  check: checkJob,
  run,
  stageOfProblem,
};

async function run(context: JobContext<RiverDischargeParams>): Promise<void> {
  const { params, inputs, signal } = context;
  context.stage('open-video');
  const site = await prepareOrThrow(inputs, params);
  const opened = await openFor(inputs, site, signal);
  const video = params.keep_frames ? keepingFrames(opened, path.join(context.outputDir, 'frames')) : opened;
  context.stage('rectify');
  signal.throwIfAborted();
  const search = velocitySearch(site, params);
  context.stage('extract');
  const measured = await measureVideo(video, search, site.selection, context);
  if (measured.complaint !== null)
    context.warn(`${video.file.name} may have damaged frames ${measured.complaint}.`);
  if (measured.lines.every(({ velocityMps }) => velocityMps === null))
    throw nothingMeasured(measured.lines.map(({ reason }) => reason));
  context.stage('discharge');
  signal.throwIfAborted();
  const results = resultsOf(site, params, video, measured);
  if (results.discharge.filled > 0) context.warn(filledText(results.discharge.filled, measured.lines.length));
  if (params.discharge_method === 'published') context.warn(publishedText);
  for (const [name, value] of Object.entries(metricsOf(results))) context.metric(name, value);
  context.stage('save');
  await saveResults(context, results);
}

function nothingMeasured(reasons: readonly (string | null)[]): ProblemsError {
  const why = [...new Set(reasons)].join('; ');
  return new ProblemsError([
    {
      code: 'NO_VELOCITY',
      severity: 'error',
      message: `None of the ${reasons.length} verticals has a usable velocity: ${why}.`,
      place: { input: 'video' },
      fix: 'Check the water level, the time window and where velocities are looked for; film water with visible texture.',
    },
  ]);
}

const publishedText =
  'Depths are those of the published method, below zero at vertical walls: compare the discharge with results of that tool only.';

function filledText(filled: number, all: number): string {
  return `${filled} of ${all} verticals have no velocity of their own: theirs is filled from their neighbours and marked.`;
}
