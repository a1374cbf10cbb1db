import type { Json, JsonObject } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { baseParams, metricOf, readSpec, stoppingText } from './spec';

const base = { name: 'Grid', pipeline: 'p', inputs: [{ markers: '1' }] };
const axes: JsonObject[] = [
  { parameter: 'weights.rigid', values: [100, 500] },
  { kind: 'rows', rows: [{ 'optimization.steps': 5 }] },
];

describe('baseParams', () => {
  it('leaves out what is varied', () => {
    const params = { weights: { rigid: 1, soft: 2 }, optimization: { steps: 100 }, name: 'cube' };
    expect(baseParams({ ...base, axes, params })).toEqual({ weights: { soft: 2 }, name: 'cube' });
  });

  it.each<[Json]>([[{ ...base, axes, params: { weights: { rigid: 1 } } }], [{ ...base, axes }], [null]])(
    'is null for %j',
    (spec) => {
      expect(baseParams(spec)).toBeNull();
    },
  );
});

it('reads a design, and nothing from anything else', () => {
  expect(readSpec({ ...base, axes })).toMatchObject({ kind: 'grid', axes });
  expect(readSpec({ ...base, kind: 'spiral' })).toBeNull();
});

it('ranks by the metric of the design, else by that of its pipeline', () => {
  const pipeline = { objective: 'cost', metrics: [{ name: 'cost' }, { name: 'error' }] };
  expect(metricOf({ objective: { metric: 'error', direction: 'minimize' } }, pipeline)).toEqual({
    name: 'error',
  });
  expect(metricOf({}, pipeline)).toEqual({ name: 'cost' });
});

it('says when poor jobs are stopped', () => {
  const pipeline = { metrics: [{ name: 'error', title: 'Edge error' }] };
  const rule = { rule: 'median', metric: 'error', afterStep: 2, factor: 3, minJobs: 5 } as const;
  expect(stoppingText({ earlyStopping: rule }, pipeline)).toBe(
    'Stops jobs worse than the median by Edge error, from step 2',
  );
  expect(stoppingText({ earlyStopping: { ...rule, rule: 'successive_halving' } }, pipeline)).toContain(
    'all but the best 1 in 3 jobs',
  );
  expect(stoppingText({}, pipeline)).toBeNull();
});
