import { describe, expect, it } from '@jest/globals';
import {
  chosenPositions,
  cleared,
  extendedTo,
  firstFrame,
  isMany,
  movedTo,
  pickedFrames,
  rangeText,
  toggledAt,
} from './selection';

describe('choosing frames', () => {
  it('extends a run from where it began, over both sides', () => {
    const five = movedTo(firstFrame, 5, 20);
    const right = extendedTo(extendedTo(five, 6, 20), 7, 20);
    expect(chosenPositions(right)).toEqual([5, 6, 7]);
    const left = extendedTo(right, 3, 20);
    expect(chosenPositions(left)).toEqual([3, 4, 5]);
    expect(left.current).toBe(3);
    expect(isMany(movedTo(left, 4, 20))).toBe(false);
  });

  it('stays within the frames', () => {
    expect(movedTo(firstFrame, -4, 20).current).toBe(0);
    expect(extendedTo(firstFrame, 99, 20).current).toBe(19);
    expect(movedTo(firstFrame, 3, 0).current).toBe(0);
  });

  it('keeps the frames of a typed range while one looks through them', () => {
    const typed = pickedFrames(firstFrame, [9, 4, 5, 9]);
    expect(chosenPositions(movedTo(typed, 12, 20))).toEqual([4, 5, 9]);
    expect(chosenPositions(cleared(typed))).toEqual([0]);
    expect(isMany(pickedFrames(firstFrame, []))).toBe(false);
  });

  it('adds and takes out single frames, but not the last one', () => {
    const two = toggledAt(movedTo(firstFrame, 2, 20), 6);
    expect(chosenPositions(two)).toEqual([2, 6]);
    expect(chosenPositions(toggledAt(two, 2))).toEqual([6]);
    expect(chosenPositions(toggledAt(toggledAt(two, 2), 6))).toEqual([6]);
  });
});

describe('rangeText', () => {
  it('writes positions as a range with its end excluded', () => {
    expect(rangeText([4])).toBe('[4]');
    expect(rangeText([4, 5, 6, 7, 8])).toBe('[4:9]');
    expect(rangeText([0, 1, 5, 12, 13])).toBe('[0:2,5,12:14]');
  });
});
