import type { MetricSpec } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { checkEarlyStopping, metricsOf } from './check-early-stopping.js';

const cost: MetricSpec = {
  name: 'final_cost',
  title: 'Cost',
  unit: '1',
  direction: 'minimize',
  description: '',
  incomparableAcross: ['weights.*'],
};
const error: MetricSpec = { ...cost, name: 'error', incomparableAcross: [] };
const rule = { rule: 'median', metric: 'final_cost', afterStep: 1, factor: 3, minJobs: 5 } as const;
const axesOver = (parameter: string) => [{ parameter, values: [1, 2] }];

describe('checkEarlyStopping', () => {
  it('refuses a metric whose scale an axis changes, with the axis named', () => {
    const [problem] = checkEarlyStopping({ axes: axesOver('weights.lambda_rigid'), earlyStopping: rule }, [
      cost,
      error,
    ]);
    expect(problem).toMatchObject({ code: 'INCOMPARABLE_METRIC', value: 'final_cost' });
    expect(problem?.message).toContain('weights.lambda_rigid');
  });

  it.each([
    ['the axis leaves its scale alone', axesOver('optimization.max_iterations'), rule],
    ['another metric decides', axesOver('weights.lambda_rigid'), { ...rule, metric: 'error' }],
    ['nothing is stopped early', axesOver('weights.lambda_rigid'), undefined],
  ])('has nothing to say where %s', (_why, axes, earlyStopping) => {
    expect(checkEarlyStopping({ axes, earlyStopping }, [cost, error])).toEqual([]);
  });
});

it('names every metric of a design with its place', () => {
  const objective = { metric: 'error', direction: 'minimize' } as const;
  const furtherObjectives = [{ metric: 'final_cost', direction: 'minimize' } as const];
  expect(metricsOf({ furtherObjectives, earlyStopping: rule }, objective)).toEqual([
    { metric: 'error', place: 'objective.metric' },
    { metric: 'final_cost', place: 'furtherObjectives.0.metric' },
    { metric: 'final_cost', place: 'earlyStopping.metric' },
  ]);
});
