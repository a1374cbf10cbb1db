import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Axis } from './axes.js';
import { axisLevels, sampleAxis, scaleOf } from './axis-values.js';

const range = (rest: Omit<Axis, 'parameter'>): Axis => ({ parameter: 'p', ...rest });

describe('values of an axis', () => {
  it.each<[string, Axis, readonly unknown[]]>([
    ['those given', range({ values: ['a', 1, null] }), ['a', 1, null]],
    ['evenly spaced', range({ distribution: 'uniform', min: 0, max: 1, levels: 5 }), [0, 0.25, 0.5, 0.75, 1]],
    ['the middle', range({ distribution: 'uniform', min: 0, max: 10, levels: 1 }), [5]],
    [
      'equal ratios',
      range({ distribution: 'log_uniform', min: 1, max: 1000, levels: 4 }),
      [1, 10, 100, 1000],
    ],
    ['the geometric middle', range({ distribution: 'log_uniform', min: 1, max: 100, levels: 1 }), [10]],
    ['every integer', range({ distribution: 'integer', min: -1, max: 3 }), [-1, 0, 1, 2, 3]],
    ['some integers, each once', range({ distribution: 'integer', min: 0, max: 3, levels: 9 }), [0, 1, 2, 3]],
    [
      'steps without noise',
      range({ distribution: 'step', min: 0.1, max: 0.5, step: 0.1 }),
      [0.1, 0.2, 0.3, 0.4, 0.5],
    ],
    ['steps within the range', range({ distribution: 'step', min: 0, max: 10, step: 4 }), [0, 4, 8]],
  ])('are %s', (_what, axis, expected) => {
    expect(axisLevels(axis)).toEqual(expected);
  });

  it('lie in the range wherever they are taken, and on the grid of discrete ranges', () => {
    const axis = fc
      .tuple(
        fc.constantFrom('uniform', 'log_uniform', 'integer', 'step'),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
      )
      .map(([distribution, min, width]) =>
        range({ distribution: distribution as 'uniform', min, max: min + width, step: width / 7 }),
      );
    fc.assert(
      fc.property(axis, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, place) => {
        const value = sampleAxis(given, place) as number;
        expect(value).toBeGreaterThanOrEqual(given.min as number);
        expect(value).toBeLessThanOrEqual(given.max as number);
        if ((given.distribution as string) === 'integer') expect(Number.isInteger(value)).toBe(true);
        if ((given.distribution as string) === 'step') expect(axisLevels(given)).toContain(value);
      }),
    );
  });

  it('share a range equally', () => {
    const integers = range({ distribution: 'integer', min: 1, max: 4 });
    expect([0, 0.24, 0.25, 0.5, 0.99].map((place) => sampleAxis(integers, place))).toEqual([1, 1, 2, 3, 4]);
    expect(sampleAxis(range({ distribution: 'log_uniform', min: 1, max: 1e4 }), 0.5)).toBe(100);
    expect(sampleAxis(range({ values: ['a', 'b'] }), 0.5)).toBe('b');
  });

  it('know their scale', () => {
    expect(scaleOf(range({ values: [1, 2] }))).toBe('categorical');
    expect(scaleOf(range({ distribution: 'log_uniform', min: 1, max: 2 }))).toBe('log');
    expect(scaleOf(range({ distribution: 'step', min: 1, max: 2, step: 1 }))).toBe('linear');
  });
});
