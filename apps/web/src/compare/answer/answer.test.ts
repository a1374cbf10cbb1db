import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { progressOf, unfinishedJobs } from '../settings';
import { answerOf, markedBest } from './answer';

const setting = (rigid: number, smooth: number) => ({
  weights: { lambda_rigid: rigid, smooth },
  optimization: { max_iterations: 100 },
});

describe('the answer', () => {
  it('names the best setting, its value, its n and its distance to the baseline and the next', () => {
    const comparison = comparisonOf([
      { params: setting(100, 50), values: [0.72] },
      { params: setting(1000, 50), values: [0.41] },
      { params: setting(1000, 200), values: [0.43] },
    ]);
    expect(answerOf(comparison)).toEqual({
      key: 's1',
      setting: 'lambda_rigid = 1,000, smooth = 50',
      value: '0.41 mm',
      n: 1,
      toBaseline: '0.31 mm below the baseline',
      toNext: 'The next setting is 0.02 mm behind.',
    });
  });

  it('says when chance explains the lead as well', () => {
    const comparison = comparisonOf([
      { params: setting(100, 50), values: [0.3, 0.5] },
      { params: setting(500, 50), values: [0.41, 0.43] },
    ]);
    expect(answerOf(comparison)?.toNext).toBe(
      'The next setting is 0.02 mm behind, which chance explains as well (p = 0.86, 2 pairs); about 318 inputs or replicates would tell.',
    );
  });

  it('says when the best is the baseline, or equals another', () => {
    const comparison = comparisonOf([
      { params: setting(100, 50), values: [0.4] },
      { params: setting(500, 50), values: [0.4] },
    ]);
    expect(answerOf(comparison)?.toBaseline).toBe('the baseline itself');
    expect(answerOf(comparison)?.toNext).toBe('Another setting is equally good.');
  });

  it('is silent on the baseline while that has no value', () => {
    const comparison = comparisonOf(
      [
        { params: setting(100, 50), failed: 1 },
        { params: setting(500, 50), values: [0.4] },
      ],
      { baselineKey: 's0' },
    );
    expect(answerOf(comparison)?.toBaseline).toBeNull();
  });
});

describe('the progress of a comparison', () => {
  const one = { params: setting(100, 50) };
  const other = { params: setting(500, 50) };
  const cases: [string, Parameters<typeof comparisonOf>[0], string][] = [
    ['no jobs at all', [], 'no-settings'],
    [
      'jobs still run',
      [
        { ...one, unfinished: 1 },
        { ...other, failed: 1 },
      ],
      'nothing-finished',
    ],
    [
      'every job failed',
      [
        { ...one, failed: 1 },
        { ...other, failed: 2 },
      ],
      'all-failed',
    ],
    ['nothing varies', [{ ...one, values: [1, 2] }], 'one-setting'],
    [
      'one setting has a value',
      [
        { ...one, values: [1] },
        { ...other, unfinished: 1 },
      ],
      'first-only',
    ],
    [
      'two settings have a value',
      [
        { ...one, values: [1] },
        { ...other, values: [2] },
      ],
      'ready',
    ],
  ];
  it.each(cases)('%s', (_name, results, progress) => {
    expect(progressOf(comparisonOf(results))).toBe(progress);
  });

  it('counts unfinished jobs over all settings', () => {
    expect(
      unfinishedJobs(
        comparisonOf([
          { ...one, unfinished: 2 },
          { ...other, unfinished: 1 },
        ]),
      ),
    ).toBe(3);
    expect(unfinishedJobs(undefined)).toBe(0);
  });
});

it('marks no setting as best where the swept parameters change the scale of the metric', () => {
  expect(markedBest({ bestKey: 'a', warnings: [] })).toBe('a');
  expect(markedBest({ bestKey: 'a', warnings: [{ code: 'INCOMPARABLE_METRIC', message: '' }] })).toBeNull();
});
