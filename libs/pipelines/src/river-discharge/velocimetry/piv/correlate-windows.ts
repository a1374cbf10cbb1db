/** Cross-correlation of interrogation windows over many pairs of frames, summed in the frequency domain. */
import { type ComplexGrid, emptyGrid, powerOfTwoFrom, transformBack, transformReal } from '../fft.js';

/** Sums over pairs of one window: of the cross-spectrum, and of the spectra of both frames. */
export interface CorrelationSum {
  readonly windowPx: number;
  pairs: number;
  readonly cross: ComplexGrid;
  readonly first: ComplexGrid;
  readonly second: ComplexGrid;
}

/** Of a peak in a correlation. */
export interface CorrelationPeak {
  /** Displacement in pixels a frame step, x right and y down. */
  readonly dx: number;
  readonly dy: number;
  /** Height over the next peak. */
  readonly signalToNoise: number;
}

export function emptySum(windowPx: number): CorrelationSum {
  const size = powerOfTwoFrom(2 * windowPx);
  const grid = () => emptyGrid(size, size);
  return { windowPx, pairs: 0, cross: grid(), first: grid(), second: grid() };
}

/**
 * Spectrum of a square window about its own mean, padded to twice its size.
 * @param samples row by row, from `from` on @param into overwritten, where it is given
 */
export function windowSpectrum(
  samples: ArrayLike<number>,
  from: number,
  windowPx: number,
  into?: ComplexGrid,
): ComplexGrid {
  const grey = new Float64Array(windowPx * windowPx);
  let mean = 0;
  for (let i = 0; i < grey.length; i++) mean += samples[from + i]! / grey.length;
  for (let i = 0; i < grey.length; i++) grey[i] = samples[from + i]! - mean;
  const size = { rows: windowPx, columns: windowPx };
  return transformReal(grey, size, { rows: 2 * windowPx, columns: 2 * windowPx }, into);
}

/** Adds the pair of a window's spectra. */
export function addPair(sum: CorrelationSum, a: ComplexGrid, b: ComplexGrid): void {
  sum.pairs++;
  const { cross, first, second } = sum;
  const { re: aRe, im: aIm } = a;
  const { re: bRe, im: bIm } = b;
  for (let i = 0; i < aRe.length; i++) {
    const [p, q, r, s] = [aRe[i]!, aIm[i]!, bRe[i]!, bIm[i]!];
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

/** Finest detail that counts, as the standard deviation of a Gaussian in pixels. */
const detailPx = 1;

/** Power of the filter by frequency, along one axis. */
function detailWeights(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-((2 * Math.PI * (Math.min(i, size - i) / size) * detailPx) ** 2)),
  );
}

/**
 * Mean correlation less that of the mean windows, so that what stands still vanishes; each shift divided by the pixels
 * that overlap at it, without which displacements come out too small (Raffel et al., Particle Image Velocimetry, 2018).
 */
export function meanCorrelation({ windowPx, pairs, cross, first, second }: CorrelationSum): ComplexGrid {
  const size = cross.rows;
  const bells = detailWeights(size);
  const grid = emptyGrid(size, size);
  for (let i = 0; i < grid.re.length; i++) {
    const still = first.re[i]! * second.re[i]! + first.im[i]! * second.im[i]!;
    const stillIm = first.re[i]! * second.im[i]! - first.im[i]! * second.re[i]!;
    const weight = bells[i % size]! * bells[Math.floor(i / size)]!;
    grid.re[i] = (weight * (cross.re[i]! - still / pairs)) / pairs;
    grid.im[i] = (weight * (cross.im[i]! - stillIm / pairs)) / pairs;
  }
  transformBack(grid);
  for (let row = 0; row < size; row++) {
    const inY = windowPx - Math.min(row, size - row);
    for (let column = 0; column < size; column++) {
      const overlap = inY * (windowPx - Math.min(column, size - column));
      grid.re[row * size + column]! /= Math.max(1, overlap);
    }
  }
  return grid;
}

/**
 * Highest peak within half a window, to a fraction of a pixel by the Gaussian through it and its neighbours (Willert &
 * Gharib, Experiments in Fluids 10, 1991). Null where it is not positive or lies at the border of the search.
 */
export function findPeak(correlation: ComplexGrid, windowPx: number): CorrelationPeak | null {
  const reach = windowPx >> 1;
  const size = correlation.rows;
  const at = (dx: number, dy: number) => correlation.re[((dy + size) % size) * size + ((dx + size) % size)]!;
  let best = { dx: 0, dy: 0, height: 0 };
  for (const { dx, dy } of shifts(reach)) {
    const height = at(dx, dy);
    if (height > best.height) best = { dx, dy, height };
  }
  const { dx, dy, height } = best;
  if (height <= 0 || Math.abs(dx) === reach || Math.abs(dy) === reach) return null;
  let next = 0;
  for (const shift of shifts(reach - 1)) {
    if (Math.max(Math.abs(shift.dx - dx), Math.abs(shift.dy - dy)) <= 2) continue;
    const value = at(shift.dx, shift.dy);
    if (value > next && isPeak(at, shift.dx, shift.dy)) next = value;
  }
  return {
    dx: dx + gaussianOffset(at(dx - 1, dy), height, at(dx + 1, dy)),
    dy: dy + gaussianOffset(at(dx, dy - 1), height, at(dx, dy + 1)),
    signalToNoise: next > 0 ? Math.min(99, height / next) : 99,
  };
}

function* shifts(reach: number): Generator<{ readonly dx: number; readonly dy: number }> {
  for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) yield { dx, dy };
}

function isPeak(at: (dx: number, dy: number) => number, dx: number, dy: number): boolean {
  const height = at(dx, dy);
  for (const { dx: x, dy: y } of shifts(1)) {
    if ((x !== 0 || y !== 0) && at(dx + x, dy + y) > height) return false;
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
