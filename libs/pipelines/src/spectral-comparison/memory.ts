import type { InputSizes } from '../contract.js';

/** A fresh process that has compared small files and drawn a graph: 184 MB measured. */
const processBytes = 200e6;

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
export function comparisonMemoryBytes({ sample = [], baseline = [] }: InputSizes): number {
  return processBytes + bytesPerSampleByte * sum(sample) + bytesPerBaselineByte * sum(baseline);
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, bytes) => total + bytes, 0);
