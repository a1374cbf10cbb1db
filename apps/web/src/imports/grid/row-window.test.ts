import { describe, expect, it } from '@jest/globals';
import { nextProblemRow, numbersOf, portionsBetween, positionOf } from './row-window';

describe('portions of rows', () => {
  it.each([
    [0, 30, 50_000, [0]],
    [90, 130, 50_000, [0, 1]],
    [49_980, 50_020, 50_000, [499]],
    [-20, 10, 5, [0]],
    [0, 10, 0, []],
  ])('from %d to %d of %d are %j', (first, last, count, portions) => {
    expect(portionsBetween(first, last, count)).toEqual(portions);
  });

  it('hold the numbers of their rows', () => {
    const numbers = Array.from({ length: 250 }, (_, index) => 2 * index + 4);
    expect(numbersOf(numbers, 2)).toEqual(numbers.slice(200));
    expect(positionOf(numbers, 8)).toBe(2);
    expect(positionOf(numbers, 9)).toBe(3);
    expect(positionOf(numbers, 9_999)).toBe(250);
  });
});

describe('the next problem', () => {
  const shown = [2, 4, 5, 8, 9];
  it.each([
    [2, 1, 4],
    [4, 1, 9],
    [9, 1, 4],
    [4, -1, 9],
    [8, -1, 4],
  ] as const)('from row %d in direction %d is in row %d', (from, direction, expected) => {
    // Row 7 has a problem but is not shown.
    expect(nextProblemRow(shown, [4, 7, 9], from, direction)).toBe(expected);
  });

  it('is none where no other row has one', () => {
    expect(nextProblemRow(shown, [], 2, 1)).toBeNull();
    expect(nextProblemRow(shown, [4], 4, 1)).toBeNull();
    expect(nextProblemRow(shown, [7], 4, -1)).toBeNull();
  });
});
