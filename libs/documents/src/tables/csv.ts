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

function writeCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = looksLikeFormula(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
