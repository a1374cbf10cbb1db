import { expect, it } from '@jest/globals';
import { comparisonMemoryBytes } from './memory.js';
import { spectralComparison } from './pipeline.js';

it('is what the pipeline declares', () => {
  expect(spectralComparison.memoryBytes).toBe(comparisonMemoryBytes);
});

/** Largest resident size of a fresh process, MB, with sizes of files in MB (docs/spectra.md). */
it.each([
  ['small files with a graph', 1, 1, 184],
  ['a sample of 10 MB', 10.1, 1, 249],
  ['a sample of 25 MB', 25.4, 1, 288],
  ['a sample of 50 MB', 49.7, 1, 469],
  ['JCAMP-DX of 50 MB', 50.1, 1, 479],
  ['a sample above 50 MB, read in blocks', 57.8, 1, 332],
  ['JCAMP-DX above 50 MB, read in blocks', 58.2, 1, 609],
  ['two of 50 MB', 49.7, 49.7, 1_319],
  ['two of 10 MB with a graph', 10.1, 10.1, 460],
  ['two above 50 MB', 57.8, 57.8, 1_420],
  ['two of JCAMP-DX of 50 MB', 50.1, 50.1, 3_214],
])('asks for more than was measured: %s', (_what, sampleMb, baselineMb, measuredMb) => {
  const asked = comparisonMemoryBytes({ sample: [sampleMb * 1e6], baseline: [baselineMb * 1e6] });
  expect(asked).toBeGreaterThan(measuredMb * 1e6);
  expect(asked).toBeLessThan(4 * measuredMb * 1e6);
});

it('grows with both files', () => {
  const of = (sample: number, baseline: number) =>
    comparisonMemoryBytes({ sample: [sample], baseline: [baseline] });
  expect(of(2e6, 1e6)).toBeGreaterThan(of(1e6, 1e6));
  expect(of(1e6, 2e6)).toBeGreaterThan(of(2e6, 1e6));
});
