/** From measured frames to the result: tracking, tables, figures and metrics; the same for a whole run and for chunks. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobContext } from '../contract.js';
import { readCameraImage } from './detection/prepare-image.js';
import type { Experiment } from './experiment/experiment.js';
import type { PreparedExperiment } from './experiment/read-experiment.js';
import { classicFiles } from './experiment/write-classic.js';
import { yamlFileName, yamlText } from './experiment/yaml-file.js';
import { type FrameSummary, registerFrames } from './measure-sequence.js';
import { MEASURED_PRIORITY, readRows, readTargetsText } from './output/classic-text.js';
import { detectionsFigure, fractionFigure, tracksFigure } from './output/figures.js';
import { GrowingTable, withTables, writeWhole } from './output/files.js';
import { addedName, linksName, tableNames, tableTitles, targetsOutputName } from './output/output-names.js';
import { writeParquet } from './output/parquet.js';
import type { ParticleTrackingParams } from './params.js';
import { trackFrames } from './track-frames.js';
import { TrackFollower } from './tracking/trajectories.js';

type Context = JobContext<ParticleTrackingParams>;

/** What tracking has found in one frame. */
interface FrameLinks {
  readonly particles: number;
  readonly links: number;
  readonly added: number;
}

/** Tracks measured frames (unless switched off), and writes and reports everything. */
export async function finishJob(
  context: Context,
  prepared: PreparedExperiment,
  summaries: readonly FrameSummary[],
  measureTimeS: number,
): Promise<void> {
  const { experiment } = prepared;
  const isTracking = context.params.tracking.enabled;
  let trackTimeS = 0;
  if (isTracking) {
    context.stage('track');
    if (summaries.length < 3)
      context.warn('Tracking needs at least three frames: with fewer, no particle is linked.');
    const startedMs = performance.now();
    await trackFrames(context, experiment);
    trackTimeS = (performance.now() - startedMs) / 1000;
    context.metric('track_time_s', trackTimeS);
  }
  context.stage('report');
  registerFrames(context, experiment, { first: experiment.firstFrame, last: experiment.lastFrame });
  const links = isTracking ? await reportTracks(context, experiment) : null;
  await writeFrames(context, experiment, summaries, links);
  await writeParquetTables(context);
  reportMeasures(context, summaries);
  context.metric('measure_time_s', measureTimeS);
  context.metric('frame_time_s', (measureTimeS + trackTimeS) / summaries.length);
  await writeDetections(context, prepared);
  await writeDescription(context, experiment);
}

/** Writes trajectories and their figures from the files of links, and reports their metrics. */
async function reportTracks(context: Context, experiment: Experiment): Promise<FrameLinks[]> {
  const { outputDir, signal } = context;
  const { firstFrame, lastFrame } = experiment;
  const follower = new TrackFollower(lastFrame);
  const perFrame: FrameLinks[] = [];
  const header = 'track,frame,particle,x_mm,y_mm,z_mm,step_mm,source';
  await withTables([GrowingTable.create(outputDir, tableNames.trajectories, header)], async ([table]) => {
    for (let frame = firstFrame; frame <= lastFrame; frame++) {
      signal.throwIfAborted();
      const linked = await readLinked(outputDir, frame);
      const { tracks, stepsMm } = follower.follow(linked);
      let text = '';
      for (let i = 0; i < linked.count; i++) {
        const place = Array.from(linked.xyzMm.subarray(i * 3, i * 3 + 3), (value) => value.toFixed(3)).join(
          ',',
        );
        const step = Number.isNaN(stepsMm[i]!) ? '' : stepsMm[i]!.toFixed(3);
        const source = i < linked.measuredCount ? 'measured' : 'added';
        text += `${tracks[i]},${frame},${i},${place},${step},${source}\n`;
      }
      await table!.append(text);
      const links = linked.next.reduce((sum, next) => sum + (next >= 0 ? 1 : 0), 0);
      perFrame.push({ particles: linked.count, links, added: linked.count - linked.measuredCount });
      registerLinks(context, frame);
    }
  });
  context.artifact(tableNames.trajectories, { title: tableTitles.trajectories, role: 'result' });
  context.metric('tracked_percent', follower.trackedPercent);
  context.metric('links', follower.links);
  context.metric(
    'added',
    perFrame.reduce((sum, { added }) => sum + added, 0),
  );
  context.metric('tracks', follower.trackCount);
  context.metric('track_length_mean', follower.meanTrackFrames);
  await preview(context, 'tracks.png', 'Tracks by speed', await tracksFigure(follower.drawnTracks));
  const steps = perFrame.slice(0, -1);
  const frames = steps.map((_, i) => firstFrame + i);
  const percent = steps.map(({ particles, links }) => (particles > 0 ? (100 * links) / particles : 0));
  await preview(
    context,
    'tracked_fraction.png',
    'Tracked fraction per frame',
    await fractionFigure(frames, percent),
  );
  return perFrame;
}

