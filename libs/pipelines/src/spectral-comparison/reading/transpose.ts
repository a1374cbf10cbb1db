import type { Orientation } from '../spectrum.js';
import type { Dialect } from './dialect.js';
import { isBlank, isComment, splitCells, type TextLines } from './lines.js';
import { type CellNotes, parseCell } from './numbers.js';

const fewestPoints = 10;
const notes: CellNotes = { style: 'plain', unit: '' };

/**
 * Whether each row is a spectrum: some line above or among the rows holds many numbers that only rise or only fall,
 * and there are far fewer lines than numbers in it, or no column runs one way.
 */
export function detectOrientation(lines: TextLines, dialect: Dialect): Orientation {
  if (dialect.width <= fewestPoints) return 'columns';
  if (axisLine(lines, dialect) === -1) return 'columns';
  let filled = 0;
  for (const line of lines) if (!isBlank(line)) filled++;
  return filled * 3 > dialect.width && hasAxisColumn(lines, dialect) ? 'columns' : 'rows';
}

const probedLines = 30;
const probedColumns = 5;

/** Whether one of the first columns runs one way over the last lines. */
function hasAxisColumn(lines: TextLines, dialect: Dialect): boolean {
  const cells: string[] = [];
  const columns: number[][] = Array.from({ length: probedColumns }, () => []);
  for (const line of lastFilled(lines)) {
    splitCells(line, dialect.delimiter, cells);
    columns.forEach((column, i) => {
      const value = parseCell(cells[i] ?? '', dialect.decimalSign, notes);
      if (!Number.isNaN(value)) column.push(value);
    });
  }
  return columns.some(
    (column) => column.length >= fewestPoints && runsOneWay(column) && !countsRows(column, lines.length),
  );
}

/** The last lines that are not blank, in their order. */
function lastFilled(lines: TextLines): string[] {
  const found: string[] = [];
  for (let index = lines.length - 1; index >= 0 && found.length < probedLines; index--) {
    const line = lines.at(index)!;
    if (!isBlank(line)) found.push(line);
  }
  return found.reverse();
}

/** Numbers of rows, counted from 0 or 1, are no axis. */
function countsRows(numbers: readonly number[], rows: number): boolean {
  return numbers.at(-1)! <= rows && numbers.every((value, i) => i === 0 || value === numbers[i - 1]! + 1);
}

/** Index of the first line whose numbers run one way; -1 where there is none. */
function axisLine(lines: TextLines, dialect: Dialect): number {
  const cells: string[] = [];
  let index = -1;
  for (const line of lines) {
    index++;
    if (isBlank(line)) continue;
    splitCells(line, dialect.delimiter, cells);
    const numbers = cells
      .map((cell) => parseCell(cell, dialect.decimalSign, notes))
      .filter((value) => !Number.isNaN(value));
    if (numbers.length >= Math.max(fewestPoints, 0.8 * cells.length - 3) && runsOneWay(numbers)) return index;
  }
  return -1;
}

function runsOneWay(numbers: readonly number[]): boolean {
  const rises = numbers[1]! > numbers[0]!;
  return numbers.every((value, i) => i === 0 || (rises ? value > numbers[i - 1]! : value < numbers[i - 1]!));
}

/** The lines turned round, divided by tabs: each spectrum becomes a column, as the rest of the reader expects it. */
export function turnRound(lines: TextLines, dialect: Dialect): string[] {
  const start = Math.max(axisLine(lines, dialect), 0);
  const rows: string[][] = [];
  for (const line of lines.slice(start)) {
    if (isBlank(line) || isComment(line)) continue;
    const cells: string[] = [];
    splitCells(line, dialect.delimiter, cells);
    rows.push(cells);
  }
  const length = rows.reduce((longest, row) => Math.max(longest, row.length), 0);
  return Array.from({ length }, (_, i) => rows.map((row) => (row[i] ?? '').replaceAll('\t', ' ')).join('\t'));
}
