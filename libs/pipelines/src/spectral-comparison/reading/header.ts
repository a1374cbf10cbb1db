import type { Technique } from '../spectrum.js';
import { type Dialect, delimitersByPreference } from './dialect.js';
import { xNameIn, xUnitIn, yNameIn } from './headings.js';
import { isBlank, isComment, splitCells, type TextLines, withoutCommentSign } from './lines.js';
import { type CellNotes, parseCell } from './numbers.js';

/** The headings of a table, and where they stand. */
export interface Header {
  /** From 1; null where there are no headings. */
  readonly line: number | null;
  /** Heading of each column with its unit; null where there is none. */
  readonly names: readonly (string | null)[];
  readonly because: string;
  readonly confidence: number;
}

/** Finds the headings above the first row, also in a remark or with the units on a line of their own. */
export function findHeader(lines: TextLines, dialect: Dialect, firstLine: number, width: number): Header {
  const above = filledLinesAbove(lines, firstLine, 2);
  const [nearest, next] = above.map((index) => ({
    index,
    cells: headingCells(lines.at(index)!, dialect, width),
  }));
  if (nearest?.cells == null) return none(width, above.length === 0);
  if (next?.cells != null && nearest.cells.every(isUnitCell) && !next.cells.every(isUnitCell)) {
    const { cells: units } = nearest;
    const names = next.cells.map((name, i) => (units[i] === '' ? name : `${name} (${bare(units[i]!)})`));
    return found(next.index, names, 'The lines above the data hold names and units.');
  }
  const recognised = nearest.cells.some((cell) => xNameIn(cell) !== null || yNameIn(cell) !== null);
  if (!recognised && (hasNumbers(nearest.cells, dialect) || (width === 2 && next?.cells != null))) {
    return none(width, false);
  }
  return found(nearest.index, nearest.cells, 'The line above the data holds text for each column.');
}

function found(index: number, names: readonly string[], because: string): Header {
  const headings = names.map((name) => (name === '' ? null : name));
  return { line: index + 1, names: headings, because, confidence: 0.95 };
}

function none(width: number, isFirst: boolean): Header {
  const because = isFirst
    ? 'The data begin on the first line.'
    : 'No line above the data holds a heading for each column.';
  return { line: null, names: Array.from({ length: width }, () => null), because, confidence: 0.9 };
}

function filledLinesAbove(lines: TextLines, firstLine: number, count: number): number[] {
  const found: number[] = [];
  for (let index = firstLine - 1; index >= 0 && found.length < count; index--) {
    const line = lines.at(index)!;
    if (!isBlank(line) && !isRuler(line)) found.push(index);
  }
  return found;
}

/** A line drawn between headings and data. */
function isRuler(line: string): boolean {
  return line.length < 400 && /^[\s|+:]*[-=_]{2}[-=_|+:\s]*$/.test(line);
}

/** The line as one heading a column; null where it is none. Headings may be divided in another way than the data. */
function headingCells(line: string, dialect: Dialect, width: number): string[] | null {
  const text = isComment(line) ? withoutCommentSign(line) : line;
  const cells: string[] = [];
  splitCells(text, dialect.delimiter, cells);
  while (cells.length > width && cells.at(-1) === '') cells.pop();
  if (cells.length === width) return isHeading(cells) ? cells : null;
  const wide = text.trim().split(/\s{2,}|\t/);
  if (wide.length === width && isHeading(wide)) return wide.map((cell) => cell.trim());
  const grouped = text.match(/[^\s,;|([]+(?:\s*[([][^\])]*[\])])?/g) ?? [];
  if (dialect.delimiter === 'whitespace' && grouped.length === width && isHeading(grouped))
    return [...grouped];
  for (const delimiter of delimitersByPreference) {
    if (delimiter === dialect.delimiter || delimiter === 'whitespace') continue;
    splitCells(text, delimiter, cells);
    if (cells.length === width && isHeading(cells)) return [...cells];
  }
  return null;
}

function isHeading(cells: readonly string[]): boolean {
  return cells.some((cell) => /[\p{L}%]/u.test(cell)) && cells.filter((cell) => cell !== '').length >= 1;
}

function isUnitCell(cell: string): boolean {
  const unit = bare(cell);
  if (unit === '' || /^(%\s*[tr]?|a\.?\s?u\.?|abs\.?|-|1|counts|cts|arb\.?\s*units?|cps)$/i.test(unit))
    return true;
  return unit.length <= 8 && xUnitIn(unit) !== null;
}

function bare(cell: string): string {
  return cell.replace(/^[[(]|[\])]$/g, '').trim();
}

const notes: CellNotes = { style: 'plain', unit: '' };

function hasNumbers(cells: readonly string[], dialect: Dialect): boolean {
  return cells.some((cell) => !Number.isNaN(parseCell(cell, dialect.decimalSign, notes)));
}

/** What the lines above the data say about the axes. */
export interface PreambleFacts {
  /** Text behind `XUNITS`, `X axis:` and the like; null where there is none. */
  readonly x: string | null;
  readonly y: string | null;
  readonly technique: Technique;
}

const axisLine =
  /^\W*(x|y)[\s_-]*(units?|axis|label|data|einheit|achse)?[\s_-]*(units?|label|name|title|mode)?["']?\s*[:=,;\t|]+\s*["']?(.+?)["']?\s*$/i;

/** Reads the lines above the data, and the file's name, for what they say about axes and technique. */
export function readPreamble(lines: TextLines, endLine: number, fileName: string): PreambleFacts {
  let x: string | null = null;
  let y: string | null = null;
  let isRaman = /raman/i.test(fileName);
  let bareX: string | null = null;
  let bareY: string | null = null;
  for (let index = 0; index < endLine; index++) {
    const line = lines.at(index)!;
    if (line.length > 500) continue;
    isRaman ||= /\b(raman|laser)\b/i.test(line);
    if (isUnitLine(line)) {
      if (xUnitIn(line) === null) bareY ??= line;
      else bareX ??= line;
    }
    const match = axisLine.exec(line);
    const text = match?.[4];
    if (text === undefined) continue;
    if (match?.[1]?.toLowerCase() === 'x') x ??= text;
    else y ??= text;
  }
  return { x: x ?? bareX, y: y ?? bareY, technique: isRaman ? 'raman' : 'unknown' };
}

/** A line with a unit and nothing else, as some instruments write one for each axis. */
function isUnitLine(line: string): boolean {
  const unit = line.trim();
  return unit.length >= 1 && unit.length <= 12 && isUnitCell(unit) && unit !== '-' && unit !== '1';
}
