import type { InputSizes } from '../contract.js';
import type { SpectralComparisonParams } from './params.js';

type Drawing = Pick<SpectralComparisonParams, 'draw_graph' | 'format' | 'dpi' | 'width_in' | 'height_in'>;

/** A process that has compared 1,000 small files: 158 MB measured, 129 MB with graphs as PDF. */
const processBytes = 200e6;

/** The same after many graphs of 3000 × 1800 pixels: 300 MB measured. */
const drawingProcessBytes = 300e6;
/** For each pixel of a graph, which is drawn, packed and opened again: of 60 million 606 MB measured. */
const bytesPerPixel = 7;

/** For each byte of the sample, read as a whole or in blocks; 13 measured at most, of 10 MB. */
const bytesPerSampleByte = 14;

/**
 * For each byte of the baseline, because both curves, their peaks and the tables are laid on its points. Measured with
 * a sample as large: 62 for both together in JCAMP-DX (8 bytes a point), 25 in delimited text (22 bytes a point).
 */
const bytesPerBaselineByte = 52;

/**
 * What comparing takes at most where a point takes at least 8 bytes of its file. Packed JCAMP-DX may hold more points in a
 * byte, and is left to the watch on running jobs. Figures and files: docs/spectra.md.
 */
export function comparisonMemoryBytes({ sample = [], baseline = [] }: InputSizes, params: Drawing): number {
  return usualBytes(params) + bytesPerSampleByte * sum(sample) + bytesPerBaselineByte * sum(baseline);
}

function usualBytes(params: Drawing): number {
  return hasPixels(params) ? drawingProcessBytes + bytesPerPixel * pixelsOf(params) : processBytes;
}

/** Whether a job draws a graph of pixels. */
export function hasPixels({ draw_graph: isDrawn, format }: Drawing): boolean {
  return isDrawn && (format === 'png' || format === 'jpg');
}

/** Of the graph, where it has any. */
export function pixelsOf({ dpi, width_in: width, height_in: height }: Drawing): number {
  return dpi * width * dpi * height;
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, bytes) => total + bytes, 0);
