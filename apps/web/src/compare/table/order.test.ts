import { describe, expect, it } from '@jest/globals';
import { comparisonOf, type SettingResult } from '../comparison.fixture';
import type { ComparisonData } from '../queries';
import type { Sort } from '../view/url-state';
import { columnsOf, sortValueOf } from './columns';
import { nextDifference } from './differences';
import { freezeOrder, inFrozenOrder, newSinceFrozen, sortSettings } from './order';
import { shownColumns } from './shown-columns';

const results: SettingResult[] = [
  { params: { a: 10, loss: 'huber' }, values: [3], cost: 100 },
  { params: { a: 9, loss: 'cauchy' }, values: [1], cost: 20 },
  { params: { a: 100, loss: 'huber' }, failed: 2 },
  { params: { a: 9, loss: 'huber' }, values: [2], cost: 3 },
];
const keys = (settings: readonly { readonly key: string }[]) => settings.map(({ key }) => key);

function sorted(comparison: ComparisonData, column: string, order: Sort['order'] = 'ascending') {
  return sortSettings(comparison.settings, sortValueOf(columnsOf(comparison), column), order);
}

describe('sorting the table', () => {
  const comparison = comparisonOf(results);
  const cases: [string, Sort['order'], string[]][] = [
    ['rank', 'ascending', ['s1', 's3', 's0', 's2']],
    ['rank', 'descending', ['s0', 's3', 's1', 's2']],
    ['parameter:a', 'ascending', ['s1', 's3', 's0', 's2']],
    ['parameter:a', 'descending', ['s2', 's0', 's1', 's3']],
    ['parameter:loss', 'ascending', ['s1', 's3', 's0', 's2']],
    ['metric:final_cost', 'ascending', ['s3', 's1', 's0', 's2']],
    ['metric:final_cost', 'descending', ['s0', 's1', 's3', 's2']],
    ['difference', 'ascending', ['s1', 's3', 's0', 's2']],
    ['failed', 'descending', ['s2', 's1', 's3', 's0']],
    ['duration', 'ascending', ['s0', 's1', 's3', 's2']],
    ['metric:error_mm~n', 'descending', ['s1', 's3', 's0', 's2']],
  ];
  it.each(cases)('by %s, %s', (column, order, expected) => {
    expect(keys(sorted(comparison, column, order))).toEqual(expected);
  });

  it('keeps the order of the API for an unknown column', () => {
    expect(keys(sorted(comparison, 'nowhere'))).toEqual(keys(comparison.settings));
  });
});

describe('the order while results arrive', () => {
  const before = comparisonOf([
    { params: { a: 1 }, values: [3] },
    { params: { a: 2 }, values: [2] },
    { params: { a: 3 }, unfinished: 1 },
  ]);
  const after = comparisonOf([
    { params: { a: 1 }, values: [3] },
    { params: { a: 2 }, values: [2] },
    { params: { a: 3 }, values: [1] },
    { params: { a: 4 }, values: [0.5] },
  ]);
  const frozen = freezeOrder(sorted(before, 'rank'), 'error_mm');

  it('stays, with new numbers in place and new settings at the end', () => {
    const shown = inFrozenOrder(frozen, sorted(after, 'rank'));
    expect(keys(shown)).toEqual(['s1', 's0', 's2', 's3']);
    expect(shown[2]?.metrics[0]?.mean).toBe(1);
  });

  it('counts the settings with new values that would move', () => {
    expect(newSinceFrozen(frozen, sorted(before, 'rank'), 'error_mm')).toBe(0);
    expect(newSinceFrozen(frozen, sorted(after, 'rank'), 'error_mm')).toBe(2);
  });

  it('counts nothing once sorted again', () => {
    const again = freezeOrder(sorted(after, 'rank'), 'error_mm');
    expect(newSinceFrozen(again, sorted(after, 'rank'), 'error_mm')).toBe(0);
    expect(keys(inFrozenOrder(again, sorted(after, 'rank')))).toEqual(['s3', 's2', 's1', 's0']);
  });
});

