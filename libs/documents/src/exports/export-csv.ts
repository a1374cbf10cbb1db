import { writeCsvRow } from '../tables/csv.js';
import { plainCell } from './plain-cell.js';
import { type ExportTable, headingOf } from './table.js';

/** Comma-separated text in UTF-8 with a byte order mark, which spreadsheet programs need to see what it is. */
export async function* exportCsv(table: ExportTable): AsyncGenerator<Buffer> {
  yield Buffer.from(`\uFEFF${writeCsvRow(table.columns.map(headingOf))}`);
  let [text, length] = ['', 0];
  for await (const row of table.rows) {
    text += writeCsvRow(row.map(plainCell));
    if (++length % rowsPerPiece > 0) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

const rowsPerPiece = 500;
