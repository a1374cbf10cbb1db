/**
 * River discharge from the video of a fixed camera. `rectification/`, `velocimetry/` and `discharge/` are pure functions
 * on typed arrays; `video/` reads frames one at a time; `scaffold/` is what stays the same at a site.
 */
import { type JobContext, type Pipeline, ProblemsError } from '../contract.js';
import { measureVideo } from './measure-video.js';
import { metricSpecs } from './metric-specs.js';
import { saveResults } from './output/save.js';
import { type RiverDischargeParams, riverDischargeParams } from './params.js';
import { checkJob, openFor, type PreparedVideo, prepareOrThrow } from './prepare.js';
import { metricsOf, resultsOf } from './results.js';
import { type SearchLine, searchLines } from './search-lines.js';
import { defaultLineSettings } from './velocimetry/measure-line.js';

export const riverDischarge: Pipeline<RiverDischargeParams> = {
  name: 'river-discharge',
  version: '1.0.0',
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
      description: 'What stays the same at the site: camera, control points, cross-section and search lines.',
      kind: 'file',
      count: 'one',
      optional: false,
      extensions: ['.json'],
    },
  ],
  metrics: metricSpecs,
  objective: 'measured_percent',
  // Frames are sampled while they are read, so the camera comes before them.
  stages: ['open-video', 'rectify', 'extract', 'velocimetry', 'discharge', 'save'],
  check: checkJob,
  run,
};

async function run(context: JobContext<RiverDischargeParams>): Promise<void> {
  const { params, inputs, signal } = context;
  context.stage('open-video');
  const site = await prepareOrThrow(inputs, params);
  const video = await openFor(inputs, site, signal);
  context.stage('rectify');
  signal.throwIfAborted();
  const lines = linesOf(site);
  context.stage('extract');
  const { scaffold } = site;
  const limits = { minMps: -scaffold.maxSpeedMS, maxMps: scaffold.maxSpeedMS };
  const settings = { ...defaultLineSettings, ...limits, method: params.velocity_method };
  const measured = await measureVideo(
    video,
    lines,
    site.selection,
    { ...settings, spacingM: scaffold.pixelM },
    context,
  );
  if (measured.complaint !== null)
    context.warn(`${video.file.name} was read with complaints: ${measured.complaint}`);
  context.stage('discharge');
  signal.throwIfAborted();
  const results = resultsOf(site, params, video.file.name, measured);
  if (results.discharge.measured === 0) throw nothingMeasured(measured.lines.map(({ reason }) => reason));
  if (results.discharge.filled > 0) context.warn(filledText(results.discharge.filled, lines.length));
  for (const [name, value] of Object.entries(metricsOf(results))) context.metric(name, value);
  context.stage('save');
  await saveResults(context, results);
}

/** Search lines in the water; throws ProblemsError where there are none. */
function linesOf(site: PreparedVideo): SearchLine[] {
  const { scaffold, wetted, rectification } = site;
  const { search } = scaffold;
  const lines = search.kind === 'lines' ? searchLines(scaffold, search, wetted, rectification) : [];
  if (lines.length > 0) return lines;
  throw new ProblemsError([
    {
      code: 'NO_SEARCH_LINES',
      severity: 'error',
      message: `No search line lies in the water, which reaches from station ${wetted.startEdgeM.toFixed(2)} m to ${wetted.endEdgeM.toFixed(2)} m.`,
      place: { input: 'scaffold', parameter: 'search.stations' },
      fix: 'Add search lines between these stations, or check the water level.',
    },
  ]);
}

function nothingMeasured(reasons: readonly (string | null)[]): ProblemsError {
  const why = [...new Set(reasons)].join('; ');
  return new ProblemsError([
    {
      code: 'NO_VELOCITY',
      severity: 'error',
      message: `None of the ${reasons.length} search lines has a usable velocity: ${why}.`,
      place: { input: 'video' },
      fix: 'Check the water level, the time window and the place of the lines; film water with visible texture.',
    },
  ]);
}

function filledText(filled: number, all: number): string {
  return `${filled} of ${all} verticals have no velocity of their own: theirs is filled from their neighbours and marked.`;
}
