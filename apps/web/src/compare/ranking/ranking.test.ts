import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { rankingOf } from './ranking';

const comparison = comparisonOf([
  { params: { a: 0 }, values: [9, 9.1, 9.2, 9.05] },
  { params: { a: 1 }, values: [1, 1.2, 1.1, 1.15] },
  { params: { a: 2 }, values: [1.1, 1.12, 1.2, 1.0] },
  { params: { a: 3 }, values: [5] },
  { params: { a: 4 }, failed: 1 },
]);
const keys = (most: number) => rankingOf(comparison, most).rows.map(({ setting }) => setting.key);

describe('the settings in order of rank', () => {
  it('say which are not separable from the best', () => {
    const { rows } = rankingOf(comparison, 10);
    expect(rows.map(({ setting, standing }) => [setting.key, standing])).toEqual([
      ['s2', 'best'],
      ['s1', 'not-separable'],
      ['s3', 'unknown'],
      ['s0', 'worse'],
    ]);
    expect(rows[1]?.values).toEqual([1, 1.2, 1.1, 1.15]);
  });

  it('count what has no value and what is not shown', () => {
    expect(rankingOf(comparison, 2)).toMatchObject({ total: 4, without: 1 });
  });

  it('always show the baseline', () => {
    expect(keys(10)).toEqual(['s2', 's1', 's3', 's0']);
    expect(keys(2)).toEqual(['s2', 's0']);
    expect(rankingOf(comparison, 2).band?.low).toBeLessThan(9);
    expect(comparisonOf([{ params: { a: 1 }, values: [3] }]).settings).toHaveLength(1);
    expect(rankingOf(comparisonOf([{ params: { a: 1 }, values: [3] }]), 5).band).toEqual({ low: 3, high: 3 });
  });

  it('fit every dot and interval into the range', () => {
    const { range, rows } = rankingOf(comparison, 10);
    for (const { numbers, values } of rows) {
      for (const value of [
        ...values,
        numbers.interval?.low ?? numbers.mean,
        numbers.interval?.high ?? numbers.mean,
      ]) {
        expect(value).toBeGreaterThan(range.min);
        expect(value).toBeLessThan(range.max);
      }
    }
  });

  it('put the result in a sentence', () => {
    expect(rankingOf(comparison, 2).finding).toBe(
      'Mean edge error of 4 settings, best first: a = 2 with 1.105 mm; 1 not separable from it.',
    );
  });
});
