/** Tracks the measured frames of the output folder: reads their files, links them, writes links. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobContext } from '../contract.js';
import type { Experiment } from './experiment/experiment.js';
import { camerasOf } from './measure-sequence.js';
import {
  addedText,
  linksText,
  MEASURED_PRIORITY,
  positionsText,
  readPositionsText,
  readRows,
  readTargetsText,
  targetsText,
} from './output/classic-text.js';
import { writeWhole } from './output/files.js';
import { addedName, linksName, positionsName, targetsOutputName } from './output/output-names.js';
import type { ParticleTrackingParams } from './params.js';
import { trackBackward } from './tracking/backward.js';
import { type TrackFrame, trackFrame } from './tracking/track-frame.js';
import { type TrackingStep, trackSequence } from './tracking/track-sequence.js';
import { trackedSpace } from './tracking/tracked-space.js';

type Context = JobContext<ParticleTrackingParams>;

/** Links all frames; returns the counts of each forward step. */
export async function trackFrames(context: Context, experiment: Experiment): Promise<TrackingStep[]> {
  const { outputDir, signal } = context;
  const { firstFrame, lastFrame } = experiment;
  const cameras = camerasOf(experiment);
  const steps: TrackingStep[] = [];
  const job = {
    cameras,
    limits: experiment.tracking,
    space: trackedSpace(cameras, experiment.volume),
    firstFrame,
    lastFrame,
    read: (frame: number) => readMeasured(outputDir, experiment, frame),
    write: (frame: TrackFrame) => writeTracked(outputDir, experiment, frame),
  };
  await trackSequence({
    ...job,
    onStep: (step) => {
      signal.throwIfAborted();
      steps.push(step);
      context.progress((step.frame - firstFrame + 1) / Math.max(1, lastFrame - firstFrame));
      const { frame, particles, particlesNext, links, lost, added } = step;
      const counts = `curr: ${particles}, next: ${particlesNext}, links: ${links}, lost: ${lost}, add: ${added}`;
      context.log('debug', `step: ${frame}, ${counts}`);
    },
  });
  if (context.params.tracking.backward) {
    const added = await trackBackward({
      ...job,
      read: (frame) => readTracked(outputDir, experiment, frame),
      signal,
    });
    context.log('info', `Backwards ${added} more links were found.`);
  }
  return steps;
}

async function readMeasured(folder: string, { cameras }: Experiment, frame: number): Promise<TrackFrame> {
  const text = async (name: string) => readFile(path.join(folder, name), 'utf8');
  const name = positionsName(frame);
  const positions = readPositionsText(await text(name), name, cameras.length);
  const targets = [];
  for (const { images } of cameras) {
    const file = targetsOutputName(images, frame);
    targets.push(readTargetsText(await text(file), file));
  }
  return trackFrame(frame, positions.xyzMm, positions.targetsOfParticle, targets);
}

/** As measured, with the links that forward tracking has written. */
async function readTracked(folder: string, experiment: Experiment, frame: number): Promise<TrackFrame> {
  const tracked = await readMeasured(folder, experiment, frame);
  const name = addedName(frame);
  const rows = readRows(await readFile(path.join(folder, name), 'utf8'), name, 6);
  rows.forEach(([previous, next], i) => {
    tracked.previous[i] = previous!;
    tracked.next[i] = next!;
  });
  return { ...tracked, measuredCount: rows.filter((row) => row[5] === MEASURED_PRIORITY).length };
}

async function writeTracked(folder: string, { cameras }: Experiment, tracked: TrackFrame): Promise<void> {
  const { frame, count, measuredCount, previous, next } = tracked;
  const xyzMm = tracked.xyzMm.subarray(0, count * 3);
  const links = { count, xyzMm, previous, next };
  await writeWhole(folder, linksName(frame), linksText(links));
  await writeWhole(folder, addedName(frame), addedText(links, measuredCount));
  if (count === measuredCount) return;
  // Particles that were added belong to the frame from now on, and their targets to them.
  const targetsOfParticle = tracked.targetsOfParticle.subarray(0, count * cameras.length);
  await writeWhole(folder, positionsName(frame), positionsText(xyzMm, targetsOfParticle, cameras.length));
  for (const [c, targets] of tracked.targets.entries()) {
    await writeWhole(folder, targetsOutputName(cameras[c]!.images, frame), targetsText(targets));
  }
}