async function readLinked(folder: string, frame: number) {
  const name = addedName(frame);
  const rows = readRows(await readFile(path.join(folder, name), 'utf8'), name, 6);
  return {
    frame,
    count: rows.length,
    previous: Int32Array.from(rows, (row) => row[0]!),
    next: Int32Array.from(rows, (row) => row[1]!),
    xyzMm: Float64Array.from(rows.flatMap((row) => row.slice(2, 5))),
    measuredCount: rows.filter((row) => row[5] === MEASURED_PRIORITY).length,
  };
}

function registerLinks(context: Context, frame: number): void {
  const info = { role: 'data', mediaType: 'text/plain' } as const;
  context.artifact(linksName(frame), { title: `Links of frame ${frame}`, ...info });
  context.artifact(addedName(frame), { title: `Links with priorities of frame ${frame}`, ...info });
}

async function writeFrames(
  context: Context,
  { cameras }: Experiment,
  summaries: readonly FrameSummary[],
  links: readonly FrameLinks[] | null,
): Promise<void> {
  const targets = cameras.map((_, c) => `targets_cam${c + 1}`);
  const counts = ['quadruplets', 'triplets', 'pairs', 'particles', 'residual_mm'];
  const header = ['frame', ...targets, ...counts, ...(links ? ['links', 'lost', 'added'] : [])];
  const lines = summaries.map((summary, i) => {
    const { frame, quadruplets, triplets, pairs, positions, residualSumMm } = summary;
    const residual = positions > 0 ? (residualSumMm / positions).toFixed(6) : '';
    const found = [frame, ...summary.targets, quadruplets, triplets, pairs, positions, residual];
    const step = links?.[i];
    const isLast = i === summaries.length - 1;
    const tracked = step
      ? [isLast ? '' : step.links, isLast ? '' : step.particles - step.links, step.added]
      : [];
    return [...found, ...tracked].join(',');
  });
  await writeWhole(context.outputDir, tableNames.frames, `${[header.join(','), ...lines].join('\n')}\n`);
  context.artifact(tableNames.frames, { title: tableTitles.frames, role: 'result' });
}

/** The same tables for programs that read columns. */
async function writeParquetTables({ outputDir, params, signal, artifact }: Context): Promise<void> {
  for (const [table, csvName] of Object.entries(tableNames)) {
    if (table === 'trajectories' && !params.tracking.enabled) continue;
    const name = await writeParquet(outputDir, csvName, signal);
    artifact(name, {
      title: `${tableTitles[table as keyof typeof tableNames]}, as Parquet`,
      role: 'data',
      mediaType: 'application/vnd.apache.parquet',
    });
  }
}

/** Metrics of detection and matching. */
export function reportMeasures(context: Context, summaries: readonly FrameSummary[]): void {
  const mean = (of: (summary: FrameSummary) => number) =>
    summaries.reduce((sum, summary) => sum + of(summary), 0) / summaries.length;
  const cameraCount = summaries[0]!.targets.length;
  context.metric('frames', summaries.length);
  context.metric('targets_mean', mean(({ targets }) => targets.reduce((sum, n) => sum + n, 0)) / cameraCount);
  for (let c = 0; c < cameraCount; c++) {
    context.metric(
      `targets_cam${c + 1}_mean`,
      mean(({ targets }) => targets[c]!),
    );
  }
  context.metric(
    'quadruplets_mean',
    mean(({ quadruplets }) => quadruplets),
  );
  context.metric(
    'triplets_mean',
    mean(({ triplets }) => triplets),
  );
  context.metric(
    'pairs_mean',
    mean(({ pairs }) => pairs),
  );
  const positions = mean((summary) => summary.positions);
  context.metric('positions_mean', positions);
  context.metric(
    'residual_mean_mm',
    positions > 0 ? mean(({ residualSumMm }) => residualSumMm) / positions : 0,
  );
}

async function writeDetections(context: Context, prepared: PreparedExperiment): Promise<void> {
  const { experiment } = prepared;
  const frame = experiment.firstFrame;
  const views = [];
  for (const [c, { images }] of experiment.cameras.entries()) {
    context.signal.throwIfAborted();
    const name = targetsOutputName(images, frame);
    const targets = readTargetsText(await readFile(path.join(context.outputDir, name), 'utf8'), name);
    const image = experiment.targets === 'detect' ? await readCameraImage(prepared, c, frame) : null;
    views.push({ image, targets });
  }
  const figure = detectionsFigure(frame, views, experiment.sensor);
  await preview(context, 'detections.svg', `Targets of frame ${frame}`, figure);
}

/** The experiment as it was processed, in both forms: so each converts the other. */
async function writeDescription(context: Context, experiment: Experiment): Promise<void> {
  const files = new Map([...classicFiles(experiment), [yamlFileName, yamlText(experiment)]]);
  for (const [name, text] of files) {
    const inside = name.split('/').filter((part) => part !== '..' && part !== '.' && part !== '');
    await writeWhole(context.outputDir, inside.join('/'), text);
    context.artifact(inside.join('/'), { title: `Settings: ${name}`, role: 'data', mediaType: 'text/plain' });
  }
}

async function preview(
  context: Context,
  name: string,
  title: string,
  data: string | Uint8Array,
): Promise<void> {
  context.signal.throwIfAborted();
  await writeWhole(context.outputDir, name, data);
  context.artifact(name, { title, role: 'preview' });
}
