import { describe, expect, it } from '@jest/globals';
import { comparisonOf, type SettingResult } from '../comparison.fixture';
import type { ComparisonData } from '../queries';
import type { Sort } from '../view/url-state';
import { columnsOf } from './columns';
import { freezeOrder, inFrozenOrder, newSinceFrozen, sortSettings } from './order';

const results: SettingResult[] = [
  { params: { a: 10, loss: 'huber' }, values: [3], cost: 100 },
  { params: { a: 9, loss: 'cauchy' }, values: [1], cost: 20 },
  { params: { a: 100, loss: 'huber' }, failed: 2 },
  { params: { a: 9, loss: 'huber' }, values: [2], cost: 3 },
];
const keys = (settings: readonly { readonly key: string }[]) => settings.map(({ key }) => key);

function sorted(comparison: ComparisonData, column: string, order: Sort['order'] = 'ascending') {
  const found = columnsOf(comparison, new Set()).find(({ id }) => id === column);
  return sortSettings(comparison.settings, found, order);
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
    return columnsOf(comparison, new Set())
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

  it('leave hidden metrics out, but not the compared one', () => {
    const ids = columnsOf(comparison, new Set(['final_cost', 'error_mm'])).map(({ id }) => id);
    expect(ids).toContain('metric:error_mm');
    expect(ids).not.toContain('metric:final_cost');
  });
});
