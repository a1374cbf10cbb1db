/** Finds the row of headings among the first rows of a sheet. */
import { cellText, columnName, type MergedCells, type SheetCell, type SheetRow } from './cell.js';

export interface SheetHeader {
  /** Number of the row of headings, or of the lower of two. */
  readonly row: number;
  /** One for each column; a blank one is `Column C`. */
  readonly headings: readonly string[];
  /** Why this row was taken, for the person who may choose another. */
  readonly because: string;
}

/** So many rows are looked at. */
export const headerSearchRows = 50;

/**
 * The row of headings: short texts, all different, as wide as the table, above rows that look otherwise. Titles and
 * notes above it are narrower; a row of merged headings above it is joined to it (`Dose / value`).
 * @returns null where the sheet has no row
 */
export function findHeader(
  rows: readonly SheetRow[],
  merged: readonly MergedCells[] = [],
): SheetHeader | null {
  const head = rows.slice(0, headerSearchRows);
  const width = usualWidth(head);
  let [best, bestScore] = [-1, Number.NEGATIVE_INFINITY];
  for (const [index, row] of head.entries()) {
    const named = namedBelow(row, head.slice(index + 1));
    const score = headingScore(row, head[index + 1], width) + 2 * named - 0.02 * index;
    if (score > bestScore) [best, bestScore] = [index, score];
  }
  const row = head[best];
  return row === undefined ? null : headerAt(rows, row.number, merged);
}

/** The header where a person says that it is. */
export function headerAt(
  rows: readonly SheetRow[],
  number: number,
  merged: readonly MergedCells[] = [],
): SheetHeader | null {
  const index = rows.findIndex((row) => row.number === number);
  const row = rows[index];
  if (row === undefined) return null;
  const width = Math.max(...rows.slice(index, index + headerSearchRows).map(({ cells }) => cells.length));
  const groups = groupsAbove(rows[index - 1], row, merged);
  const headings = Array.from({ length: width }, (_, column) => {
    const own = cellText(row.cells[column] ?? null)
      .trim()
      .replace(/\s+/g, ' ');
    const group = groups[column] ?? '';
    const heading = [group, own].filter((part) => part !== '').join(' / ');
    return heading.slice(0, maxHeadingChars) || `Column ${columnName(column)}`;
  });
  const texts = row.cells.filter((cell) => cell !== null).length;
  const because = `${texts} texts, and rows of another kind below`;
  return { row: number, headings: allDifferent(headings), because };
}

/** Of equal headings the second is `notes #2`: what a heading stands for is remembered under it. */
function allDifferent(headings: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return headings.map((heading) => {
    const count = (counts.get(heading) ?? 0) + 1;
    counts.set(heading, count);
    return count === 1 ? heading : `${heading} #${count}`;
  });
}

function usualWidth(rows: readonly SheetRow[]): number {
  const widths = rows.map(filled).sort((a, b) => a - b);
  return widths[Math.floor(0.75 * (widths.length - 1))] ?? 0;
}

const filled = (row: SheetRow) => row.cells.filter((cell) => cell !== null).length;

const longestHeading = 60;
/** Longer ones are cut. */
const maxHeadingChars = 200;
/** No number or date is longer; looking for one in a text of a megabyte would take minutes. */
const maxDataChars = 100;

function headingScore(row: SheetRow, next: SheetRow | undefined, width: number): number {
  const cells = row.cells.filter((cell) => cell !== null);
  if (cells.length === 0) return Number.NEGATIVE_INFINITY;
  const isHeading = (cell: SheetCell) =>
    typeof cell === 'string' && cell.length <= longestHeading && !looksLikeData(cell);
  const texts = cells.filter(isHeading).length / cells.length;
  const distinct = new Set(cells.map((cell) => cellText(cell).trim().toLowerCase())).size / cells.length;
  const wide = Math.min(1, cells.length / Math.max(1, width));
  const differs = next === undefined ? 0 : otherwise(row, next);
  return 2 * texts + distinct + 2 * wide + differs;
}

/** Share of columns with cells below that have one here. The first may go without: programs leave it blank above row names. */
function namedBelow(row: SheetRow, below: readonly SheetRow[]): number {
  const used = new Set(
    below.flatMap(({ cells }) =>
      cells.flatMap((cell, column) => (cell === null || column === 0 ? [] : [column])),
    ),
  );
  if (used.size === 0) return 1;
  return [...used].filter((column) => (row.cells[column] ?? null) !== null).length / used.size;
}

/** Share of columns in which a text stands above something that is no such text. */
function otherwise(row: SheetRow, next: SheetRow): number {
  const columns = row.cells.flatMap((cell, column) => {
    const below = next.cells[column] ?? null;
    if (cell === null || below === null) return [];
    return [typeof cell === 'string' && !looksLikeData(cell) && looksLikeData(below) ? 1 : 0];
  });
  return columns.length === 0 ? 0 : columns.reduce<number>((sum, each) => sum + each, 0) / columns.length;
}

/** Anything but a text, and texts that are numbers or dates. */
function looksLikeData(cell: SheetCell): boolean {
  if (typeof cell !== 'string') return true;
  return cell.length <= maxDataChars && /^[\s+\-−]*[\d.,:/\s-]*\d[\d.,:/\s-]*(e[+-]?\d+)?\s*%?$/i.test(cell);
}

/** Headings of groups above the row, over all columns they were merged for. */
function groupsAbove(
  above: SheetRow | undefined,
  row: SheetRow,
  merged: readonly MergedCells[],
): readonly string[] {
  if (above === undefined || above.number !== row.number - 1) return [];
  const groups: string[] = [];
  for (const { firstRow, lastRow, firstColumn, lastColumn } of merged) {
    const isGroup = firstRow <= above.number && lastRow === above.number && lastColumn > firstColumn;
    if (!isGroup || lastColumn - firstColumn + 1 >= filled(row)) continue;
    const text = cellText(above.cells[firstColumn] ?? null).trim();
    for (let column = firstColumn; column <= lastColumn; column++) groups[column] = text;
  }
  return groups;
}
