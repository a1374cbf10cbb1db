/** Two-dimensional spectra of pieces of a space-time image, for the methods that look for its slope there. */
import { type Grid, type Spectrum, transformBack, transformReal } from './fft.js';
import type { PreparedImage } from './space-time-image.js';

/** Frames in a piece: streaks live shorter than this, and averages over pieces are steadier than one spectrum. */
const segmentFrames = 64;

/** First frame and number of frames of each piece; neighbours overlap by half. */
export function segmentsOf(frames: number): { readonly from: number; readonly count: number }[] {
  const count = Math.min(segmentFrames, frames);
  const pieces = Math.max(1, Math.floor((frames - count) / (count / 2)) + 1);
  const step = pieces > 1 ? (frames - count) / (pieces - 1) : 0;
  return Array.from({ length: pieces }, (_, i) => ({ from: Math.round(i * step), count }));
}

/**
 * Power |X|² of one piece under a Hann window in both directions: columns are wave numbers from 0 to half a cycle a
 * sample, rows frequencies, negative ones at the end.
 */
export function powerSpectrum(image: PreparedImage, from: number, count: number): Grid {
  const { positions, samples } = image;
  const windowed = new Float64Array(positions * count);
  const [inSpace, inTime] = [hann(positions), hann(count)];
  for (let t = 0; t < count; t++) {
    for (let x = 0; x < positions; x++) {
      windowed[t * positions + x] = samples[(from + t) * positions + x]! * inSpace[x]! * inTime[t]!;
    }
  }
  const { rows, bins, re } = powerOf(windowed, count, positions);
  return { rows, columns: bins, values: re };
}

/** Most frames that the correlation of a piece looks apart. */
export const longestLag = (frames: number) => Math.max(1, Math.min(16, frames >> 1));

/**
 * Correlation of one piece with itself by Wiener & Khinchin, divided by the number of overlapping samples: columns are
 * lags along the line, negative ones at the end, rows lags in frames from 0 to the longest.
 */
export function autocorrelation(image: PreparedImage, from: number, count: number): Grid {
  const { positions, samples } = image;
  const piece = samples.subarray(from * positions, (from + count) * positions);
  const grid = transformBack(powerOf(piece, count, positions), longestLag(count) + 1);
  const overlap = Float64Array.from({ length: grid.columns }, (_, lag) =>
    Math.max(1, positions - Math.min(lag, grid.columns - lag)),
  );
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++)
      grid.values[row * grid.columns + column]! /= (count - row) * overlap[column]!;
  }
  return grid;
}

/** Correlation of the whole image with itself, as a plain sum of products; negative lags are at the ends. */
export function rawAutocorrelation({ samples, positions, frames }: PreparedImage): Grid {
  return transformBack(powerOf(samples, frames, positions));
}

/** Padded to twice the size, so that nothing wraps round. */
function powerOf(samples: ArrayLike<number>, rows: number, columns: number): Spectrum {
  const spectrum = transformReal(samples, { rows, columns }, { rows: 2 * rows, columns: 2 * columns });
  const { re, im } = spectrum;
  for (let i = 0; i < re.length; i++) re[i] = re[i]! * re[i]! + im[i]! * im[i]!;
  im.fill(0);
  return spectrum;
}

/** The mean of grids of one size. */
export function meanGrid(grids: readonly Grid[]): Grid {
  const [first] = grids;
  const mean = new Float64Array(first!.values.length);
  for (const { values } of grids) for (let i = 0; i < mean.length; i++) mean[i]! += values[i]! / grids.length;
  return { ...first!, values: mean };
}

function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));
}
