import { describe, expect, it } from '@jest/globals';
import { type EarlyStoppingRule, type MetricCourse, poorJobs } from './poor-jobs.js';

const median: EarlyStoppingRule = { rule: 'median', afterStep: 2, factor: 3, minJobs: 3 };
const halving: EarlyStoppingRule = { ...median, rule: 'successive_halving' };
const error = { direction: 'minimize', unit: 'mm' } as const;

/** A job that reported these values at steps 1, 2, 3 … */
const course = (
  jobId: string,
  values: readonly number[],
  rest: Partial<MetricCourse> = {},
): MetricCourse => ({
  jobId,
  inputKey: 'walk',
  state: 'complete',
  steps: values.map((value, index) => ({ step: index + 1, value })),
  ...rest,
});
const running = { state: 'running' } as const;
const done = [course('1', [9, 5, 4]), course('2', [9, 6, 5]), course('3', [9, 7, 6])];
const stopped = (...[courses, rule, metric]: Parameters<typeof poorJobs>) =>
  poorJobs(courses, rule, metric).map(({ jobId }) => jobId);

describe('the median rule', () => {
  it('stops a job whose best value is worse than the median of the averages of others at its step', () => {
    // Averages of the others until step 2: 7, 7.5, 8.
    const found = poorJobs([...done, course('poor', [12, 7.6], running)], median, error);
    expect(found).toEqual([
      {
        jobId: 'poor',
        reason:
          'Stopped early: at step 2 its best value was 7.6 mm, worse than 7.5 mm, the median of 3 other jobs on this input.',
      },
    ]);
    expect(stopped([...done, course('fair', [12, 7.5], running)], median, error)).toEqual([]);
  });

  it('takes the values of jobs that ended earlier for those of all later steps', () => {
    expect(stopped([...done, course('slow', [12, 12, 12, 12, 12], running)], median, error)).toEqual([
      'slow',
    ]);
  });

  it('looks the other way where more is better', () => {
    const [worse, better] = [course('worse', [7, 7], running), course('better', [12, 12], running)];
    const more = { direction: 'maximize', unit: '1' } as const;
    expect(stopped([...done, worse, better], median, more)).toEqual(['worse']);
  });

  it.each<[string, MetricCourse[]]>([
    ['ended before', [...done, course('ended', [12, 12])]],
    ['has not come far enough', [...done, course('young', [12], running)]],
    ['has too few others at its step', [done[0]!, done[1]!, course('first', [12, 12], running)]],
    [
      'is further than those that were stopped',
      [
        ...done.map((job) => ({ ...job, state: 'stopped' as const })),
        course('last', [12, 12, 12, 12], running),
      ],
    ],
    ['is ahead of all others', [...done, course('ahead', [3, 3, 3, 3], running)]],
    ['is on another input', [...done, course('other', [12, 12], { ...running, inputKey: 'run' })]],
    ['has reported nothing', [...done, course('silent', [], running)]],
  ])('leaves a job alone that %s', (_why, courses) => {
    expect(stopped(courses, median, error)).toEqual([]);
  });
});

describe('successive halving', () => {
  it('lets the best third go on at each rung', () => {
    const at = (values: readonly number[]) =>
      values.map((value, i) => course(String(i), [9, value], running));
    expect(stopped(at([1, 2, 3, 4, 5, 6]), halving, error)).toEqual(['2', '3', '4', '5']);
  });

  it('compares at the rung, whatever came later', () => {
    // Rungs are 2 and 6: at step 5 the values of step 2 still count.
    const late = course('late', [9, 8, 1, 1, 1], running);
    expect(stopped([...done, late], halving, error)).toEqual(['late']);
  });

  it('keeps one job at least, and all of several that are equal', () => {
    const equal = ['a', 'b', 'c', 'd'].map((id) => course(id, [9, 3], running));
    expect(stopped(equal, halving, error)).toEqual([]);
  });
});
