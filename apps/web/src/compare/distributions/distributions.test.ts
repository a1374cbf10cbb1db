import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { boxesOf, boxParameter, quartiles } from './boxes';
import { scatterAxes, scatterOf } from './scatter';

const plain = comparisonOf([
  { params: { a: 1, b: 'x' }, values: [1, 3], cost: 9 },
  { params: { a: 2, b: 'x' }, values: [4], cost: 5 },
  { params: { a: 2, b: 'y' }, values: [8], cost: 7 },
  { params: { a: 1, b: 'y' }, failed: 1 },
]);
/** The front over both metrics: `s0` and `s1`; `s2` is beaten by `s1` twice. */
const weighed = {
  ...plain,
  settings: plain.settings.map((setting) => ({
    ...setting,
    isPareto: setting.key === 's0' || setting.key === 's1',
  })),
};

describe('the scatter plot', () => {
  it('shows what is asked for, else the most important parameter against the metric', () => {
    const ids = (...given: Parameters<typeof scatterAxes>) => scatterAxes(...given)?.map(({ id }) => id);
    expect(ids(plain, null, [])).toEqual(['parameter:b', 'metric:error_mm']);
    expect(ids(plain, ['metric:final_cost', 'parameter:a'], [])).toEqual([
      'metric:final_cost',
      'parameter:a',
    ]);
    expect(ids(plain, ['metric:gone', 'parameter:a'], [])).toEqual(['parameter:b', 'parameter:a']);
    expect(ids(plain, null, ['final_cost'])).toEqual(['metric:final_cost', 'metric:error_mm']);
  });

  it('joins the front from left to right where both axes are metrics', () => {
    const { points, front, without } = scatterOf(weighed, scatterAxes(weighed, null, ['final_cost'])!);
    expect(points.map(({ key, isPareto }) => [key, isPareto])).toEqual([
      ['s2', false],
      ['s1', true],
      ['s0', true],
    ]);
    expect(front).toEqual([
      { x: 5, y: 4 },
      { x: 9, y: 2 },
    ]);
    expect(without).toBe(1);
    expect(scatterOf(weighed, scatterAxes(weighed, null, [])!).front).toEqual([]);
  });
});

describe('the box plot', () => {
  it('collects single values by the value of a parameter', () => {
    const parameter = boxParameter(plain, 'a');
    expect(boxesOf(plain, parameter!)).toMatchObject({
      shown: 4,
      boxes: [
        { label: '1', values: [1, 3], keys: ['s0', 's3'] },
        { label: '2', values: [4, 8], keys: ['s1', 's2'] },
      ],
    });
    expect(boxParameter(plain, 'gone')?.path).toBe('b');
    expect(boxParameter(comparisonOf([{ params: { a: 1 }, values: [1] }]), null)).toBeNull();
  });

  it('leaves parameters with too many values to the scatter plot', () => {
    const many = comparisonOf(
      Array.from({ length: 50 }, (_, a) => ({ params: { a, b: a % 2 }, values: [a] })),
    );
    expect(boxParameter(many, 'a')?.path).toBe('b');
  });

  it('has the quartiles of R', () => {
    // quantile(c(1, 2, 4, 8, 16, 32)) in R 4.2
    expect(quartiles([32, 1, 2, 16, 4, 8])).toEqual([1, 2.5, 6, 14, 32]);
    expect(quartiles([5])).toEqual([5, 5, 5, 5, 5]);
    expect(quartiles([])).toBeNull();
  });
});
