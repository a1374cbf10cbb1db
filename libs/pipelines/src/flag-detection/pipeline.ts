/**
 * Flag detection: finds frames that must not be trusted (blurred, out of focus, dark, saturated, empty, out of line)
 * and what is missing, and says so as annotations. `measuring/` turns images into numbers, `detectors/` judges them,
 * this folder's other files read and report.
 */
import type { JobContext, Pipeline } from '../contract.js';
import { ImageError } from '../images/grey-image.js';
import { imageExtensions } from '../images/read-image.js';
import { annotationOf, withdrawalOf } from './annotate.js';
import { detectFlags, type FlagResult } from './detect-flags.js';
import { measureFrame } from './measuring/measures.js';
import { metricSpecs } from './metric-specs.js';
import { type FlagDetectionParams, flagDetectionParams } from './params.js';
import { type Prepared, prepare, prepareOrThrow } from './prepare.js';
import { type CollectedFrame, collectSeries } from './reading/collect-series.js';
import { readField } from './reading/frame-files.js';
import { reportMetrics, writeFiles } from './report.js';
import type { Series } from './series.js';

export const flagDetection: Pipeline<FlagDetectionParams> = {
  name: 'flag-detection',
  version: '1.0.0',
  title: 'Flag detection',
  summary: 'Flags blurred, unfocused, dark, saturated, empty, outlying and missing frames.',
  params: flagDetectionParams,
  inputs: [
    {
      name: 'frames',
      title: 'Frames',
      description:
        'Images of 8 or 16 bits, each named by its subject and frame number: 20240411_A01_e01_s0005.png. ' +
        'Either frames or a table are needed.',
      kind: 'file',
      count: 'many',
      optional: true,
      extensions: [...imageExtensions],
    },
    {
      name: 'table',
      title: 'Measurements',
      description:
        'A row for each frame with the columns subject and frame, and measures such as area, x, y or ' +
        'mean_brightness; in place of frames, or beside them.',
      kind: 'file',
      count: 'one',
      optional: true,
      extensions: ['.csv', '.tsv', '.txt'],
    },
  ],
  metrics: metricSpecs,
  objective: 'flagged_frames_percent',
  stages: ['read', 'measure', 'detect', 'report'],
  check: async (inputs, params) => [...(await prepare(inputs, params)).problems],
  run,
};

async function run(context: JobContext<FlagDetectionParams>): Promise<void> {
  const { inputs, params, signal } = context;
  context.stage('read');
  const prepared = await prepareOrThrow(inputs, params);
  signal.throwIfAborted();
  context.stage('measure');
  const measured = await measureFrames(context, prepared);
  const unreadable = measured.filter(({ values }) => Object.keys(values).length === 0).length;
  const allSeries = collectSeries([...measured, ...prepared.rows.map((row) => ({ ...row, name: null }))]);
  context.stage('detect');
  const result = detectFlags(prepared.detectors, allSeries, params, params.entities);
  report(context, allSeries, result);
  signal.throwIfAborted();
  context.stage('report');
  reportMetrics(context, allSeries, result, unreadable);
  await writeFiles(context, allSeries, result);
}

/** Measures every image, one after another; a damaged one has no values and is named in a warning. */
async function measureFrames(
  { params, signal, progress, warn }: JobContext<FlagDetectionParams>,
  { frames }: Prepared,
): Promise<CollectedFrame[]> {
  const measured: CollectedFrame[] = [];
  for (const { subject, number, name, file } of frames) {
    signal.throwIfAborted();
    try {
      const field = await readField(file, params.images.white_level);
      measured.push({ subject, number, name, values: measureFrame(field, params.images.smoothing) });
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      warn(`${file.name} could not be measured: ${error.message}.`);
      measured.push({ subject, number, name, values: {} });
    }
    progress(measured.length / frames.length);
  }
  return measured;
}

/** Says what was found: as annotations, and failures of detectors as warnings. */
function report(
  context: JobContext<FlagDetectionParams>,
  allSeries: readonly Series[],
  result: FlagResult,
): void {
  const videos = new Set(allSeries.flatMap(({ video }) => video ?? []));
  for (const flag of result.flags) context.annotate(annotationOf(flag, videos.has(flag.entity)));
  for (const clear of result.clear) context.annotate(withdrawalOf(clear, videos.has(clear.entity)));
  for (const { detector, checked, detected, failed, failures } of result.summaries) {
    context.log('info', `${detector.title}: ${checked} checked, ${detected} flagged, ${failed} failed.`);
    for (const failure of failures) context.warn(failure);
  }
}
