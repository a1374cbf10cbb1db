/** Tables on their way out: columns with units and descriptions, rows as they are read. */

export type ExportType = 'text' | 'integer' | 'number' | 'boolean' | 'timestamp';

export interface ExportColumn {
  /** snake_case; the column's name in formats for programs. */
  readonly name: string;
  /** Its heading for people, without unit. */
  readonly title: string;
  readonly type: ExportType;
  readonly unit: string | null;
  readonly description: string;
}

/** A timestamp is a Date. null: nothing is known. */
export type ExportCell = string | number | boolean | Date | null;

export interface ExportTable {
  /** snake_case; the key of the table in formats that have one. */
  readonly name: string;
  readonly title: string;
  /** What it was made from, in words: the filter, the count of rows, the time. Kept in the file. */
  readonly notes: readonly string[];
  readonly modifiedAt: Date;
  readonly columns: readonly ExportColumn[];
  readonly rows: AsyncIterable<readonly ExportCell[]>;
}

/** What people see above a column. */
export function headingOf({ title, unit }: ExportColumn): string {
  return unit === null || unit === '1' ? title : `${title} (${unit})`;
}

/** Columns of a piece of a table, each as long as the others. */
export interface ColumnBatch {
  readonly length: number;
  readonly columns: readonly (readonly ExportCell[])[];
}

/** So many rows are held in memory. */
const batchRows = 16_384;

/** The table in pieces of columns, for formats that keep columns together. */
export async function* columnBatches(
  { columns, rows }: ExportTable,
  size: number = batchRows,
): AsyncGenerator<ColumnBatch> {
  let cells: ExportCell[][] = columns.map(() => []);
  let length = 0;
  for await (const row of rows) {
    for (const [index, column] of cells.entries()) column.push(row[index] ?? null);
    length++;
    if (length < size) continue;
    yield { length, columns: cells };
    [cells, length] = [columns.map(() => []), 0];
  }
  if (length > 0) yield { length, columns: cells };
}
