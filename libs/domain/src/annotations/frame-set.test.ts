import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countFrames, numbersOfPositions, positionOfNumber, positionsOfNumbers } from './frame-numbers.js';
import {
  countNumbers,
  differenceOf,
  type FrameSet,
  frameSetOfNumbers,
  frameSetOfRuns,
  frameSetText,
  intersectionOf,
  isEqualSet,
  overlaps,
  runsOf,
  unionOf,
} from './frame-set.js';

const numbers = fc.array(fc.nat(30), { maxLength: 20 });
const listOf = (set: FrameSet) =>
  set.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index));
const sorted = (values: Iterable<number>) => [...new Set(values)].sort((a, b) => a - b);

describe('frame sets', () => {
  it('are sets', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [x, y] = [frameSetOfNumbers(a), frameSetOfNumbers(b)];
        expect(listOf(unionOf(x, y))).toEqual(sorted([...a, ...b]));
        expect(listOf(intersectionOf(x, y))).toEqual(sorted(a.filter((each) => b.includes(each))));
        expect(listOf(differenceOf(x, y))).toEqual(sorted(a.filter((each) => !b.includes(each))));
        expect(overlaps(x, y)).toBe(a.some((each) => b.includes(each)));
        expect(countNumbers(x)).toBe(new Set(a).size);
        expect(isEqualSet(x, y)).toBe(String(sorted(a)) === String(sorted(b)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('have one form only: sorted, apart and not empty', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [x, y] = [frameSetOfNumbers(a), frameSetOfNumbers(b)];
        for (const set of [unionOf(x, y), intersectionOf(x, y), differenceOf(x, y)]) {
          for (const [index, { from, to }] of set.entries()) {
            expect(to).toBeGreaterThan(from);
            if (index > 0) expect(from).toBeGreaterThan(set[index - 1]?.to ?? 0);
          }
        }
      }),
    );
  });

  it('are shown as runs', () => {
    const set = frameSetOfNumbers([3, 7, 8, 9, 20]);
    expect(runsOf(set)).toEqual([
      { first: 3, last: 3 },
      { first: 7, last: 9 },
      { first: 20, last: 20 },
    ]);
    expect(frameSetOfRuns(runsOf(set))).toEqual(set);
    expect([frameSetText(set), frameSetText(set, 2), frameSetText([])]).toEqual([
      '3, 7-9, 20',
      '3, 7-9 and 1 more',
      'none',
    ]);
  });
});

describe('frame numbers', () => {
  const even = [0, 2, 4, 6, 10];

  it('join frames that follow each other', () => {
    expect(numbersOfPositions(frameSetOfNumbers([0, 1, 3, 4]), even)).toEqual([
      { from: 0, to: 3 },
      { from: 6, to: 11 },
    ]);
    expect(countFrames([{ from: 0, to: 7 }], even)).toBe(4);
    expect([positionOfNumber(10, even), positionOfNumber(5, even)]).toEqual([4, null]);
  });

  it('come back from positions', () => {
    const frames = fc
      .uniqueArray(fc.nat(100), { minLength: 1, maxLength: 20 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(frames, numbers, (all, chosen) => {
        const positions = frameSetOfNumbers(chosen.filter((each) => each < all.length));
        expect(positionsOfNumbers(numbersOfPositions(positions, all), all)).toEqual(positions);
      }),
    );
  });

  it('keep sets of frames that are not there apart from none', () => {
    expect(positionsOfNumbers([{ from: 7, to: 10 }], even)).toEqual([]);
    expect(
      positionsOfNumbers(
        [
          { from: 1, to: 3 },
          { from: 3, to: 5 },
        ],
        even,
      ),
    ).toEqual([{ from: 1, to: 3 }]);
  });
});
