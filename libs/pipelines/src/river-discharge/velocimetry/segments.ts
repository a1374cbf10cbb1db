/** Two-dimensional spectra of pieces of a space-time image, for the methods that look for its slope there. */
import { type ComplexGrid, transformBack, transformReal } from './fft.js';
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

/** Power |X|² over wave number (columns) and frequency (rows) of one piece under a Hann window in both directions. */
export function powerSpectrum(image: PreparedImage, from: number, count: number): ComplexGrid {
  const { positions, samples } = image;
  const windowed = new Float64Array(positions * count);
  const [inSpace, inTime] = [hann(positions), hann(count)];
  for (let t = 0; t < count; t++) {
    for (let x = 0; x < positions; x++) {
      windowed[t * positions + x] = samples[(from + t) * positions + x]! * inSpace[x]! * inTime[t]!;
    }
  }
  return powerOf(windowed, count, positions);
}

/**
 * Correlation of one piece with itself by Wiener & Khinchin, divided by the number of overlapping samples: columns are
 * lags along the line, rows lags in frames, negative ones at the end.
 */
export function autocorrelation(image: PreparedImage, from: number, count: number): ComplexGrid {
  const { positions, samples } = image;
  const piece = samples.subarray(from * positions, (from + count) * positions);
  const grid = powerOf(piece, count, positions);
  transformBack(grid);
  for (let row = 0; row < grid.rows; row++) {
    const inTime = count - Math.min(row, grid.rows - row);
    for (let column = 0; column < grid.columns; column++) {
      const overlap = inTime * (positions - Math.min(column, grid.columns - column));
      grid.re[row * grid.columns + column]! /= Math.max(1, overlap);
    }
  }
  return grid;
}

/** Correlation of the whole image with itself, as a plain sum of products. */
export function rawAutocorrelation({ samples, positions, frames }: PreparedImage): ComplexGrid {
  const grid = powerOf(samples, frames, positions);
  transformBack(grid);
  return grid;
}

/** Padded to twice the size, so that nothing wraps round. */
function powerOf(samples: ArrayLike<number>, rows: number, columns: number): ComplexGrid {
  const grid = transformReal(samples, { rows, columns }, { rows: 2 * rows, columns: 2 * columns });
  for (let i = 0; i < grid.re.length; i++) {
    grid.re[i] = grid.re[i]! ** 2 + grid.im[i]! ** 2;
    grid.im[i] = 0;
  }
  return grid;
}

/** The mean of grids of one size. */
export function meanGrid(grids: readonly ComplexGrid[]): ComplexGrid {
  const [first] = grids;
  const re = new Float64Array(first!.re.length);
  for (const grid of grids) for (let i = 0; i < re.length; i++) re[i]! += grid.re[i]! / grids.length;
  return { ...first!, re };
}

function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));
}
