import { plainCell } from './plain-cell.js';
import type { ExportTable } from './table.js';

/** One JSON object: `notes`, `columns` with their units, and `rows` as objects, one a line. */
export async function* exportJson({
  name,
  title,
  notes,
  columns,
  rows,
}: ExportTable): AsyncGenerator<Buffer> {
  const head = JSON.stringify({ name, title, notes, columns });
  yield Buffer.from(`${head.slice(0, -1)},"rows":[`);
  let [text, count] = ['', 0];
  for await (const row of rows) {
    const object = Object.fromEntries(
      columns.map((column, index) => [column.name, plainCell(row[index] ?? null)]),
    );
    text += `${count++ === 0 ? '\n' : ',\n'}${JSON.stringify(object)}`;
    if (count % rowsPerPiece > 0) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}\n]}\n`);
}

const rowsPerPiece = 500;
