/** What a cell of a spreadsheet holds, whatever file it came from. */

/** A day, with a time of day where the cell has one. Spreadsheets know no time zone. */
export interface DateCell {
  readonly kind: 'date';
  /** `2026-11-21` or `2026-11-21T10:30:00`. */
  readonly iso: string;
}

/** A time of day or a duration. */
export interface TimeCell {
  readonly kind: 'time';
  readonly seconds: number;
}

/** What a formula gave in place of a value, for example `#N/A`. */
export interface ErrorCell {
  readonly kind: 'error';
  readonly code: string;
}

/** A formula whose value is not in the file: whatever wrote it did not calculate. */
export interface FormulaCell {
  readonly kind: 'formula';
}

/** Text files only have texts; a blank cell is null, never an empty text. */
export type SheetCell = null | string | number | boolean | DateCell | TimeCell | ErrorCell | FormulaCell;

/** Whether a cell holds more than blanks. */
export function saysSomething(cell: SheetCell): boolean {
  return cell !== null && (typeof cell !== 'string' || cell.trim() !== '');
}

export interface SheetRow {
  /** As the spreadsheet program shows it, from 1; in a text file the line in which the row begins. */
  readonly number: number;
  /** By column, from the left; blank ones at the end may be left out. */
  readonly cells: readonly SheetCell[];
}

/** A rectangle of cells shown as one: rows from 1 as in `SheetRow`, columns from 0, all included. */
export interface MergedCells {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** The cell as a person would type it. */
export function cellText(cell: SheetCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  switch (cell.kind) {
    case 'date':
      return cell.iso.replace('T', ' ');
    case 'time':
      return clockText(cell.seconds);
    case 'error':
      return cell.code;
    case 'formula':
      return '';
  }
}

/** `01:30:00`, with decimals of a second where there are any. */
export function clockText(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds) + 5e-7);
  const rest = Math.round((Math.abs(seconds) - whole) * 1e6) / 1e6;
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const decimals = rest > 0 ? String(rest).slice(1) : '';
  return `${seconds < 0 ? '-' : ''}${parts.map((part) => String(part).padStart(2, '0')).join(':')}${decimals}`;
}

const letters = 26;

/** `A`, `B`, … `Z`, `AA`, … of a column counted from 0. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % letters));
  return column < letters ? letter : columnName(Math.floor(column / letters) - 1) + letter;
}

/** The column of `B` or `B7`, from 0; null where it begins with no letter. */
export function columnIndex(reference: string): number | null {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const code = reference.charCodeAt(at) | 0x20;
    if (code < 97 || code > 122) break;
    column = column * letters + (code - 96);
  }
  return at === 0 ? null : column - 1;
}
