import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { baselineMean, effectPanels, effectScale } from './effects';

const comparison = comparisonOf([
  { params: { a: 1, loss: 'huber' }, values: [10] },
  { params: { a: 1, loss: 'cauchy' }, values: [12, 14] },
  { params: { a: 2, loss: 'huber' }, values: [4] },
  { params: { a: 2, loss: 'cauchy' }, failed: 1 },
]);

describe('the effect plot', () => {
  it('orders panels by range, largest first', () => {
    const panels = effectPanels(comparison);
    expect(panels.map(({ path, range }) => [path, range])).toEqual([
      ['a', 7.5],
      ['loss', 6],
    ]);
  });

  it('has a dot for each setting with a value, the best one last so that it lies on top', () => {
    const [a] = effectPanels(comparison);
    expect(a?.dots).toEqual([
      { key: 's1', x: 1, y: 13, n: 2 },
      { key: 's0', x: 1, y: 10, n: 1 },
      { key: 's2', x: 2, y: 4, n: 1 },
    ]);
  });

  it('draws the mean of the settings at each value, also of texts', () => {
    const [a, loss] = effectPanels(comparison);
    expect(a?.means.map(({ x, y, settings }) => [x, y, settings])).toEqual([
      [1, 11.5, 2],
      [2, 4, 1],
    ]);
    expect(loss?.axis.kind).toBe('category');
    expect(loss?.means.map(({ x, y, value }) => [x, y, value])).toEqual([
      [0, 13, 'cauchy'],
      [1, 7, 'huber'],
    ]);
  });

  it('says in a sentence what a panel shows', () => {
    expect(effectPanels(comparison)[0]?.finding).toBe(
      'Mean edge error by a: means from 4 mm at a = 2 to 11.5 mm at a = 1, a range of 7.5 mm.',
    );
    const first = comparisonOf([
      { params: { a: 1 }, values: [10] },
      { params: { a: 2 }, unfinished: 1 },
    ]);
    expect(effectPanels(first)[0]?.finding).toBe(
      'Mean edge error by a: mean 10 mm at a = 1, the only value so far.',
    );
  });

  it('shares one scale that holds every setting and the baseline', () => {
    const scale = effectScale(comparison);
    expect(scale.min).toBeLessThan(4);
    expect(scale.max).toBeGreaterThan(13);
    expect(baselineMean(comparison)).toBe(10);
    expect(baselineMean({ ...comparison, baselineKey: 's3' })).toBeNull();
  });
});

it('draws no line through values that come once each, and few ticks', () => {
  const drawn = comparisonOf(
    Array.from({ length: 20 }, (_, index) => ({
      params: { a: 1.3 * 1.5 ** index, b: index * 3 },
      values: [index, index],
    })),
  );
  const panels = effectPanels(drawn);
  expect(panels.map(({ isAveraged }) => isAveraged)).toEqual([false, false]);
  const ticks = Object.fromEntries(
    panels.map(({ path, axis }) => [path, axis.ticks.map(({ label }) => label)]),
  );
  expect(ticks).toEqual({ a: ['1', '10', '100', '1,000'], b: [] });
});
