import { describe, expect, it } from '@jest/globals';
import type { CellProblem, ImportRow } from '../queries';
import {
  cellState,
  changeOf,
  formerText,
  problemColumns,
  problemsAt,
  problemTexts,
  severityOf,
  textHere,
} from './cells';

const problem = (column: number | null, more: Partial<CellProblem> = {}): CellProblem => ({
  code: 'BAD_VALUE',
  severity: 'error',
  column,
  message: 'is wrong',
  value: '0,8',
  expectation: null,
  suggestion: null,
  damage: null,
  ...more,
});
const row = (number: number, problems: readonly CellProblem[]): ImportRow => ({
  number,
  cells: ['e1', '0.8', 'x'],
  editedColumns: [1],
  readTexts: ['0,8'],
  status: 'error',
  problems: [...problems],
  changes: [],
  decisions: {},
});
const none: ReadonlyMap<string, string> = new Map();

describe('a cell of the grid', () => {
  it('is what was typed before it is saved, and says what was read', () => {
    const plain = row(4, []);
    expect(cellState(plain, 0, none)).toEqual({ text: 'e1', isRead: true });
    expect(cellState(plain, 1, none)).toEqual({ text: '0.8', isRead: false });
    expect(cellState(plain, 0, new Map([['4 0', 'e2']]))).toEqual({ text: 'e2', isRead: false });
    expect(formerText(plain, 1, '0.8')).toBe('0,8');
    expect(formerText(plain, 0, 'e2')).toBe('e1');
    expect(formerText(plain, 2, 'x')).toBeNull();
  });

  it('has its problems, and the first one those of the row', () => {
    const bad = row(4, [problem(2, { severity: 'warning' }), problem(null), problem(2)]);
    expect(problemColumns(bad)).toEqual([0, 2]);
    expect(problemsAt(bad, 0)).toHaveLength(1);
    expect(severityOf(problemsAt(bad, 2))).toBe('error');
    expect(severityOf(problemsAt(bad, 1))).toBeNull();
    expect(problemTexts([problem(1, { expectation: 'a number', suggestion: '0.8' })])).toBe(
      'is wrong\nExpected: a number\nSuggestion: 0.8',
    );
  });
});

describe('a cell of a sheet that comes back', () => {
  it('tells what the project has where that is something else', () => {
    const changed = (change: 'conflict' | 'changed_alike', ours: unknown) => ({
      field: 'note',
      change,
      theirs: 'x',
      ours: ours as null,
    });
    const back = { ...row(4, []), changes: [changed('conflict', 0.5)] };
    expect(textHere(changeOf(back, 'note'))).toBe('0.5');
    expect(changeOf(back, 'subject')).toBeNull();
    expect(textHere(changed('conflict', null))).toBe('');
    expect(textHere(changed('changed_alike', 'x'))).toBeNull();
  });
});
