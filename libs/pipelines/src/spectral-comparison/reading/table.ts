import { type Dialect, delimitersByPreference } from './dialect.js';
import { isBlank, isComment, splitCells, type TextLines } from './lines.js';
import { type CellNotes, isMissing, parseCell } from './numbers.js';

/** What a cell of a numeric column holds. */
export const NUMBER = 0;
export const MISSING = 1;
export const GARBAGE = 2;

/** What a line is. */
const BLANK = 0;
const TEXT = 1;
const COMMENT = 2;
const BROKEN = 3;
const DATA = 4;

/** The lines of a text as columns of numbers, with the lines that hold no data left out. */
export interface NumberTable {
  readonly width: number;
  /** One array a column, one element a row; NaN unless the cell is a number. Null for columns of text. */
  readonly columns: readonly (Float64Array | null)[];
  /** NUMBER, MISSING or GARBAGE for each cell. */
  readonly cells: readonly Uint8Array[];
  /** Line of each row, from 1. */
  readonly lines: Int32Array;
  /** Index in the text's lines of the first and last row. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Lines among the data that are no rows of it, from 1. */
  readonly skipped: readonly number[];
  /** Lines outside the chosen block that would be rows of numbers as well. */
  readonly rowsElsewhere: number;
  readonly linesAfterData: number;
  /** Unit text met behind numbers, by column; `''` where there is none. */
  readonly cellUnits: readonly string[];
  /** Cells that were written with the other decimal sign. */
  readonly otherDecimals: number;
}

/** Parsed cells of every line, before it is known which lines are data. */
interface Scan {
  readonly kinds: Uint8Array;
  readonly values: readonly Float64Array[];
  readonly cells: readonly Uint8Array[];
  readonly cellUnits: string[];
  otherDecimals: number;
}

/** A table larger than this would not fit in a job's memory: 9 bytes a cell. */
export const MOST_CELLS = 60_000_000;

/** Finds the block of data in a text. Null where no line is a row of at least two numbers, and above `MOST_CELLS`. */
export function readTable(lines: TextLines, dialect: Dialect, linesBeforeData?: number): NumberTable | null {
  if (lines.length * dialect.width > MOST_CELLS) return null;
  const scan = scanLines(lines, dialect, linesBeforeData ?? 0);
  const numeric = numericColumns(scan);
  classify(scan, numeric);
  const block = longestBlock(scan, numeric.indexOf(true));
  if (block === null) return null;
  const otherwise = rowsDividedOtherwise(lines, scan.kinds, block, dialect, numeric.filter(Boolean).length);
  return cutOut(scan, numeric, { ...block, rowsElsewhere: block.rowsElsewhere + otherwise });
}

/** Lines of text outside the block that another delimiter, or a quote less, would make rows of as many numbers. */
function rowsDividedOtherwise(
  lines: TextLines,
  kinds: Uint8Array,
  { first, last }: Block,
  { decimalSign }: Dialect,
  width: number,
): number {
  // A lone number with a decimal comma is no row of two.
  const delimiters = delimitersByPreference.filter((delimiter) => delimiter !== decimalSign);
  const cells: string[] = [];
  const isRow = (text: string) =>
    delimiters.some((delimiter) => {
      splitCells(text, delimiter, cells);
      return (
        cells.length === width && cells.every((cell) => !Number.isNaN(parseCell(cell, decimalSign, notes)))
      );
    });
  let count = 0;
  for (let line = 0; line < kinds.length; line++) {
    if (line === first) line = last + 1;
    if (kinds[line] === TEXT && isRow(lines.at(line)!.replaceAll('"', ''))) count++;
  }
  return count;
}

function scanLines(lines: TextLines, dialect: Dialect, from: number): Scan {
  const { width } = dialect;
  const scan: Scan = {
    kinds: new Uint8Array(lines.length).fill(TEXT, from),
    values: Array.from({ length: width }, () => new Float64Array(lines.length)),
    cells: Array.from({ length: width }, () => new Uint8Array(lines.length)),
    cellUnits: Array.from({ length: width }, () => ''),
    otherDecimals: 0,
  };
  const cells: string[] = [];
  for (let line = from; line < lines.length; line++) {
    const text = lines.at(line)!;
    if (isBlank(text)) scan.kinds[line] = BLANK;
    else scan.kinds[line] = scanLine(scan, line, text, dialect, cells);
  }
  return scan;
}

const notes: CellNotes = { style: 'plain', unit: '' };

function scanLine(scan: Scan, line: number, text: string, dialect: Dialect, cells: string[]): number {
  splitCells(text, dialect.delimiter, cells);
  while (cells.length > dialect.width && cells.at(-1) === '') cells.pop();
  let numbers = 0;
  for (let column = 0; column < dialect.width; column++) {
    const cell = cells[column] ?? '';
    const value = parseCell(cell, dialect.decimalSign, notes);
    scan.values[column]![line] = value;
    const kind = Number.isNaN(value) ? (isMissing(cell) ? MISSING : GARBAGE) : NUMBER;
    scan.cells[column]![line] = kind;
    if (kind !== NUMBER) continue;
    numbers++;
    if (notes.style === 'unit') scan.cellUnits[column] ||= notes.unit;
    if (notes.style === 'other_decimal') scan.otherDecimals++;
  }
  // A row that was put aside with a remark sign; an empty first cell before semicolons is none.
  const isAside = scan.cells[0]![line] !== NUMBER && isComment(text);
  if (isAside && !(dialect.delimiter === ';' && numbers >= 2)) return COMMENT;
  // A lone number without a delimiter is no row with gaps, but part of a preamble or a line cut short.
  if (numbers === 0 || cells.length < 2 || cells.length > dialect.width) return TEXT;
  return numbers >= 2 ? DATA : BROKEN;
}

