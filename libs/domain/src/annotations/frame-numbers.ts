/**
 * Between frame numbers, which have gaps and are stored, and positions, which have none and in which ranges speak. A
 * stored set joins frames that follow each other, whatever numbers lie between them: frames 0, 2 and 4 are 0 to before 5.
 */
import type { FrameSet, FrameSpan } from './frame-set.js';

/** First index whose number is at least `number`, or the length. */
function lowerBound(numbers: readonly number[], number: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Positions of the frames whose numbers are in the set.
 * @param numbers of all frames of the subject, ascending
 */
export function positionsOfNumbers(set: FrameSet, numbers: readonly number[]): FrameSet {
  const positions: { from: number; to: number }[] = [];
  for (const range of set) {
    const from = lowerBound(numbers, range.from);
    const to = lowerBound(numbers, range.to);
    const last = positions.at(-1);
    if (last !== undefined && last.to === from) last.to = Math.max(to, last.to);
    else if (to > from) positions.push({ from, to });
  }
  return positions;
}

/** The set to store for frames at these positions. */
export function numbersOfPositions(set: FrameSet, numbers: readonly number[]): FrameSet {
  return set.map(
    ({ from, to }): FrameSpan => ({ from: numbers[from] as number, to: (numbers[to - 1] as number) + 1 }),
  );
}

/** How many frames of the subject are in a stored set. */
export function countFrames(set: FrameSet, numbers: readonly number[]): number {
  return positionsOfNumbers(set, numbers).reduce((count, { from, to }) => count + to - from, 0);
}

/** The position of a frame, or null where no frame has the number. */
export function positionOfNumber(number: number, numbers: readonly number[]): number | null {
  const position = lowerBound(numbers, number);
  return numbers[position] === number ? position : null;
}
