/** Comma-separated text (RFC 4180): cells quoted where needed, numbers as they are, one row a line. */

/** A cell as it is known; null is an empty cell. */
export type CsvCell = string | number | boolean | null;

/**
 * Writes a table. Text that a spreadsheet would run as a formula gets a leading apostrophe, so that opening a
 * file never runs what somebody typed into a name.
 */
export function writeCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map(writeCsvRow).join('');
}

/** One line of such a table, for tables that are written while they are read. */
export function writeCsvRow(row: readonly CsvCell[]): string {
  return `${row.map(writeCell).join(',')}\r\n`;
}

/** Whether a spreadsheet would run the text as a formula, also in its full-width forms. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r＝＋－＠]/.test(text);
}

/** A cell of such a table as it was before it was written: without the apostrophe that keeps it from being run. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && needsGuard(text.slice(1)) ? text.slice(1) : text;
}

/** Also what looks like a text with its guard already: else nobody could tell the two apart. */
const needsGuard = (text: string) => looksLikeFormula(text.replace(/^'+/, ''));

function writeCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = needsGuard(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
