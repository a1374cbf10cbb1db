/** Somebody's own sheet with the results of its rows beside them. */
import { cellText } from '@batchyard/domain';
import type { Drafts } from '../archives/drafts.js';
import { rewriteArchive } from '../archives/rewrite-zip.js';
import { openSheetFile } from '../sheets/open-sheet-file.js';
import { openParts } from '../sheets/parts.js';
import type { TextLayout } from '../sheets/sheet-file.js';
import { readWorkbook } from '../sheets/xlsx/workbook.js';
import type { CsvCell } from '../tables/csv.js';
import { type AddedColumns, firstFreeColumn, withColumns } from './add-columns.js';

/** The workbook as it is, formats and all, with columns added to one of its sheets. @throws UnreadableSheet */
export async function* resultsWorkbook(
  { path, name, sheet }: { readonly path: string; readonly name: string; readonly sheet: string },
  added: AddedColumns,
  drafts: Drafts,
): AsyncGenerator<Buffer> {
  const parts = await openParts(path, name);
  let part: string;
  let first: number;
  try {
    const { sheets } = await readWorkbook(parts, name);
    part = sheets.find((each) => each.name === sheet)?.path ?? '';
    first = await firstFreeColumn(parts.read(part));
  } finally {
    await parts.close();
  }
  const rewrites = new Map([
    [part, (contents: AsyncIterable<Uint8Array>) => withColumns(contents, first, added)],
  ]);
  yield* rewriteArchive(path, rewrites, drafts);
}

/** Delimited text with columns added, in UTF-8, with the delimiter and decimal sign that it had. @throws UnreadableSheet */
export async function* resultsText(
  {
    path,
    name,
    sheet = name,
    layout,
    decimal,
  }: {
    readonly path: string;
    readonly name: string;
    /** Of a workbook, which becomes text so. */
    readonly sheet?: string;
    readonly layout: Partial<TextLayout>;
    readonly decimal: string;
  },
  { headerRow, headings, rows }: AddedColumns,
): AsyncGenerator<Buffer> {
  const file = await openSheetFile(path, name, layout);
  const delimiter = file.text?.delimiter ?? ',';
  // Its rows leave out blank cells at their end, so that the added ones need a column of their own.
  let width = 0;
  for await (const { cells } of file.rows(sheet, () => undefined)) width = Math.max(width, cells.length);
  yield Buffer.from('\uFEFF');
  for await (const { number, cells } of file.rows(sheet, () => undefined)) {
    const own = Array.from({ length: width }, (_, column) => cellText(cells[column] ?? null));
    const more = number === headerRow ? headings : (rows.get(number) ?? []);
    const texts = [
      ...own.map((text) => quoted(text, delimiter)),
      ...more.map((cell) => quoted(shown(cell, decimal), delimiter)),
    ];
    yield Buffer.from(`${texts.join(delimiter)}\r\n`);
  }
}

function shown(cell: CsvCell, decimal: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', decimal);
  // What would run as a formula does not.
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
}

const quoted = (text: string, delimiter: string) =>
  text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
