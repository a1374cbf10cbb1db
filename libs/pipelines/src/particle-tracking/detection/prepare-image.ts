/** What is done to a picture before detection: background off, high-pass, mask. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { type GreyImage, ImageError } from '../../images/grey-image.js';
import { readImage } from '../../images/read-image.js';
import type { Sensor } from '../camera/calibration.js';
import { resolveImage } from '../experiment/image-names.js';
import type { PreparedExperiment } from '../experiment/read-experiment.js';
import { unusableFile } from '../experiment/unusable-file.js';
import { HIGH_PASS_HALF_WIDTH, type HighPassRoom, highPass } from '../images/high-pass.js';
import type { ParticleTrackingParams } from '../params.js';

/** For each camera what is taken from its pictures, and where nothing is detected; null: nothing, everywhere. */
export interface ImageCorrections {
  readonly backgrounds: readonly (Uint8Array | null)[];
  readonly masks: readonly (Uint8Array | null)[];
}

/** Reads one picture. @throws ProblemsError that names camera and frame */
export async function readCameraImage(
  { folder, experiment }: PreparedExperiment,
  camera: number,
  frame: number,
): Promise<GreyImage> {
  const { images } = experiment.cameras[camera]!;
  const name = resolveImage(images, frame, (candidate) => existsSync(path.join(folder, candidate)));
  const where = `Camera ${camera + 1}, frame ${frame}`;
  if (name === null) throw unusableFile(resolveImage(images, frame, () => true)!, where, 'it is not there');
  return readSized(folder, name, where, experiment.sensor);
}

async function readSized(
  folder: string,
  name: string,
  where: string,
  { widthPx, heightPx }: Sensor,
): Promise<GreyImage> {
  try {
    const image = await readImage(path.join(folder, name));
    if (image.width === widthPx && image.height === heightPx) return image;
    throw new ImageError(`it has ${image.width} × ${image.height} pixels, not ${widthPx} × ${heightPx}`);
  } catch (error) {
    if (error instanceof ImageError) throw unusableFile(name, where, error.message);
    throw error;
  }
}

/** Reads masks and works out backgrounds over the whole sequence, so that chunks of it get the same. */
export async function readCorrections(
  prepared: PreparedExperiment,
  { preprocess }: ParticleTrackingParams,
  signal: AbortSignal,
): Promise<ImageCorrections> {
  const { folder, experiment } = prepared;
  const masks: (Uint8Array | null)[] = experiment.cameras.map(() => null);
  for (const [c, name] of preprocess.masks.entries()) {
    masks[c] = (await readSized(folder, name, `Mask of camera ${c + 1}`, experiment.sensor)).pixels;
  }
  const backgrounds: (Uint8Array | null)[] = experiment.cameras.map(() => null);
  if (preprocess.background !== 'none' && experiment.targets === 'detect') {
    const frames = spreadFrames(experiment.firstFrame, experiment.lastFrame, preprocess.background_frames);
    for (const c of experiment.cameras.keys()) {
      backgrounds[c] = await backgroundOf(prepared, c, frames, preprocess.background, signal);
    }
  }
  return { backgrounds, masks };
}

/** At most `count` frames, evenly spread from the first to the last. */
function spreadFrames(first: number, last: number, count: number): number[] {
  const total = Math.min(count, last - first + 1);
  if (total === 1) return [first];
  return Array.from({ length: total }, (_, i) => first + Math.round((i * (last - first)) / (total - 1)));
}

async function backgroundOf(
  prepared: PreparedExperiment,
  camera: number,
  frames: readonly number[],
  kind: 'minimum' | 'mean',
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { widthPx, heightPx } = prepared.experiment.sensor;
  const sums = new Float64Array(widthPx * heightPx).fill(kind === 'mean' ? 0 : 255);
  for (const frame of frames) {
    signal.throwIfAborted();
    const { pixels } = await readCameraImage(prepared, camera, frame);
    if (kind === 'mean') for (let i = 0; i < sums.length; i++) sums[i]! += pixels[i]!;
    else for (let i = 0; i < sums.length; i++) if (pixels[i]! < sums[i]!) sums[i] = pixels[i]!;
  }
  return Uint8Array.from(sums, (sum) => (kind === 'mean' ? Math.floor(sum / frames.length) : sum));
}

/** The picture as targets are sought in it. */
export function correctImage(
  image: GreyImage,
  background: Uint8Array | null,
  mask: Uint8Array | null,
  filter: 'on' | 'off',
  room: HighPassRoom,
): GreyImage {
  let { pixels } = image;
  if (background !== null) pixels = pixels.map((value, i) => Math.max(0, value - background[i]!));
  const plain = { ...image, pixels };
  const filtered = filter === 'on' ? highPass(plain, HIGH_PASS_HALF_WIDTH, room) : plain;
  if (mask === null) return filtered;
  return { ...filtered, pixels: filtered.pixels.map((value, i) => (mask[i] === 0 ? 0 : value)) };
}