/** Columns that are numbers in most of the rows that have at least two. */
function numericColumns(scan: Scan): boolean[] {
  let rows = 0;
  const counts = scan.values.map(() => 0);
  for (let line = 0; line < scan.kinds.length; line++) {
    if (scan.kinds[line] !== DATA) continue;
    rows++;
    scan.cells.forEach((cells, column) => {
      if (cells[line] === NUMBER) counts[column]!++;
    });
  }
  return counts.map((count) => count > 0.5 * rows || (count > 2 && count > 0.1 * rows));
}

/** A row of data has no text in a numeric column. */
function classify(scan: Scan, numeric: readonly boolean[]): void {
  const width = numeric.length;
  for (let line = 0; line < scan.kinds.length; line++) {
    if (scan.kinds[line] !== DATA && scan.kinds[line] !== BROKEN) continue;
    let garbage = 0;
    let numbers = 0;
    for (let column = 0; column < width; column++) {
      if (!numeric[column]) continue;
      const cell = scan.cells[column]![line];
      if (cell === GARBAGE) garbage++;
      else if (cell === NUMBER) numbers++;
    }
    if (numbers === 0) scan.kinds[line] = TEXT;
    else scan.kinds[line] = garbage === 0 ? DATA : BROKEN;
  }
}

interface Block {
  readonly first: number;
  readonly last: number;
  readonly rowsElsewhere: number;
}

/** Lines of text that may stand among data, and how many rows must follow them to be taken for data still. */
const longestGap = 5;
const fewestRowsBeyond = 5;

interface Segment {
  first: number;
  last: number;
  rows: number;
}

function longestBlock(scan: Scan, firstNumeric: number): Block | null {
  const { kinds } = scan;
  const segments = segmentsOf(kinds, scan.cells[firstNumeric]);
  if (segments.length === 0) return null;
  const merged = joinSegments(segments, kinds);
  const best = merged.reduce((a, b) => (b.rows > a.rows ? b : a));
  const rowsElsewhere = merged.reduce((sum, segment) => sum + segment.rows, 0) - best.rows;
  return { first: best.first, last: best.last, rowsElsewhere };
}

/**
 * Runs of data rows; blank lines and remarks do not end one, text does. A damaged row may begin one where its first
 * number is whole; otherwise it is rather a line of headings.
 */
function segmentsOf(kinds: Uint8Array, firstCells: Uint8Array | undefined): Segment[] {
  const segments: Segment[] = [];
  let open: Segment | null = null;
  for (let line = 0; line < kinds.length; line++) {
    const kind = kinds[line];
    if (kind === TEXT) open = null;
    if (kind !== DATA && kind !== BROKEN) continue;
    if (open === null) {
      if (kind === BROKEN && firstCells?.[line] !== NUMBER) continue;
      open = { first: line, last: line, rows: 0 };
      segments.push(open);
    }
    if (kind === DATA) open.rows++;
    open.last = line;
  }
  return segments.filter(({ rows }) => rows > 0);
}

function joinSegments(segments: readonly Segment[], kinds: Uint8Array): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const before = joined.at(-1);
    const isGapSmall = before !== undefined && textLines(kinds, before.last, segment.first) <= longestGap;
    const isData = segment.rows >= fewestRowsBeyond && (before?.rows ?? 0) >= fewestRowsBeyond;
    if (before !== undefined && isGapSmall && isData) {
      before.last = segment.last;
      before.rows += segment.rows;
    } else joined.push({ ...segment });
  }
  return joined;
}

function textLines(kinds: Uint8Array, after: number, before: number): number {
  let count = 0;
  for (let line = after + 1; line < before; line++) if (kinds[line] === TEXT) count++;
  return count;
}

/** The numbers at these indexes; loops, as `from` with a function takes several times as long. */
export function pickNumbers(values: Float64Array, indexes: Int32Array): Float64Array {
  const picked = new Float64Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) picked[i] = values[indexes[i]!]!;
  return picked;
}

function pickBytes(values: Uint8Array, indexes: Int32Array): Uint8Array {
  const picked = new Uint8Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) picked[i] = values[indexes[i]!]!;
  return picked;
}

function cutOut(scan: Scan, numeric: readonly boolean[], block: Block): NumberTable {
  const all = new Int32Array(block.last - block.first + 1);
  let count = 0;
  const skipped: number[] = [];
  for (let line = block.first; line <= block.last; line++) {
    const kind = scan.kinds[line];
    if (kind === DATA || kind === BROKEN) all[count++] = line;
    else if (kind === TEXT) skipped.push(line + 1);
  }
  const rows = all.subarray(0, count);
  let linesAfterData = 0;
  for (let line = block.last + 1; line < scan.kinds.length; line++) {
    if (scan.kinds[line] !== BLANK) linesAfterData++;
  }
  return {
    width: numeric.length,
    columns: scan.values.map((values, column) => (numeric[column] ? pickNumbers(values, rows) : null)),
    cells: scan.cells.map((cells) => pickBytes(cells, rows)),
    lines: rows.map((line) => line + 1),
    firstLine: block.first,
    lastLine: block.last,
    skipped,
    rowsElsewhere: block.rowsElsewhere,
    linesAfterData,
    cellUnits: scan.cellUnits,
    otherDecimals: scan.otherDecimals,
  };
}
