/** Rows are fetched in portions around those that can be seen. */

/** Rows of one portion. */
export const portionRows = 100;

/** Portions that hold the rows from one position to another, both included. */
export function portionsBetween(first: number, last: number, count: number): number[] {
  if (count === 0) return [];
  const from = Math.floor(Math.max(0, first) / portionRows);
  const to = Math.floor(Math.min(count - 1, last) / portionRows);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** Numbers of the rows of a portion. */
export function numbersOf(numbers: readonly number[], portion: number): readonly number[] {
  return numbers.slice(portion * portionRows, (portion + 1) * portionRows);
}

/** Position of the first number that is at least `number`, in numbers that ascend; their count where there is none. */
export function positionOf(numbers: readonly number[], number: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The nearest row with a problem after or before a row, among those shown; around the end it goes on at the other one.
 * @param shown numbers of the rows shown, ascending; @param problems numbers of rows with problems, ascending
 * @returns its number; null where no row shown has one, apart from the row itself
 */
export function nextProblemRow(
  shown: readonly number[],
  problems: readonly number[],
  from: number,
  direction: 1 | -1,
): number | null {
  const isShown = (number: number) => shown[positionOf(shown, number)] === number;
  const count = problems.length;
  const start = direction === 1 ? positionOf(problems, from + 1) : positionOf(problems, from) - 1;
  for (let step = 0; step < count; step++) {
    const number = problems[(((start + direction * step) % count) + count) % count];
    if (number !== undefined && number !== from && isShown(number)) return number;
  }
  return null;
}
