/** Reads delimited text into cells that know where they stand. */

export interface CsvRow {
  /** Line in which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A quote that is never closed. */
export interface CsvError {
  readonly line: number;
  readonly message: string;
}

const delimiters = [',', ';', '\t'] as const;

/**
 * Rows of a text in RFC 4180, with comma, semicolon or tab between cells, whichever the first line has most of. Empty
 * lines are left out. Never throws.
 */
export function readCsv(text: string): { readonly rows: readonly CsvRow[]; readonly error: CsvError | null } {
  const content = text.replace(/^\uFEFF/, '');
  const firstLine = content.split(/\r?\n/, 1)[0] ?? '';
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  const delimiter = delimiters.reduce((best, each) => (count(each) > count(best) ? each : best));
  const rows: CsvRow[] = [];
  let [at, line] = [0, 1];
  while (at < content.length) {
    const row = readRow(content, at, delimiter);
    if (row === null) return { rows, error: { line, message: 'The quote is not closed' } };
    if (row.cells.length > 1 || row.cells[0] !== '') rows.push({ line, cells: row.cells });
    line += row.lines;
    at = row.end;
  }
  return { rows, error: null };
}

interface ReadRow {
  readonly cells: string[];
  /** Where the next row begins. */
  readonly end: number;
  readonly lines: number;
}

/** @returns null where a quote is not closed */
function readRow(text: string, start: number, delimiter: string): ReadRow | null {
  const cells: string[] = [];
  let [at, lines] = [start, 1];
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === null) return null;
      cell = quoted.text;
      lines += cell.split('\n').length - 1;
      at = quoted.end;
    }
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at++;
    cells.push((cell + text.slice(from, at).replace(/\r$/, '')).trim());
    if (text[at] !== delimiter) return { cells, end: at + 1, lines };
    at++;
  }
}

function readQuoted(text: string, start: number): { text: string; end: number } | null {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at < 0) return null;
    if (text[at + 1] !== '"') return { text: text.slice(start + 1, at).replaceAll('""', '"'), end: at + 1 };
    at++;
  }
}
