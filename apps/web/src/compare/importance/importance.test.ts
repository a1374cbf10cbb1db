import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { axesWith, importanceView, percentText } from './importance';

const grid = comparisonOf(
  [1, 2, 3, 4].flatMap((a) => [1, 2, 3, 4].map((b) => ({ params: { a, b }, values: [10 * a + b] }))),
);

describe('which parameter matters', () => {
  it('is a bar a parameter, the largest first, and what none explains', () => {
    const view = importanceView(grid);
    expect(view?.bars.map(({ path }) => path)).toEqual(['a', 'b', null]);
    expect(view?.bars[0]?.share).toBeGreaterThan(0.9);
    expect(view?.method).toMatch(/exact over all 16 settings/);
    expect(view?.finding).toMatch(/^a matters most for Mean edge error: 99 % of its variation\.$/);
  });

  it('calls an estimate one', () => {
    const importance = {
      method: 'permutation' as const,
      isEstimate: true,
      n: 30,
      residual: null,
      parameters: [{ path: 'a', title: 'A', share: 0.4, low: 0.3, high: 0.5 }],
    };
    const view = importanceView({ ...grid, importance });
    expect(view?.method).toMatch(/^Estimate by shuffling/);
    expect(view?.bars).toEqual([{ path: 'a', title: 'A', share: 0.4, interval: { low: 0.3, high: 0.5 } }]);
  });

  it('is absent with its reason where settings are few', () => {
    const few = comparisonOf([{ params: { a: 1 }, values: [1] }]);
    expect(importanceView(few)).toBeNull();
    expect(few.importanceReason).not.toBeNull();
  });

  it.each([
    [0.623, '62 %'],
    [0.001, '< 1 %'],
    [0, '0 %'],
    [-0.02, '0 %'],
  ])('reads %d as %s', (share, text) => {
    expect(percentText(share)).toBe(text);
  });

  it('puts a clicked parameter into the columns of the heatmap', () => {
    expect(axesWith('c', { x: 'a', y: 'b' })).toEqual({ x: 'c', y: 'a' });
    expect(axesWith('b', { x: 'a', y: 'b' })).toEqual({ x: 'b', y: 'a' });
    expect(axesWith('a', { x: 'a', y: 'b' })).toEqual({ x: 'a', y: 'b' });
    expect(axesWith('a', null)).toEqual({ x: 'a', y: null });
  });
});
