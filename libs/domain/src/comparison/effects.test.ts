import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.js';
import { errorMetric, settingOf } from './testing/setting.js';

const effectAlong = (settings: Parameters<typeof compare>[0], path: string) =>
  compare(settings, { metric: errorMetric, direction: 'minimize' }).effects.find(
    (effect) => effect.path === path,
  );

describe('the effect of one parameter (S0-45)', () => {
  const grid = [10, 2, 1].flatMap((rigid) =>
    [0, 1].map((rot) => settingOf({ weights: { rigid, rot } }, [10 / rigid + rot, 10 / rigid + rot + 1])),
  );

  it('has one aggregate a value, over what the other parameters were, sorted by value', () => {
    expect(effectAlong(grid, 'weights.rigid')).toEqual({
      path: 'weights.rigid',
      points: [
        { value: 1, mean: 11, min: 10.5, max: 11.5, n: 2 },
        { value: 2, mean: 6, min: 5.5, max: 6.5, n: 2 },
        { value: 10, mean: 2, min: 1.5, max: 2.5, n: 2 },
      ],
      range: 9,
    });
  });

  it('takes settings with a value only', () => {
    const found = effectAlong([...grid, settingOf({ weights: { rigid: 3, rot: 0 } }, [])], 'weights.rigid');
    expect(found?.points.map(({ value }) => value)).toEqual([1, 2, 10]);
  });

  it('sorts numbers numerically and first, then everything else as JSON; missing counts as null', () => {
    const mixed = [[2, 'a'], 'b', 10, null, 9, true, '9', undefined].map((value, i) =>
      settingOf(value === undefined ? { other: 1 } : { other: 1, mixed: value }, [i]),
    );
    const points = effectAlong(mixed, 'mixed')?.points;
    expect(points?.map(({ value }) => value)).toEqual([9, 10, '9', 'b', [2, 'a'], null, true]);
    expect(points?.find(({ value }) => value === null)?.n).toBe(2);
  });
});
