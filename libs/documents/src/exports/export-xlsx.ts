import type { Drafts } from '../archives/drafts.js';
import { type Sheet, writeWorkbook } from '../spreadsheets/workbook.js';
import type { CsvCell } from '../tables/csv.js';
import { dictionaryOf } from './dictionary.js';
import { plainCell } from './plain-cell.js';
import { type ExportTable, headingOf } from './table.js';

/** A workbook: the table with its units, then its dictionary, then what it was made from. */
export async function* exportXlsx(table: ExportTable, drafts: Drafts): AsyncGenerator<Buffer> {
  const { title, modifiedAt, notes } = table;
  const sheets = [sheetOf(table), sheetOf(dictionaryOf(table)), notesSheet(notes)];
  yield* writeWorkbook({ title, modifiedAt, sheets }, drafts);
}

function sheetOf(table: ExportTable): Sheet {
  const columns = table.columns.map((column) => {
    const heading = headingOf(column);
    const isText = column.type === 'text';
    // As text, Excel leaves an id as it is when somebody types it anew.
    return { heading, width: Math.max(heading.length + 2, isText ? 24 : 12), isText };
  });
  return { name: sheetName(table.title), columns, rows: plainRows(table) };
}

async function* plainRows({ rows }: ExportTable): AsyncGenerator<readonly CsvCell[]> {
  for await (const row of rows) yield row.map(plainCell);
}

function notesSheet(notes: readonly string[]): Sheet {
  return { name: 'About', columns: [{ heading: 'About this table', width: 80 }], rows: lines(notes) };
}

async function* lines(texts: readonly string[]): AsyncGenerator<readonly CsvCell[]> {
  for (const text of texts) yield [text];
}

const sheetName = (title: string) => title.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
