import type { TextRow } from './delimited-text.js';
import type { ProblemList } from './problem-list.js';

const missingWords = new Set(['nan', 'na', 'n/a', 'null', 'none', '-']);
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A coordinate or likelihood; NaN where the cell is empty or, with a problem added, where it is no number. */
export function readNumber(row: TextRow, index: number, column: string, problems: ProblemList): number {
  const cell = row.cells[index] ?? '';
  if (cell === '') return Number.NaN;
  const value = Number(cell);
  if (numberPattern.test(cell) && Number.isFinite(value)) return value;
  const place = { line: row.line, column };
  if (missingWords.has(cell.toLowerCase())) {
    problems.warning('MISSING_VALUE_TEXT', `${cell} is read as a missing point.`, {
      place,
      value: cell,
      expectation: 'a number or an empty cell',
      fix: 'Leave cells of unseen points empty.',
    });
    return Number.NaN;
  }
  const decimalComma = /^[+-]?\d+,\d+$/.test(cell);
  problems.error('NOT_A_NUMBER', `${cell.slice(0, 60)} is not a number.`, {
    place,
    value: cell.slice(0, 60),
    expectation: 'a finite number with a decimal point, or an empty cell',
    fix: decimalComma
      ? 'Export with a point as the decimal sign.'
      : 'Correct the value or leave the cell empty.',
  });
  return Number.NaN;
}

/** A frame number, or null with a problem added. */
export function readFrame(row: TextRow, index: number, column: string, problems: ProblemList): number | null {
  const cell = row.cells[index] ?? '';
  const value = Number(cell);
  if (cell !== '' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
  problems.error('BAD_FRAME', `${cell === '' ? 'An empty cell' : cell} is not a frame number.`, {
    place: { line: row.line, column },
    value: cell,
    expectation: 'a whole number',
    fix: 'Number the frames 0, 1, 2, …',
  });
  return null;
}

/** Whether a row has as many cells as the header; more are allowed where they are empty. Adds a problem if not. */
export function hasWidth(row: TextRow, width: number, problems: ProblemList): boolean {
  const extra = row.cells.slice(width).some((cell) => cell !== '');
  if (row.cells.length >= width && !extra) return true;
  problems.error('RAGGED_ROW', `The row has ${row.cells.length} cells, the header ${width}.`, {
    place: { line: row.line },
    value: `${row.cells.length} cells`,
    expectation: `${width} cells`,
    fix: 'Add the missing cells (they may be empty) or remove those too many.',
  });
  return false;
}

/** Position of a header, ignoring case; -1 where it is absent. */
export function headerIndex(headers: readonly string[], ...names: readonly string[]): number {
  return headers.findIndex((header) => names.includes(header.toLowerCase()));
}

/** Adds a problem for a frame that came before. */
export function duplicateFrame(row: TextRow, frame: number, before: number, problems: ProblemList): void {
  problems.error('DUPLICATE_FRAME', `Frame ${frame} was given on line ${before} already.`, {
    place: { line: row.line, column: 'frame' },
    value: String(frame),
    expectation: 'each frame once',
    fix: 'Remove one of the two rows or renumber the frames.',
  });
}

/** Adds the problem of a file that has a header and nothing else. */
export function noRows(problems: ProblemList): void {
  problems.error('NO_FRAMES', 'The file has a header but no rows below it.', {
    expectation: 'a row for each frame',
    fix: 'Export the recording again.',
  });
}
