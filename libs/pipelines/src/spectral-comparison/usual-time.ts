import { hasPixels, pixelsOf } from './memory.js';
import type { SpectralComparisonParams } from './params.js';

type Drawing = Pick<SpectralComparisonParams, 'draw_graph' | 'format' | 'dpi' | 'width_in' | 'height_in'>;

/** For each byte of both files, s: a file of 57 MB takes 3.2 s to read, and its checks and tables as long. */
const secondsPerByte = 0.12e-6;
/** Everything but reading and drawing, s. */
const fixedSeconds = 0.02;
/** A graph with its check, whatever its size, and for each pixel of one that has pixels, s. */
const graphSeconds = 0.05;
const secondsPerPixel = 25e-9;

/** What a comparison takes on a core of its own, s. Figures: docs/spectra.md. */
export function usualComparisonSeconds(inputBytes: number, params: Drawing): number {
  const graph = params.draw_graph ? graphSeconds : 0;
  const pixels = hasPixels(params) ? pixelsOf(params) : 0;
  return fixedSeconds + secondsPerByte * inputBytes + graph + secondsPerPixel * pixels;
}
