import { describe, expect, it } from '@jest/globals';
import { type CellChange, emptyHistory, filled, filledDown, pasted, redone, undone, withStep } from './edits';

const size = { rows: 10, columns: 4 };
const cell = (row: number, column: number) => ({ top: row, left: column, bottom: row, right: column });

describe('pasting', () => {
  it('goes from the chosen cell to the right and down, and not beyond the grid', () => {
    expect(
      pasted(
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
        cell(9, 3),
        size,
      ),
    ).toEqual([{ row: 9, column: 3, text: 'a' }]);
    expect(pasted([['a', 'b'], ['c']], cell(0, 0), size)).toEqual([
      { row: 0, column: 0, text: 'a' },
      { row: 0, column: 1, text: 'b' },
      { row: 1, column: 0, text: 'c' },
    ]);
  });

  it('fills a selection that it fits into several times', () => {
    const block = { top: 1, left: 0, bottom: 4, right: 0 };
    expect(pasted([['a'], ['b']], block, size).map(({ text }) => text)).toEqual(['a', 'b', 'a', 'b']);
    expect(pasted([['a']], { ...block, right: 1 }, size)).toHaveLength(8);
    expect(pasted([], block, size)).toEqual([]);
  });
});

describe('filling', () => {
  const textAt = ({ row, column }: { row: number; column: number }) => `${row}/${column}`;

  it('takes the first row of a block down, or the cell above', () => {
    expect(filledDown({ top: 2, left: 1, bottom: 4, right: 1 }, textAt)).toEqual([
      { row: 3, column: 1, text: '2/1' },
      { row: 4, column: 1, text: '2/1' },
    ]);
    expect(filledDown(cell(3, 2), textAt)).toEqual([{ row: 3, column: 2, text: '2/2' }]);
    expect(filledDown(cell(0, 2), textAt)).toEqual([]);
  });

  it('puts one text everywhere', () => {
    expect(filled({ top: 0, left: 0, bottom: 1, right: 1 }, '')).toHaveLength(4);
  });
});

describe('taking back', () => {
  const change = (row: number, before: string, after: string): CellChange => ({
    row,
    column: 0,
    before: { text: before, isRead: before === 'read' },
    after: { text: after, isRead: false },
  });
  const [first, second] = [[change(1, 'read', 'a')], [change(1, 'a', 'b'), change(2, 'read', 'c')]];

  it('goes step by step, newest first, to what was read, and forth again', () => {
    const history = withStep(withStep(emptyHistory, first), second);
    const once = undone(history);
    expect(once.step?.map(({ row, after }) => [row, after.text])).toEqual([
      [2, 'read'],
      [1, 'a'],
    ]);
    const twice = undone(once.history);
    expect(twice.step?.[0]?.after).toEqual({ text: 'read', isRead: true });
    expect(undone(twice.history).step).toBeNull();
    expect(redone(twice.history)).toEqual({ history: once.history, step: first });
    expect(redone(redone(twice.history).history)).toEqual({ history, step: second });
  });

  it('forgets what could be done again when something else is done', () => {
    const { history } = undone(withStep(emptyHistory, first));
    expect(redone(withStep(history, second)).step).toBeNull();
  });
});
