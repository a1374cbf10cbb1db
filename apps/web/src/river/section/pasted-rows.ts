/** A table from the clipboard: cells from a spreadsheet (tabs), or delimited text. */
import { numberOf } from '../draft/draft';

export interface PastedRow {
  /** From 1, as pasted. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface PastedTable {
  /** The first row where it has no number at all; null: there is none such. */
  readonly headings: readonly string[] | null;
  /** Those with content. */
  readonly rows: readonly PastedRow[];
}

export function pastedTable(text: string): PastedTable {
  const lines = text.split(/\r\n|\r|\n/);
  const separator = separatorOf(lines);
  const rows = lines
    .map((line, index) => ({ line: index + 1, cells: cellsOf(line, separator) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [first] = rows;
  const isHeading = first?.cells.every((cell) => numberOf(cell) === null);
  return isHeading ? { headings: first!.cells, rows: rows.slice(1) } : { headings: null, rows };
}

/** Numbers with decimal commas are separated by something else. */
function separatorOf(lines: readonly string[]): RegExp {
  for (const sign of ['\t', ';']) if (lines.some((line) => line.includes(sign))) return new RegExp(sign);
  return lines.some((line) => line.includes(',')) ? /,/ : /\s+/;
}

function cellsOf(line: string, separator: RegExp): string[] {
  const cells = line.trim().split(separator);
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}
