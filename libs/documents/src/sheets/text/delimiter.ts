/** Finds what separates the cells of a text, from its content; file extensions lie. */
import type { Delimiter } from '../sheet-file.js';

export const delimiters: readonly Delimiter[] = ['\t', ';', ',', '|'];

/**
 * The delimiter that cuts most lines into the same number of cells, two at least; among equals the one that gives more
 * cells, and a semicolon or tab before a comma, which also stands in decimal numbers.
 * @param head the first lines
 */
export function detectDelimiter(head: string): Delimiter {
  let [best, bestScore]: [Delimiter, number] = [',', 0];
  for (const delimiter of delimiters) {
    const score = agreement(cellCounts(head, delimiter));
    if (score > bestScore + 1e-9) [best, bestScore] = [delimiter, score];
  }
  return best;
}

/** Share of lines with the most frequent count of cells, raised a little by that count; 0 where nothing is cut. */
function agreement(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) if (count > 1) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, lines] of frequency) {
    best = Math.max(best, (lines / counts.length) * (1 - 0.5 / count));
  }
  return best;
}

const maxLines = 200;

/** Cells of each line that is not blank; delimiters and line ends within quotes do not count. */
function cellCounts(head: string, delimiter: string): number[] {
  const counts: number[] = [];
  let [cells, isQuoted, hasText] = [1, false, false];
  const end = () => {
    if (hasText) counts.push(cells);
    [cells, hasText] = [1, false];
  };
  for (const character of head) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '\n') end();
    else if (!isQuoted && character === delimiter) cells++;
    if (character !== '\n' && character !== '\r') hasText = true;
    if (counts.length === maxLines) return counts;
  }
  end();
  return counts;
}
