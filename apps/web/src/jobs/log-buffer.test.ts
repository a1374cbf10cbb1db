import { describe, expect, it } from '@jest/globals';
import { emptyLog, type NumberedLine, withLines } from './log-buffer';

const line = (number: number, attempt = 1): NumberedLine => ({ attempt, line: number });
const numbers = (lines: readonly NumberedLine[]) => lines.map(({ attempt, line }) => `${attempt}.${line}`);

describe('a log read page by page', () => {
  it('goes on where it stopped, over attempts', () => {
    const first = withLines(emptyLog<NumberedLine>(), [line(1), line(2)], 'b');
    const next = withLines(first, [line(3), line(1, 2)], 'd');
    expect(numbers(next.lines)).toEqual(['1.1', '1.2', '1.3', '2.1']);
    expect(next.cursor).toBe('d');
  });

  it('doubles nothing when a page is read twice, and keeps its place on an empty one', () => {
    const first = withLines(emptyLog<NumberedLine>(), [line(1), line(2)], 'b');
    expect(numbers(withLines(first, [line(1), line(2), line(3)], 'c').lines)).toEqual(['1.1', '1.2', '1.3']);
    expect(withLines(first, [], null)).toBe(first);
  });

  it('keeps the newest lines of a long log and counts the others', () => {
    const first = withLines(emptyLog<NumberedLine>(), [line(1), line(2), line(3)], 'c', 2);
    const next = withLines(first, [line(4)], 'd', 2);
    expect(numbers(next.lines)).toEqual(['1.3', '1.4']);
    expect(next.dropped).toBe(2);
  });
});
