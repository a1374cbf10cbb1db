import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { jobsToStart, topSettings, winnersAtFirst } from './winners';

const apart = comparisonOf([
  { params: { a: 1 }, values: [1, 1.01, 1.02] },
  { params: { a: 2 }, values: [5, 5.01, 5.03] },
  { params: { a: 3 }, values: [9, 9.02, 9.01] },
  { params: { a: 4 }, failed: 2 },
]);
const alike = comparisonOf(
  [1.5, 1.4, 1.6, 1.45, 1.55].map((value, index) => ({ params: { a: index }, values: [value, 3 - value] })),
);

describe('confirming winners', () => {
  it('begins with the best two, or with those not separable from the best, three at most', () => {
    expect(winnersAtFirst(apart)).toBe(2);
    expect(alike.best?.notSeparableKeys).toHaveLength(4);
    expect(winnersAtFirst(alike)).toBe(3);
  });

  it('never offers more than have a value', () => {
    expect(winnersAtFirst(comparisonOf([{ params: { a: 1 }, values: [1] }]))).toBe(1);
    expect(topSettings(apart.settings, 10).map(({ key }) => key)).toEqual(['s0', 's1', 's2']);
    expect(topSettings(apart.settings, 2).map(({ key }) => key)).toEqual(['s0', 's1']);
  });

  it('counts jobs over inputs and replicates', () => {
    expect(jobsToStart(3, 6, 5)).toBe(90);
    expect(jobsToStart(3, 0, 5)).toBe(15);
  });
});
