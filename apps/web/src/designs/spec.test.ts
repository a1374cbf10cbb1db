import type { Json } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { axesOf, baseParams, cellsText, metricOf } from './spec';

const axes = [
  { parameter: 'weights.rigid', values: [100, 500] },
  { parameter: 'optimization.steps', values: [5, 10, 20] },
];

describe('baseParams', () => {
  it('leaves out what an axis replaces', () => {
    const params = { weights: { rigid: 1, soft: 2 }, optimization: { steps: 100 }, name: 'cube' };
    expect(baseParams({ axes, params })).toEqual({ weights: { soft: 2 }, name: 'cube' });
  });

  it.each<[Json]>([[{ axes, params: { weights: { rigid: 1 } } }], [{ axes }], [null]])(
    'is null for %j',
    (spec) => {
      expect(baseParams(spec)).toBeNull();
    },
  );
});

it('reads the axes of a design, and none from anything else', () => {
  expect(axesOf({ axes })).toEqual(axes);
  expect(axesOf({ axes: [{ parameter: 'x' }, 7] })).toEqual([]);
});

it('says how cells multiply, with replicates where there are several', () => {
  expect(cellsText(axes, 1, 1)).toBe('6 cells = 2 × 3 × 1 input');
  expect(cellsText([], 2, 3)).toBe('6 cells = 2 inputs × 3 replicates');
});

it('ranks by the metric of the design, else by that of its pipeline', () => {
  const pipeline = { objective: 'cost', metrics: [{ name: 'cost' }, { name: 'error' }] };
  expect(metricOf({ objective: { metric: 'error', direction: 'minimize' } }, pipeline)).toEqual({
    name: 'error',
  });
  expect(metricOf({}, pipeline)).toEqual({ name: 'cost' });
});
