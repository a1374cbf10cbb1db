/** Rows of a sheet that were not imported, with the reason beside each. */
import { cellText, type SheetCell } from '@batchyard/domain';
import type { Drafts } from '../archives/drafts.js';
import { writeWorkbook } from '../spreadsheets/workbook.js';
import type { CsvCell } from '../tables/csv.js';

export interface RejectedRow {
  readonly number: number;
  readonly cells: readonly SheetCell[];
  readonly reason: string;
}

export interface RejectedRows {
  readonly fileName: string;
  readonly modifiedAt: Date;
  readonly headings: readonly string[];
  readonly rows: AsyncIterable<RejectedRow>;
}

/** A workbook to mend and import: the headings of the sheet, then the reason and the row that it stood in. */
export async function* rejectedWorkbook(
  { fileName, modifiedAt, headings, rows }: RejectedRows,
  drafts: Drafts,
): AsyncGenerator<Buffer> {
  const columns = [
    ...headings.map((heading) => ({ heading, width: Math.max(heading.length + 2, 14), isText: true })),
    { heading: 'Reason', width: 60, wraps: true },
    { heading: 'Row', width: 8 },
  ];
  const title = `Not imported from ${fileName}`;
  const sheet = { name: 'Not imported', columns, rows: cellsOf(rows, headings.length) };
  yield* writeWorkbook({ title, modifiedAt, sheets: [sheet] }, drafts);
}

async function* cellsOf(rows: AsyncIterable<RejectedRow>, width: number): AsyncGenerator<readonly CsvCell[]> {
  for await (const { number, cells, reason } of rows) {
    const own = Array.from({ length: width }, (_, column) => plain(cells[column] ?? null));
    yield [...own, reason, number];
  }
}

const plain = (cell: SheetCell): CsvCell =>
  cell !== null && typeof cell === 'object' ? cellText(cell) : cell;
