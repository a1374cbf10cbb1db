import { describe, expect, it } from '@jest/globals';
import { positionAt, rangeAxis, roundStep, shareAlong } from './range-axis';

const labels = (values: readonly number[], scale: 'linear' | 'log' | null = null) =>
  rangeAxis(values, scale).ticks.map(({ label }) => label);

describe('an axis over measured values', () => {
  it('has round ticks inside its ends', () => {
    expect(labels([0.11, 0.48])).toEqual(['0.1', '0.2', '0.3', '0.4', '0.5']);
    expect(labels([-3, 3])).toEqual(['−2', '0', '2']);
    const { min, max, ticks } = rangeAxis([0.11, 0.48]);
    expect(ticks.every(({ position }) => position >= min && position <= max)).toBe(true);
  });

  it('goes by powers of ten over more than three decades, or where asked', () => {
    expect(labels([0.5, 2000])).toEqual(['1', '10', '100', '1,000']);
    expect(rangeAxis([1, 100]).kind).toBe('linear');
    expect(rangeAxis([1, 100], 'log')).toMatchObject({ kind: 'logarithmic' });
    expect(rangeAxis([0, 1e6]).kind).toBe('linear');
    expect(rangeAxis([-1, 100], 'log').kind).toBe('linear');
    expect(rangeAxis([0.5, 2000], 'linear').kind).toBe('linear');
  });

  it('serves one value and none', () => {
    expect(rangeAxis([5]).ticks.length).toBeGreaterThan(1);
    expect(rangeAxis([]).ticks.length).toBeGreaterThan(1);
    expect(rangeAxis([5], 'log').ticks.map(({ position }) => position)).toContain(5);
  });

  it.each([[rangeAxis([2, 7])], [rangeAxis([0.01, 5000])]])('finds places both ways', (axis) => {
    for (const share of [0, 0.25, 1])
      expect(shareAlong(axis, positionAt(axis, share))).toBeCloseTo(share, 12);
  });

  it.each([
    [0.013, 0.02],
    [3, 5],
    [5, 5],
    [7, 10],
    [1, 1],
  ])('rounds the step %d up to %d', (size, step) => {
    expect(roundStep(size)).toBeCloseTo(step, 12);
  });
});
