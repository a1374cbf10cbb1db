/** Processor time of one core for measuring a frame, beside that of decoding its PNG, which no measure can do without. */

import { seededRandom } from '../execution/random.js';
import { encodePng } from '../images/encode-png.js';
import { toBrightness } from '../images/grey-image.js';
import { readPng } from '../images/png.js';
import { measureFrame } from './measuring/measures.js';
import { drawField, sampleHeight, sampleWidth } from './sample/embryo.js';
import { expose } from './sample/optics.js';

/** Milliseconds of processor time a frame. */
export interface FrameTimes {
  readonly decode_ms: number;
  readonly measure_ms: number;
}

const repeats = 20;

/** @param factor the sample frame of 240 × 180 pixels is enlarged by this: 5 gives 1.08 megapixels */
export function measureFrameTimes(factor: number): FrameTimes {
  const pose = { x: 118, y: 92, angle: 0.1, size: 1, growth: 0.5, edema: 0.5, decay: 0, grain: 1 };
  const pixels = expose(drawField(pose), { gain: 1, noise: 0.006, random: seededRandom('bench') });
  const png = enlarged(pixels, factor);
  const decode = () => {
    const image = readPng(png);
    return { width: image.width, height: image.height, values: toBrightness(image) };
  };
  const field = decode();
  return { decode_ms: cpuMs(decode), measure_ms: cpuMs(() => measureFrame(field, 1)) };
}

function enlarged(pixels: Uint8Array, factor: number): Uint8Array {
  const [width, height] = [sampleWidth * factor, sampleHeight * factor];
  const large = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [Math.floor((i % width) / factor), Math.floor(i / width / factor)];
    return pixels[y * sampleWidth + x]!;
  });
  return encodePng(width, height, large);
}

function cpuMs(work: () => unknown): number {
  work();
  const before = process.cpuUsage();
  for (let i = 0; i < repeats; i++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / repeats;
}
