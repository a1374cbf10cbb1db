import { expect, it } from '@jest/globals';
import { comparisonMemoryBytes } from './memory.js';
import { spectralComparisonParams } from './params.js';
import { spectralComparison } from './pipeline.js';
import { usualComparisonSeconds } from './usual-time.js';

const numbers = spectralComparisonParams.parse({ draw_graph: false });
const graph = (dpi: number) => spectralComparisonParams.parse({ dpi });

it('is what the pipeline declares', () => {
  expect(spectralComparison.memoryBytes).toBe(comparisonMemoryBytes);
  expect(spectralComparison.usualSeconds).toBe(usualComparisonSeconds);
});

/** Largest resident size of a fresh process, or of one after many jobs, MB, with sizes of files in MB (docs/spectra.md). */
it.each([
  ['small files, after many', 0.04, 0.02, numbers, 158],
  ['small files with a graph, after many', 0.04, 0.02, graph(300), 300],
  ['small files with a graph at 600 dpi', 0.04, 0.02, graph(600), 328],
  ['small files with a graph at 1000 dpi', 0.04, 0.02, graph(1000), 606],
  ['a graph of vectors', 0.04, 0.02, spectralComparisonParams.parse({ format: 'pdf' }), 129],
  ['a sample of 10 MB', 10.1, 1, numbers, 249],
  ['a sample of 25 MB', 25.4, 1, numbers, 288],
  ['a sample of 50 MB', 49.7, 1, numbers, 469],
  ['JCAMP-DX of 50 MB', 50.1, 1, numbers, 479],
  ['a sample above 50 MB, read in blocks', 57.8, 1, numbers, 332],
  ['JCAMP-DX above 50 MB, read in blocks', 58.2, 1, numbers, 609],
  ['two of 50 MB', 49.7, 49.7, numbers, 1_319],
  ['two of 10 MB with a graph', 10.1, 10.1, graph(300), 460],
  ['two above 50 MB', 57.8, 57.8, numbers, 1_420],
  ['two of JCAMP-DX of 50 MB', 50.1, 50.1, numbers, 3_214],
])('S1-04 asks for more than was measured: %s', (_what, sampleMb, baselineMb, params, measuredMb) => {
  const asked = comparisonMemoryBytes({ sample: [sampleMb * 1e6], baseline: [baselineMb * 1e6] }, params);
  expect(asked).toBeGreaterThan(measuredMb * 1e6);
  expect(asked).toBeLessThan(4 * measuredMb * 1e6);
});

it('grows with both files', () => {
  const of = (sample: number, baseline: number) =>
    comparisonMemoryBytes({ sample: [sample], baseline: [baseline] }, numbers);
  expect(of(2e6, 1e6)).toBeGreaterThan(of(1e6, 1e6));
  expect(of(1e6, 2e6)).toBeGreaterThan(of(2e6, 1e6));
});

it('S1-25 a comparison usually takes longer with larger files, a graph, and one of more pixels', () => {
  const rising = [numbers, spectralComparisonParams.parse({ format: 'svg' }), graph(300), graph(600)];
  const seconds = rising.map((params) => usualComparisonSeconds(60e3, params));
  expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
  expect(new Set(seconds).size).toBe(4);
  expect(usualComparisonSeconds(120e3, numbers)).toBeGreaterThan(seconds[0]!);
});
