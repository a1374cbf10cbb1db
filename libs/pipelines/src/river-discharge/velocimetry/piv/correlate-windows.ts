/** Cross-correlation of interrogation windows over many pairs of frames, summed in the frequency domain. */
import {
  emptySpectrum,
  type Grid,
  powerOfTwoFrom,
  type Spectrum,
  transformBack,
  transformReal,
} from '../fft.js';
import { type NearPieces, stillSpectrum } from './still-pattern.js';

/** Sums over pairs of one window: of the cross-spectrum, and of the spectra of both frames. */
export interface CorrelationSum {
  readonly windowPx: number;
  pairs: number;
  readonly cross: Spectrum;
  readonly first: Spectrum;
  readonly second: Spectrum;
}

/** Of a peak in a correlation. */
export interface CorrelationPeak {
  /** Displacement in pixels a frame step, x right and y down. */
  readonly dx: number;
  readonly dy: number;
  /** Height over the next peak. */
  readonly signalToNoise: number;
}

/** A spectrum as it is kept for later frames: half as large, and fine enough. */
export interface KeptSpectrum {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

export function emptySum(windowPx: number): CorrelationSum {
  const size = powerOfTwoFrom(2 * windowPx);
  const spectrum = () => emptySpectrum(size, size);
  return { windowPx, pairs: 0, cross: spectrum(), first: spectrum(), second: spectrum() };
}

/**
 * Spectrum of a square window, padded to twice its size.
 * @param samples row by row, from `from` on
 * @param mean taken off first: that of much more than the window, since taking off the window's own draws displacements
 * towards zero where the pattern is coarse
 * @param into overwritten, where it is given; @param work of the size of a sum
 */
export function windowSpectrum(
  samples: ArrayLike<number>,
  from: number,
  windowPx: number,
  mean: number,
  work: Spectrum,
  into?: KeptSpectrum,
): KeptSpectrum {
  const grey = new Float64Array(windowPx * windowPx);
  for (let i = 0; i < grey.length; i++) grey[i] = samples[from + i]! - mean;
  const size = { rows: windowPx, columns: windowPx };
  const { re, im } = transformReal(grey, size, { rows: 2 * windowPx, columns: 2 * windowPx }, work);
  if (into === undefined) return { re: Float32Array.from(re), im: Float32Array.from(im) };
  into.re.set(re);
  into.im.set(im);
  return into;
}

/** Adds the pair of a window's spectra. */
export function addPair(sum: CorrelationSum, a: KeptSpectrum, b: KeptSpectrum): void {
  sum.pairs++;
  const { cross, first, second } = sum;
  const { re: aRe, im: aIm } = a;
  const { re: bRe, im: bIm } = b;
  for (let i = 0; i < aRe.length; i++) {
    const p = aRe[i]!;
    const q = aIm[i]!;
    const r = bRe[i]!;
    const s = bIm[i]!;
    cross.re[i]! += p * r + q * s;
    cross.im[i]! += p * s - q * r;
    first.re[i]! += p;
    first.im[i]! += q;
    second.re[i]! += r;
    second.im[i]! += s;
  }
}

/** Adds all pairs of another sum. */
export function addSum(into: CorrelationSum, from: CorrelationSum): void {
  into.pairs += from.pairs;
  for (const part of ['cross', 'first', 'second'] as const) {
    for (let i = 0; i < into[part].re.length; i++) {
      into[part].re[i]! += from[part].re[i]!;
      into[part].im[i]! += from[part].im[i]!;
    }
  }
}

/**
 * Mean correlation less that of what stands still; each shift divided by the pixels that overlap at it, without which
 * displacements come out too small (Raffel et al., Particle Image Velocimetry, 2018), and smoothed only then: smoothed
 * before, its edges at no shift and its slope would draw peaks aside.
 */
export function meanCorrelation(sum: CorrelationSum, near: NearPieces | null = null): Grid {
  const { windowPx, pairs, cross } = sum;
  const mean = stillSpectrum(sum, near);
  for (let i = 0; i < mean.re.length; i++) {
    mean.re[i] = cross.re[i]! / pairs - mean.re[i]!;
    mean.im[i] = cross.im[i]! / pairs - mean.im[i]!;
  }
  const correlation = transformBack(mean);
  const { rows: size, values } = correlation;
  const overlap = Float64Array.from({ length: size }, (_, shift) =>
    Math.max(1, windowPx - Math.min(shift, size - shift)),
  );
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++)
      values[row * size + column]! /= overlap[row]! * overlap[column]!;
  }
  smooth(values, size);
  return correlation;
}

