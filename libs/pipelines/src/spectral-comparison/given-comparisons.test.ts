import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { compareSpectra, comparisonProblems } from './compare.js';
import { metricsOf } from './metrics.js';
import { normaliseSpectrum } from './normalising/normalise.js';
import { spectralComparisonParams } from './params.js';
import { readSpectrum } from './reading/read-spectrum.js';
import type { NormalisedSpectrum } from './spectrum.js';

/** Answers of an independent program, kept beside the repository. */
const reference = fileURLToPath(new URL('../../../../../shared/reference/spectra', import.meta.url));
const present = existsSync(reference);
if (!present) console.warn(`Given comparisons are skipped: there is no reference data at ${reference}.`);

interface Pair {
  readonly baseline: string;
  readonly baseline_index: number;
  readonly sample: string;
  readonly sample_index: number;
  readonly expected: Readonly<Record<string, number>>;
}

const pairs: readonly Pair[] = present
  ? (JSON.parse(readFileSync(path.join(reference, 'comparison_expected.json'), 'utf8')) as { pairs: Pair[] })
      .pairs
  : [];

/** From the arrays that the answers were computed of: the files have fewer digits. */
function load(file: string, index: number): NormalisedSpectrum {
  const { spectrum } = readSpectrum(readFileSync(path.join(reference, 'files', file)), file);
  const read = normaliseSpectrum(spectrum!, { curve: String(index + 1) }).spectrum!;
  const answer = JSON.parse(readFileSync(path.join(reference, 'expected', `${file}.json`), 'utf8')) as {
    spectra: { x: number[]; y: number[] }[];
  };
  const { x, y } = answer.spectra[index]!;
  expect(read.values.every((value, i) => Math.abs(value - y[i]!) <= 1e-6)).toBe(true);
  return { ...read, wavenumbers: Float64Array.from(x), values: Float64Array.from(y) };
}

/** Names of the given numbers among our metrics, with how closely they must be met. */
const metricOf: Readonly<Record<string, readonly [metric: string, tolerance: number]>> = {
  overlap_lo: ['overlap_low', 1e-6],
  overlap_hi: ['overlap_high', 1e-6],
  points: ['points', 0],
  rmse: ['rmsd', 1e-6],
  max_abs_diff: ['max_difference', 1e-6],
  x_at_max: ['max_difference_at', 1e-6],
  pearson: ['correlation', 1e-9],
  cosine: ['cosine', 1e-9],
};

(present ? describe : describe.skip)('given comparisons', () => {
  it.each(pairs)('$baseline with curve $sample_index of $sample', (pair) => {
    const params = spectralComparisonParams.parse({});
    const baseline = load(pair.baseline, pair.baseline_index);
    const sample = load(pair.sample, pair.sample_index);
    expect(comparisonProblems(baseline, sample, params)).toEqual([]);
    const metrics = metricsOf(compareSpectra(baseline, sample, params), params);
    for (const [given, [name, tolerance]] of Object.entries(metricOf)) {
      expect([given, Math.abs(metrics[name]! - pair.expected[given]!) <= tolerance]).toEqual([given, true]);
    }
    for (const name of ['area_baseline', 'area_sample']) {
      expect(Math.abs(metrics[name]! / pair.expected[name]! - 1)).toBeLessThan(1e-6);
    }
  });
});