describe('the columns', () => {
  const comparison = comparisonOf([
    { params: { a: 1 }, values: [0.4, 0.6], failed: 1, cost: 12 },
    { params: { a: 2 }, values: [7], cancelled: 2 },
  ]);
  const text = (id: string, key: string) => {
    const setting = comparison.settings.find((entry) => entry.key === key)!;
    return columnsOf(comparison)
      .find((column) => column.id === id)
      ?.text(setting);
  };

  it('show means with common decimals, half their interval and number of jobs', () => {
    expect(text('metric:error_mm', 's0')).toBe('0.5 ± 1.3 (2)');
    expect(text('metric:error_mm', 's1')).toBe('7.0 (1)');
    expect(text('difference', 's1')).toBe('+6.5');
    expect(text('metric:final_cost', 's1')).toBeNull();
  });

  it('never drop a job without a result', () => {
    expect(text('failed', 's0')).toBe('1 of 3 failed');
    expect(text('failed', 's1')).toBe('2 cancelled or skipped');
  });

  it('sort by the half of an interval and the number of jobs too', () => {
    const by = (id: string) =>
      comparison.settings.map((setting) => sortValueOf(columnsOf(comparison), id)?.(setting));
    expect(by('metric:error_mm~half')).toEqual([expect.closeTo(1.2706, 3), null]);
    expect(by('metric:error_mm~n')).toEqual([2, 1]);
    expect(sortValueOf(columnsOf(comparison), 'metric:error_mm~nothing')).toBeUndefined();
  });
});

describe('the columns shown', () => {
  const comparison = comparisonOf([
    { params: { a: 1 }, values: [0.4, 0.6], cost: 12 },
    { params: { a: 2 }, values: [7, 8], cost: 12 },
  ]);
  const shown = (hidden: string[], identical: 'hide' | 'show') =>
    shownColumns(columnsOf(comparison), comparison.settings, { hidden, identical });
  const ids = (result: ReturnType<typeof shown>) => result.shown.map(({ id }) => id);

  it('are without those that are the same in all settings', () => {
    const result = shown([], 'hide');
    expect(ids(result)).toEqual([
      'rank',
      'parameter:a',
      'metric:error_mm',
      'difference',
      'verdict',
      'duration',
    ]);
    expect(result.identical.map(({ id }) => id)).toEqual(['failed', 'unfinished', 'metric:final_cost']);
    expect(ids(shown([], 'show'))).toContain('metric:final_cost');
  });

  it('are without hidden ones, but never without rank and compared metric', () => {
    expect(ids(shown(['rank', 'metric:error_mm', 'verdict'], 'hide'))).toEqual([
      'rank',
      'parameter:a',
      'metric:error_mm',
      'difference',
      'duration',
    ]);
  });

  it('are all of one setting, of which nothing is the same as in another', () => {
    const [only] = comparison.settings;
    expect(shownColumns(columnsOf(comparison), [only!], { hidden: [], identical: 'hide' }).identical).toEqual(
      [],
    );
  });
});

describe('the next difference', () => {
  const comparison = comparisonOf([
    { params: { a: 0 }, values: [5, 5.1, 5.05, 5.02] },
    { params: { a: 1 }, values: [5.01, 5.09, 5.06, 5.0] },
    { params: { a: 2 }, values: [1, 1.1, 1.05, 1.02] },
    { params: { a: 3 }, values: [9, 9.1, 9.05, 9.02] },
  ]);
  const next = (from: string | null, step: 1 | -1) =>
    nextDifference(comparison.settings, from, step)?.key ?? null;

  it('is the next setting that is better or worse than the baseline', () => {
    expect(keys(comparison.settings)).toEqual(['s2', 's1', 's0', 's3']);
    expect(next(null, 1)).toBe('s2');
    expect(next('s2', 1)).toBe('s3');
    expect(next('s3', 1)).toBe('s2');
    expect(next('s3', -1)).toBe('s2');
    expect(next(null, -1)).toBe('s3');
  });

  it('is none where all are alike', () => {
    expect(nextDifference(comparison.settings.slice(1, 3), null, 1)).toBeNull();
  });
});
