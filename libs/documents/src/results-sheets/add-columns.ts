/** Adds columns to the right of a sheet in the XML of its part (ECMA-376, 18.3.1); nothing else in it changes. */

import { columnIndex } from '@batchyard/domain';
import { cellXml, columnName } from '../spreadsheets/cells.js';
import type { CsvCell } from '../tables/csv.js';

export interface AddedColumns {
  /** Row of the headings, as the spreadsheet counts. */
  readonly headerRow: number;
  readonly headings: readonly string[];
  /** What the columns hold, by row number; one cell for each heading. */
  readonly rows: ReadonlyMap<number, readonly CsvCell[]>;
}

/** A row, whole or empty, as far as it is in the text; tags may have a prefix. */
const rowPattern = /<((?:\w+:)?)row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1row>)/g;

/** @returns the first column in which no cell of the sheet stands */
export async function firstFreeColumn(contents: AsyncIterable<Uint8Array>): Promise<number> {
  let last = -1;
  for await (const part of inRows(contents)) {
    for (const [, reference = ''] of part.matchAll(/<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)\d+"/g))
      last = Math.max(last, columnIndex(reference) ?? -1);
  }
  return last + 1;
}

/** @param first as `firstFreeColumn` gives it */
export async function* withColumns(
  contents: AsyncIterable<Uint8Array>,
  first: number,
  added: AddedColumns,
): AsyncGenerator<string> {
  for await (const part of inRows(contents)) {
    yield part
      // It would say that the sheet ends where it did; it need not be there.
      .replace(/<(?:\w+:)?dimension\b[^>]*\/>/, '')
      .replace(rowPattern, (whole, prefix: string, attributes: string, cells: string = '') => {
        const number = Number(/\br="(\d+)"/.exec(attributes)?.[1]);
        const more = cellsOf(number, first, added, lastStyle(cells));
        if (more === '') return whole;
        const kept = attributes.replace(/\s+spans="[^"]*"/, '');
        return `<${prefix}row${kept}>${cells}${prefixed(more, prefix)}</${prefix}row>`;
      });
  }
}

function cellsOf(
  row: number,
  first: number,
  { headerRow, headings, rows }: AddedColumns,
  style: string | null,
): string {
  const cells = row === headerRow ? headings : (rows.get(row) ?? []);
  const xml = cells.map((cell, index) => cellXml(`${columnName(first + index)}${row}`, cell));
  // Headings look like their neighbours. What looks like a formula is text by its type; the style for that is ours.
  const plain = xml.join('').replace(/ s="\d+"/g, '');
  return row === headerRow && style !== null ? plain.replace(/<c /g, `<c s="${style}" `) : plain;
}

function lastStyle(cells: string): string | null {
  const last = [...cells.matchAll(/<(?:\w+:)?c\b([^>]*)>/g)].at(-1)?.[1] ?? '';
  return /\bs="(\d+)"/.exec(last)?.[1] ?? null;
}

const prefixed = (xml: string, prefix: string) =>
  prefix === '' ? xml : xml.replace(/<(\/?)(?=\w)/g, `<$1${prefix}`);

/** The text in pieces that end where a row ends, so that no row is cut. */
async function* inRows(contents: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of contents) {
    text += decoder.decode(chunk, { stream: true });
    const end = Math.max(text.lastIndexOf('</row>') + 6, text.lastIndexOf(':row>') + 5);
    if (end < 6 || text.length < pieceChars) continue;
    yield text.slice(0, end);
    text = text.slice(end);
  }
  yield text + decoder.decode();
}

const pieceChars = 64 * 1024;
