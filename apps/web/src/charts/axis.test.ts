import { describe, expect, it } from '@jest/globals';
import { formatTick, paddedRange, positionOf, valueAxis } from './axis';

describe('an axis through tested values', () => {
  it('is linear for close numbers and has a tick at each', () => {
    const axis = valueAxis([100, 500, 1000]);
    expect(axis.kind).toBe('linear');
    expect(axis.ticks.map((tick) => tick.label)).toEqual(['100', '500', '1,000']);
    expect(axis.min).toBeLessThan(100);
    expect(axis.max).toBeGreaterThan(1000);
  });

  it('is logarithmic for numbers that span more than a factor of 20, unless one is not positive', () => {
    expect(valueAxis([1, 10, 100]).kind).toBe('logarithmic');
    expect(valueAxis([1, 10, 100]).min).toBeGreaterThan(0);
    expect(valueAxis([0, 10, 1000]).kind).toBe('linear');
  });

  it('keeps room around a single value', () => {
    const axis = valueAxis([0]);
    expect(axis.min).toBeLessThan(0);
    expect(axis.max).toBeGreaterThan(0);
  });

  it('places texts, switches and mixed values by their order', () => {
    const values = [50, 'huber', 'a very long name of a loss'];
    const axis = valueAxis(values);
    expect(axis.kind).toBe('category');
    expect(positionOf(axis, values, 'huber')).toBe(1);
    expect(positionOf(axis, values, 'cauchy')).toBeNull();
    expect(axis.ticks[2]?.label).toHaveLength(14);
    expect(positionOf(valueAxis([[1], [2]]), [[1], [2]], [2])).toBe(1);
  });
});

describe('ticks', () => {
  const cases: [number, number, string][] = [
    [6.4, 0.2, '6.4'],
    [7, 0.2, '7.0'],
    [0.25, 0.25, '0.25'],
    [1000, 500, '1,000'],
    [-2, 1, '\u22122'],
    [2e-6, 1e-6, '2 × 10⁻⁶'],
    [3e7, 1e7, '30,000,000'],
    [-1e-17, 0.1, '0.0'],
    [5, 0, '5'],
  ];
  it.each(cases)('%d in steps of %d reads %s', (value, step, text) => {
    expect(formatTick(value, step)).toBe(text);
  });
});

describe('the range of a scale', () => {
  it('has a margin, also around equal values and without any', () => {
    expect(paddedRange([0, 100])).toEqual({ min: -6, max: 106 });
    expect(paddedRange([0, 0])).toEqual({ min: -1, max: 1 });
    expect(paddedRange([])).toEqual({ min: 0, max: 1 });
  });
});
