/**
 * A sequence divided by frames. Detection, correspondences and positions of a frame depend on that frame alone, so
 * chunks measure theirs; tracking looks at four frames at a time and at all links before, so merging tracks the whole
 * sequence once. Thus no link across a border is lost, and the files equal those of a single run byte for byte.
 */
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type ChunkResult,
  type FrameRange,
  type Inputs,
  type JobContext,
  type MergeContext,
  ProcessingError,
} from '../contract.js';
import type { Experiment } from './experiment/experiment.js';
import { prepareOrThrow } from './experiment/read-experiment.js';
import { finishJob, reportMeasures } from './finish.js';
import { type FrameSummary, measureSequence, registerFrames } from './measure-sequence.js';
import { GrowingTable, withTables, writeWhole } from './output/files.js';
import {
  positionsName,
  summariesName,
  tableNames,
  tableTitles,
  targetsOutputName,
} from './output/output-names.js';
import { positionsHeader, targetsHeader } from './output/tables.js';
import type { ParticleTrackingParams } from './params.js';

type Context = JobContext<ParticleTrackingParams>;

/** The frames of the sequence. Throws a ProblemsError. */
export async function readFrames(inputs: Inputs, params: ParticleTrackingParams): Promise<FrameRange> {
  const { firstFrame, lastFrame } = prepareOrThrow(inputs, params).experiment;
  return { first: firstFrame, last: lastFrame };
}

/** Measures the frames of one chunk. */
export async function runChunk(context: Context, frames: FrameRange): Promise<void> {
  context.stage('read');
  const prepared = prepareOrThrow(context.inputs, context.params);
  context.signal.throwIfAborted();
  context.stage('measure');
  const startedMs = performance.now();
  const summaries = await measureSequence(context, prepared, frames);
  const measureTimeS = (performance.now() - startedMs) / 1000;
  registerFrames(context, prepared.experiment, frames);
  await writeWhole(context.outputDir, summariesName, `${JSON.stringify(summaries)}\n`);
  context.artifact(summariesName, { title: 'Counts for merging', role: 'data' });
  reportMeasures(context, summaries);
  context.metric('measure_time_s', measureTimeS);
  context.metric('frame_time_s', measureTimeS / summaries.length);
}

/** Puts the measured frames together, tracks them and reports. */
export async function mergeChunks(context: MergeContext<ParticleTrackingParams>): Promise<void> {
  context.stage('read');
  const prepared = prepareOrThrow(context.inputs, context.params);
  const { experiment } = prepared;
  const summaries = (await Promise.all(context.chunks.map(readSummaries))).flat();
  checkCover(summaries, experiment);
  context.signal.throwIfAborted();
  context.stage('measure');
  for (const chunk of context.chunks) await copyFrames(context, experiment, chunk);
  await joinTables(context, experiment);
  const measureTimeS = context.chunks.reduce((sum, { metrics }) => sum + (metrics.measure_time_s ?? 0), 0);
  await finishJob(context, prepared, summaries, measureTimeS);
}

async function readSummaries({ outputDir }: ChunkResult): Promise<FrameSummary[]> {
  return JSON.parse(await readFile(path.join(outputDir, summariesName), 'utf8')) as FrameSummary[];
}

/** Chunks of another sequence would leave frames out. */
function checkCover(summaries: readonly FrameSummary[], { firstFrame, lastFrame }: Experiment): void {
  const isWhole = summaries.every(({ frame }, i) => frame === firstFrame + i);
  if (isWhole && summaries.length === lastFrame - firstFrame + 1) return;
  throw new ProcessingError(
    `The chunks do not cover frames ${firstFrame} to ${lastFrame}: they belong to another sequence. Run them again.`,
  );
}

async function copyFrames(context: Context, { cameras }: Experiment, chunk: ChunkResult): Promise<void> {
  for (let frame = chunk.frames.first; frame <= chunk.frames.last; frame++) {
    context.signal.throwIfAborted();
    for (const name of [
      positionsName(frame),
      ...cameras.map(({ images }) => targetsOutputName(images, frame)),
    ]) {
      const target = path.join(context.outputDir, name);
      await mkdir(path.dirname(target), { recursive: true });
      await copyFile(path.join(chunk.outputDir, name), target);
    }
  }
}

async function joinTables(
  context: MergeContext<ParticleTrackingParams>,
  { cameras }: Experiment,
): Promise<void> {
  const headers = [
    [tableNames.positions, positionsHeader(cameras.length), tableTitles.positions],
    [tableNames.targets, targetsHeader, tableTitles.targets],
  ] as const;
  for (const [name, header, title] of headers) {
    await withTables([GrowingTable.create(context.outputDir, name, header)], async ([table]) => {
      for (const { outputDir } of context.chunks) {
        context.signal.throwIfAborted();
        const text = await readFile(path.join(outputDir, name), 'utf8');
        await table!.append(text.slice(text.indexOf('\n') + 1));
      }
    });
    context.artifact(name, { title, role: 'result' });
  }
}
