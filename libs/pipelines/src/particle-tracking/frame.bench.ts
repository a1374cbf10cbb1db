/** Processor time of one core per frame of four cameras and per tracking step, on the real experiment kept beside the checkout. */
import { readImage } from '../images/read-image.js';
import { detectionRoom, detectTargets } from './detection/detect.js';
import type { Targets } from './detection/targets.js';
import { readClassicExperiment } from './experiment/classic-files.js';
import type { Experiment } from './experiment/experiment.js';
import { HIGH_PASS_HALF_WIDTH, highPass, highPassRoom } from './images/high-pass.js';
import { type MeasuredFrame, measureFrame } from './measure-frame.js';
import { camerasOf } from './measure-sequence.js';
import { hasReference, readJson, referencePath } from './testing/reference.js';
import { trackFrame } from './tracking/track-frame.js';
import { trackSequence } from './tracking/track-sequence.js';
import { trackedSpace } from './tracking/tracked-space.js';

/** Milliseconds: ours, and those recorded of the compiled C library on the same pictures. */
export interface FrameFigures {
  readonly frame_ms: number;
  readonly recorded_frame_ms: number;
  readonly high_pass_ms: number;
  readonly detect_ms: number;
  readonly match_ms: number;
  readonly step_ms: number;
  readonly recorded_step_ms: number;
}

interface Recorded {
  readonly timing_ms_per_frame_4cams: { readonly cpu_median: number };
  readonly tracking: { readonly tracks_noadd: { readonly cpu_ms_per_step_median: number } };
}

const set = 'cavity_A';

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Medians over the frames, after one warm-up of all of them; null where the experiment is not there. */
export async function measureFrames(): Promise<FrameFigures | null> {
  const experiment = hasReference ? readClassicExperiment(referencePath(set)).experiment : null;
  if (experiment === null) return null;
  await measureAll(experiment);
  const { frames, times } = await measureAll(experiment);
  await trackAll(experiment, frames);
  const step_ms = await trackAll(experiment, frames);
  const recorded = readJson<Recorded>(set, 'expected', 'summary.json');
  const [high_pass_ms, detect_ms, match_ms] = times.map(median) as [number, number, number];
  return {
    frame_ms: high_pass_ms + detect_ms + match_ms,
    recorded_frame_ms: recorded.timing_ms_per_frame_4cams.cpu_median,
    high_pass_ms,
    detect_ms,
    match_ms,
    step_ms,
    recorded_step_ms: recorded.tracking.tracks_noadd.cpu_ms_per_step_median,
  };
}

async function measureAll(experiment: Experiment) {
  const { sensor, spots, volume, match, seenBy } = experiment;
  const cameras = camerasOf(experiment);
  const [filterRoom, room] = [
    highPassRoom(sensor.widthPx, sensor.heightPx),
    detectionRoom(sensor.widthPx, sensor.heightPx),
  ];
  const times: [number[], number[], number[]] = [[], [], []];
  const frames: MeasuredFrame[] = [];
  for (let frame = experiment.firstFrame; frame <= experiment.lastFrame; frame++) {
    const names = cameras.map((_, c) => referencePath('images_cavity', `cam${c + 1}.${frame}.tif`));
    const images = await Promise.all(names.map(readImage));
    const start = cpuMs();
    const filtered = images.map((image) => highPass(image, HIGH_PASS_HALF_WIDTH, filterRoom));
    const afterFilter = cpuMs();
    const targets = filtered.map((image, c): Targets => {
      return detectTargets(image, { ...spots, threshold: experiment.cameras[c]!.threshold }, room);
    });
    const afterDetection = cpuMs();
    frames.push(measureFrame(frame, cameras, targets, { volume, limits: match, seenBy }));
    times[0].push(afterFilter - start);
    times[1].push(afterDetection - afterFilter);
    times[2].push(cpuMs() - afterDetection);
  }
  return { frames, times };
}

/** Mean time of a step over all frames, without reading and writing. */
async function trackAll(experiment: Experiment, frames: readonly MeasuredFrame[]): Promise<number> {
  const cameras = camerasOf(experiment);
  const { firstFrame, lastFrame, volume, tracking } = experiment;
  const start = cpuMs();
  await trackSequence({
    cameras,
    limits: { ...tracking, adding: 'off' },
    space: trackedSpace(cameras, volume),
    firstFrame,
    lastFrame,
    read: async (frame) => {
      const { positions, targetsOfParticle, targets } = frames[frame - firstFrame]!;
      return trackFrame(frame, positions.xyzMm, targetsOfParticle, targets);
    },
    write: async () => undefined,
    onStep: () => undefined,
  });
  return (cpuMs() - start) / (lastFrame - firstFrame);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
