import { describe, expect, it } from '@jest/globals';
import type { ChartColors } from '@/charts/use-chart-colors';
import { findingOf, sampleColor, shownText, tableOf } from './overlay';
import type { ShownOverlay } from './queries';

const sample = (id: number, rmsd: number): ShownOverlay['samples'][number] => ({
  job: {
    id: String(id),
    label: `sample_${id}.csv`,
    metrics: [{ name: 'rmsd', title: 'RMSD', unit: '1', value: rmsd }],
  },
  curve: { name: `sample_${id}.csv`, x: [400 + id, 4000], y: [0, 1] },
  points: 2,
  baseline: 0,
});
const overlay = (given: Partial<ShownOverlay> = {}): ShownOverlay => ({
  xTitle: 'Wavenumber (cm⁻¹)',
  yTitle: 'Absorbance',
  isReversed: true,
  baselines: [{ name: 'fresh.csv', x: [400, 4000], y: [0, 0] }],
  samples: [sample(1, 0.25), sample(2, 0.5)],
  leftOut: [],
  total: 2,
  isTotalCapped: false,
  pageInfo: { hasNextPage: false, endCursor: null },
  ...given,
});
const thirty = Array.from({ length: 30 }, (_, i) => sample(i, i));

describe('what is shown of a batch', () => {
  it.each<[string, ShownOverlay, number]>([
    ['All 2 samples with a result', overlay(), 0],
    ['1 sample with a result', overlay({ samples: [sample(1, 0)], total: 1 }), 0],
    [
      '2 of 3 samples shown',
      overlay({ leftOut: [{ job: { id: '3', label: 'c' }, reason: 'No.' }], total: 3 }),
      0,
    ],
    ['Samples 1 to 30 of 412', overlay({ samples: thirty, total: 412 }), 0],
    ['Samples 31 to 32 of 32', overlay({ total: 32 }), 1],
    ['Samples 1 to 30 of more than 200', overlay({ samples: thirty, total: 200, isTotalCapped: true }), 0],
  ])('%s', (text, shown, page) => {
    expect(shownText(shown, page)).toBe(text);
  });

  it('is told in a sentence and as a table', () => {
    expect(findingOf(overlay())).toBe(
      'Absorbance of 2 samples and of the baseline fresh.csv over Wavenumber (cm⁻¹), 401 to 4000.',
    );
    expect(tableOf(overlay())).toEqual({
      headings: ['Sample', 'Baseline', 'RMSD'],
      rows: [
        { key: '1', cells: ['sample_1.csv', 'fresh.csv', '0.25'] },
        { key: '2', cells: ['sample_2.csv', 'fresh.csv', '0.5'] },
      ],
    });
  });
});

it.each([1, 6, 30])('colours of %d samples differ', (count) => {
  for (const isLight of [true, false]) {
    const colors = Array.from({ length: count }, (_, i) => sampleColor(i, count, { isLight } as ChartColors));
    expect(new Set(colors).size).toBe(count);
  }
});
