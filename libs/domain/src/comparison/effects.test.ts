import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.js';
import { acrossParameter } from './effects.js';
import { errorMetric, settingOf } from './testing/setting.js';

const across = (settings: Parameters<typeof compare>[0], path: string, fixed = {}) =>
  acrossParameter(
    compare(settings, { metric: errorMetric, direction: 'minimize' }).settings,
    'error',
    path,
    fixed,
  );

describe('comparison across one parameter (S0-45)', () => {
  const grid = [10, 2, 1].flatMap((rigid) =>
    [0, 1].map((rot) => settingOf({ weights: { rigid, rot } }, [10 / rigid + rot, 10 / rigid + rot + 1])),
  );

  it('has all rows, sorted by value and then by rank, and one aggregate a value', () => {
    const found = across(grid, 'weights.rigid');
    expect(
      found.rows.map(({ values, rank }) => [values['weights.rigid'], values['weights.rot'], rank]),
    ).toEqual([
      [1, 0, 5],
      [1, 1, 6],
      [2, 0, 3],
      [2, 1, 4],
      [10, 0, 1],
      [10, 1, 2],
    ]);
    expect(found.perValue).toEqual([
      { value: 1, mean: 11, min: 10.5, max: 11.5, n: 2 },
      { value: 2, mean: 6, min: 5.5, max: 6.5, n: 2 },
      { value: 10, mean: 2, min: 1.5, max: 2.5, n: 2 },
    ]);
  });

  it('narrows to values that others are fixed at', () => {
    const found = across(grid, 'weights.rigid', { 'weights.rot': 1 });
    expect(found.rows.map(({ metrics }) => metrics.error?.mean)).toEqual([11.5, 6.5, 2.5]);
    expect(found.perValue.map(({ n }) => n)).toEqual([1, 1, 1]);
    expect(across(grid, 'weights.rigid', { 'weights.rot': 7 })).toMatchObject({ rows: [], perValue: [] });
  });

  it('takes successes only and counts the others', () => {
    const found = across([...grid, settingOf({ weights: { rigid: 3, rot: 0 } }, [])], 'weights.rigid');
    expect(found.rows.length).toBe(6);
    expect(found.perValue.map(({ value }) => value)).toEqual([1, 2, 10]);
    expect(found.withoutValue).toBe(1);
  });

  it('sorts numbers numerically and first, then everything else as JSON; missing counts as null', () => {
    const mixed = [[2, 'a'], 'b', 10, null, 9, true, '9', undefined].map((value, i) =>
      settingOf(value === undefined ? { other: 1 } : { other: 1, mixed: value }, [i]),
    );
    const found = across(mixed, 'mixed');
    expect(found.perValue.map(({ value }) => value)).toEqual([9, 10, '9', 'b', [2, 'a'], null, true]);
    expect(found.perValue.find(({ value }) => value === null)?.n).toBe(2);
  });
});