/** Standard deviation in pixels of the Gaussian that detail is smoothed with: two frames, each by one pixel. */
const smoothingPx = Math.SQRT2;
const smoothingReach = Math.ceil(3 * smoothingPx);
const smoothingKernel = gaussianKernel(smoothingPx, smoothingReach);

function gaussianKernel(spreadPx: number, reach: number): Float64Array {
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * spreadPx ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  return kernel.map((weight) => weight / total);
}

/** Along rows, then along columns; a correlation goes on at its other side. */
function smooth(values: Float64Array, size: number): void {
  const line = new Float64Array(size + 2 * smoothingReach);
  for (const [step, next] of [
    [1, size],
    [size, 1],
  ] as const) {
    for (let at = 0; at < size; at++) {
      for (let i = 0; i < line.length; i++)
        line[i] = values[at * next + ((i - smoothingReach + size) % size) * step]!;
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let k = 0; k < smoothingKernel.length; k++) sum += smoothingKernel[k]! * line[i + k]!;
        values[at * next + i * step] = sum;
      }
    }
  }
}

/**
 * Highest peak within half a window, to a fraction of a pixel by the Gaussian through it and its neighbours (Willert &
 * Gharib, Experiments in Fluids 10, 1991). Null where it is not positive or lies at the border of the search.
 */
export function findPeak(correlation: Grid, windowPx: number): CorrelationPeak | null {
  const reach = windowPx >> 1;
  const { rows: size, values } = correlation;
  const at = (dx: number, dy: number) => values[((dy + size) % size) * size + ((dx + size) % size)]!;
  const { dx, dy, height } = highest(at, reach, () => true);
  if (height <= 0 || Math.abs(dx) === reach || Math.abs(dy) === reach) return null;
  const isAnother = (x: number, y: number) =>
    Math.max(Math.abs(x - dx), Math.abs(y - dy)) > 2 && isPeak(at, x, y);
  const next = highest(at, reach - 1, isAnother).height;
  return {
    dx: dx + gaussianOffset(at(dx - 1, dy), height, at(dx + 1, dy)),
    dy: dy + gaussianOffset(at(dx, dy - 1), height, at(dx, dy + 1)),
    signalToNoise: next > 0 ? Math.min(99, height / next) : 99,
  };
}

type HeightAt = (dx: number, dy: number) => number;

/** The highest shift of those that count; of height 0 where none is above it. */
function highest(at: HeightAt, reach: number, counts: (dx: number, dy: number) => boolean) {
  let best = { dx: 0, dy: 0, height: 0 };
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const height = at(dx, dy);
      if (height > best.height && counts(dx, dy)) best = { dx, dy, height };
    }
  }
  return best;
}

/** Whether none of the eight shifts around is higher. */
function isPeak(at: HeightAt, dx: number, dy: number): boolean {
  const height = at(dx, dy);
  for (let y = -1; y <= 1; y++) {
    for (let x = -1; x <= 1; x++) if (at(dx + x, dy + y) > height) return false;
  }
  return true;
}

/** Top of the Gaussian through three values, the middle one highest; of a parabola where one is not positive. */
function gaussianOffset(before: number, here: number, after: number): number {
  const positive = before > 0 && after > 0;
  const [a, b, c] = positive ? [Math.log(before), Math.log(here), Math.log(after)] : [before, here, after];
  const bend = a - 2 * b + c;
  return bend < 0 ? (a - c) / (2 * bend) : 0;
}
