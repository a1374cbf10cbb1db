import type { PlannedJob } from '@batchyard/domain';
import type { JobResult, MetricSpec } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { watchPoorCells } from './stop-poor-cells.js';

const metric: MetricSpec = {
  name: 'error',
  title: 'Error',
  unit: 'mm',
  direction: 'minimize',
  description: '',
};
const rule = { rule: 'median', metric: 'error', afterStep: 2, factor: 3, minJobs: 2 } as const;
const cell = (cellKey: string, sha256 = 'walk') =>
  ({ cellKey, inputs: { markers: [{ reference: 'x', name: 'x.csv', sha256 }] } }) as unknown as PlannedJob;
const resultOf = (state: JobResult['state']): JobResult => ({
  state,
  metrics: {},
  stages: [],
  artifacts: [],
  warnings: [],
  error: state === 'failed' ? { stage: 'run', message: 'killed', problems: [] } : null,
});
const before = (key: string, values: readonly number[]) => ({
  job: cell(key),
  result: {
    ...resultOf('succeeded'),
    cellKey: key,
    label: key,
    steps: { metric: 'error', values: values.map((value, index) => ({ step: index + 1, value })) },
  },
});

function watch() {
  const stopped: string[] = [];
  const known = [before('a', [9, 5, 4]), before('b', [9, 6, 5])];
  const poorCells = watchPoorCells({ earlyStopping: rule }, [metric], known);
  if (poorCells === null) throw new Error('The design asks for early stopping.');
  const report = (job: PlannedJob, values: readonly number[]) => {
    poorCells.started(job, () => stopped.push(job.cellKey));
    values.forEach((value, index) => {
      poorCells.reported(job, { step: index + 1, value });
    });
  };
  return { poorCells, report, stopped };
}

describe('watchPoorCells', () => {
  it('ends a cell that does worse than those that are there already, once, and keeps the reason', () => {
    const { poorCells, report, stopped } = watch();
    report(cell('poor'), [12, 12, 12]);
    expect(stopped).toEqual(['poor']);
    // A child that had to be killed gives a failure; that it was meant to end counts.
    const { state, error, stoppedEarly, steps } = poorCells.ended(cell('poor'), resultOf('failed'));
    expect({ state, error }).toEqual({ state: 'cancelled', error: null });
    expect(stoppedEarly).toEqual({
      rule,
      reason:
        'Stopped early: at step 2 its best value was 12 mm, worse than 7.25 mm, the median of 2 other jobs on this input.',
    });
    expect(steps?.values).toHaveLength(3);
  });

  it('leaves cells on other inputs, good ones, and those that came to their end alone', () => {
    const { poorCells, report, stopped } = watch();
    report(cell('elsewhere', 'run'), [12, 12, 12]);
    report(cell('good'), [8, 4, 3]);
    expect(stopped).toEqual([]);
    report(cell('late'), [12, 12]);
    expect(stopped).toEqual(['late']);
    expect(poorCells.ended(cell('late'), resultOf('succeeded')).stoppedEarly).toBeUndefined();
    expect(poorCells.ended(cell('good'), resultOf('failed'))).toMatchObject({
      state: 'failed',
      error: { message: 'killed' },
    });
  });

  it('is not there where the design does not ask for it', () => {
    expect(watchPoorCells({}, [metric], [])).toBeNull();
  });
});
