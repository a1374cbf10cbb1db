import { describe, expect, it } from '@jest/globals';
import { blockOf, isWithin, moved, onlyCell, stepOf } from './selection';

const size = { rows: 10, columns: 4 };
const start = onlyCell({ row: 2, column: 1 });

describe('the selection of the grid', () => {
  it.each([
    ['ArrowUp', false, { row: 1, column: 1 }],
    ['ArrowDown', true, { row: 9, column: 1 }],
    ['ArrowLeft', false, { row: 2, column: 0 }],
    ['ArrowRight', true, { row: 2, column: 3 }],
    ['PageDown', false, { row: 7, column: 1 }],
    ['PageUp', false, { row: 0, column: 1 }],
    ['Home', false, { row: 2, column: 0 }],
    ['Home', true, { row: 0, column: 0 }],
    ['End', true, { row: 9, column: 3 }],
  ])('moves with %s (Ctrl: %s) and stays in the grid', (key, isCtrl, expected) => {
    const step = stepOf(key, isCtrl, 5);
    expect(step && moved(start, step, size, 'move').focus).toEqual(expected);
  });

  it('leaves other keys alone', () => {
    expect(stepOf('a', false, 5)).toBeNull();
  });

  it('grows a block in any direction from where it began', () => {
    const grown = moved(start, { row: -2, column: 2 }, size, 'extend');
    expect(grown.anchor).toEqual({ row: 2, column: 1 });
    const block = blockOf(grown);
    expect(block).toEqual({ top: 0, left: 1, bottom: 2, right: 3 });
    expect(isWithin(block, { row: 1, column: 3 })).toBe(true);
    expect(isWithin(block, { row: 3, column: 1 })).toBe(false);
  });
});
