/** Detection, correspondences and positions of all frames of a sequence or of a chunk of it, frame by frame. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameRange, JobContext } from '../contract.js';
import { type Camera, createCamera } from './camera/camera.js';
import { detectionRoom, detectTargets } from './detection/detect.js';
import {
  correctImage,
  type ImageCorrections,
  readCameraImage,
  readCorrections,
} from './detection/prepare-image.js';
import type { Targets } from './detection/targets.js';
import type { Experiment } from './experiment/experiment.js';
import { targetsName } from './experiment/image-names.js';
import type { PreparedExperiment } from './experiment/read-experiment.js';
import { unusableFile } from './experiment/unusable-file.js';
import { highPassRoom } from './images/high-pass.js';
import { type MeasuredFrame, measureFrame } from './measure-frame.js';
import { ClassicFormatError, positionsText, readTargetsText, targetsText } from './output/classic-text.js';
import { GrowingTable, withTables, writeWhole } from './output/files.js';
import { positionsName, tableNames, tableTitles, targetsOutputName } from './output/output-names.js';
import { positionsHeader, positionsLines, targetsHeader, targetsLines } from './output/tables.js';
import type { ParticleTrackingParams } from './params.js';

/** Counts of one measured frame. */
export interface FrameSummary {
  readonly frame: number;
  /** Per camera. */
  readonly targets: readonly number[];
  readonly quadruplets: number;
  readonly triplets: number;
  readonly pairs: number;
  readonly positions: number;
  readonly residualSumMm: number;
}

type Context = JobContext<ParticleTrackingParams>;

export function camerasOf({ cameras, media, sensor }: Experiment): Camera[] {
  return cameras.map(({ calibration }) => createCamera(calibration, media, sensor));
}

/** Measures the frames, writes their files and the tables, and returns their counts. */
export async function measureSequence(
  context: Context,
  prepared: PreparedExperiment,
  range: FrameRange,
): Promise<FrameSummary[]> {
  const { experiment } = prepared;
  const { outputDir, params, signal } = context;
  const cameras = camerasOf(experiment);
  const corrections = await readCorrections(prepared, params, signal);
  const find = targetFinder(prepared, corrections);
  const summaries: FrameSummary[] = [];
  const tables = [
    GrowingTable.create(outputDir, tableNames.positions, positionsHeader(cameras.length)),
    GrowingTable.create(outputDir, tableNames.targets, targetsHeader),
  ];
  await withTables(tables, async ([positions, targets]) => {
    for (let frame = range.first; frame <= range.last; frame++) {
      const found: Targets[] = [];
      for (const c of cameras.keys()) {
        signal.throwIfAborted();
        found.push(await find(c, frame));
      }
      const measured = measureFrame(frame, cameras, found, settingsOf(experiment));
      await writeFrame(context, experiment, measured);
      await positions!.append(positionsLines(measured));
      for (const [c, of] of found.entries()) await targets!.append(targetsLines(frame, c + 1, of));
      summaries.push(summaryOf(measured));
      context.progress((frame - range.first + 1) / (range.last - range.first + 1));
    }
  });
  context.artifact(tableNames.positions, { title: tableTitles.positions, role: 'result' });
  context.artifact(tableNames.targets, { title: tableTitles.targets, role: 'result' });
  return summaries;
}

function settingsOf({ volume, match, seenBy }: Experiment) {
  return { volume, limits: match, seenBy };
}

/** Targets of a camera in a frame: found in its picture, or as stored. Reuses its memory from frame to frame. */
function targetFinder(prepared: PreparedExperiment, { backgrounds, masks }: ImageCorrections) {
  const { folder, experiment } = prepared;
  const { cameras, sensor, spots, highPass } = experiment;
  if (experiment.targets === 'stored') {
    return async (camera: number, frame: number): Promise<Targets> => {
      const name = targetsName(cameras[camera]!.images, frame);
      return readStoredTargets(folder, name, `Camera ${camera + 1}, frame ${frame}`);
    };
  }
  const room = detectionRoom(sensor.widthPx, sensor.heightPx);
  const filterRoom = highPassRoom(sensor.widthPx, sensor.heightPx);
  return async (camera: number, frame: number): Promise<Targets> => {
    const image = await readCameraImage(prepared, camera, frame);
    const corrected = correctImage(image, backgrounds[camera]!, masks[camera]!, highPass, filterRoom);
    return detectTargets(corrected, { ...spots, threshold: cameras[camera]!.threshold }, room);
  };
}

async function readStoredTargets(folder: string, name: string, where: string): Promise<Targets> {
  try {
    return readTargetsText(await readFile(path.join(folder, name), 'utf8'), 'its text');
  } catch (error) {
    if (error instanceof ClassicFormatError) throw unusableFile(name, where, error.message);
    throw error;
  }
}

async function writeFrame(context: Context, { cameras }: Experiment, measured: MeasuredFrame): Promise<void> {
  const { frame, positions, targetsOfParticle } = measured;
  for (const [c, targets] of measured.targets.entries()) {
    const name = targetsOutputName(cameras[c]!.images, frame);
    await writeWhole(context.outputDir, name, targetsText(targets));
  }
  const text = positionsText(positions.xyzMm, targetsOfParticle, cameras.length);
  await writeWhole(context.outputDir, positionsName(frame), text);
}

/** Registers the files of measured frames, once they will not change any more. */
export function registerFrames(context: Context, { cameras }: Experiment, { first, last }: FrameRange): void {
  for (let frame = first; frame <= last; frame++) {
    cameras.forEach(({ images }, c) => {
      const title = `Targets of camera ${c + 1}, frame ${frame}`;
      context.artifact(targetsOutputName(images, frame), { title, role: 'data', mediaType: 'text/plain' });
    });
    const title = `Particles of frame ${frame}`;
    context.artifact(positionsName(frame), { title, role: 'data', mediaType: 'text/plain' });
  }
}

function summaryOf({ frame, targets, counts, positions }: MeasuredFrame): FrameSummary {
  return {
    frame,
    targets: targets.map(({ count }) => count),
    ...counts,
    positions: positions.count,
    residualSumMm: positions.residualMm.reduce((sum, value) => sum + value, 0),
  };
}
