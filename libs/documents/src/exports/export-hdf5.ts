/** HDF5 with one group for the table and one data set for each column. */
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import h5wasm, { type Dataset, type File, type Group } from 'h5wasm/node';
import {
  type ColumnBatch,
  columnBatches,
  type ExportCell,
  type ExportColumn,
  type ExportTable,
} from './table.js';

/**
 * A group named like the table with one data set a column, whose attributes give title, unit and description. HDF5
 * knows no empty cell: text is then empty, a number or time NaN, an integer or truth value has a data set
 * `<column>_is_known` beside it. Times are seconds since 1970, in UTC.
 */
export async function* exportHdf5(table: ExportTable): AsyncGenerator<Buffer> {
  await h5wasm.ready;
  // The library writes to disk only.
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-hdf5-'));
  try {
    const spool = path.join(folder, 'rows');
    const widths = await spoolRows(spool, table);
    const file = path.join(folder, 'table.h5');
    await writeFile(file, table, spool, widths);
    for await (const chunk of createReadStream(file)) yield chunk as Buffer;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Texts have one width for all rows, known when the last row was seen, so the rows lie on disk until then: a line of
 * JSON for each piece of columns.
 * @returns widest text of each column, bytes
 */
async function spoolRows(file: string, table: ExportTable): Promise<readonly number[]> {
  const widths = table.columns.map(() => 1);
  const handle = await open(file, 'w');
  try {
    for await (const batch of columnBatches(table)) {
      for (const [index, { type }] of table.columns.entries()) {
        if (type === 'text') widths[index] = widest(batch.columns[index] ?? [], widths[index] ?? 1);
      }
      await handle.write(`${JSON.stringify(batch)}\n`);
    }
  } finally {
    await handle.close();
  }
  return widths;
}

function widest(cells: readonly ExportCell[], atLeast: number): number {
  return cells.reduce<number>((most, cell) => Math.max(most, Buffer.byteLength(textOf(cell))), atLeast);
}

const textOf = (cell: ExportCell) => (cell === null ? '' : String(cell));

async function* spooled(file: string): AsyncGenerator<ColumnBatch> {
  const handle = await open(file);
  try {
    for await (const line of handle.readLines()) yield JSON.parse(line) as ColumnBatch;
  } finally {
    await handle.close();
  }
}

async function writeFile(
  file: string,
  table: ExportTable,
  spool: string,
  widths: readonly number[],
): Promise<void> {
  const target: File = new h5wasm.File(file, 'w');
  try {
    const group = target.create_group(table.name);
    group.create_attribute('title', table.title);
    if (table.notes.length > 0) group.create_attribute('notes', table.notes.join('\n'));
    group.create_attribute('columns', table.columns.map(({ name }) => name).join(','));
    const columns = table.columns.map((column, index) => openColumn(group, column, widths[index] ?? 1));
    let rows = 0;
    for await (const batch of spooled(spool)) {
      for (const [index, column] of columns.entries()) appendTo(column, batch, index, rows);
      rows += batch.length;
      target.flush();
    }
  } finally {
    target.close();
  }
}

interface OpenColumn {
  readonly column: ExportColumn;
  readonly values: Dataset;
  /** null where an empty cell can be told from its value. */
  readonly isKnown: Dataset | null;
}

const chunkRows = 4096;

function openColumn(group: Group, column: ExportColumn, width: number): OpenColumn {
  const { name, title, unit, description, type } = column;
  const values = create(group, name, type === 'text' ? `S${width}` : dtypes[type]);
  values.create_attribute('title', title);
  values.create_attribute('description', description);
  const inUnit = type === 'timestamp' ? 's since 1970-01-01 UTC' : unit;
  if (inUnit !== null) values.create_attribute('unit', inUnit);
  const needsMask = type === 'integer' || type === 'boolean';
  return { column, values, isKnown: needsMask ? create(group, `${name}_is_known`, '<B') : null };
}

function create(group: Group, name: string, dtype: string): Dataset {
  return group.create_dataset({
    name,
    data: emptyOf(dtype),
    shape: [0],
    dtype,
    maxshape: [null],
    chunks: [chunkRows],
  });
}

const dtypes: Readonly<Record<Exclude<ExportColumn['type'], 'text'>, string>> = {
  integer: '<q',
  number: '<d',
  boolean: '<B',
  timestamp: '<d',
};

function emptyOf(dtype: string) {
  if (dtype.startsWith('S')) return [];
  if (dtype === '<q') return new BigInt64Array();
  return dtype === '<d' ? new Float64Array() : new Uint8Array();
}

function appendTo(
  { column, values, isKnown }: OpenColumn,
  batch: ColumnBatch,
  index: number,
  rows: number,
): void {
  const cells = batch.columns[index] ?? [];
  const end = rows + batch.length;
  append(values, dataOf(cells, column), rows, end);
  if (isKnown)
    append(
      isKnown,
      Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1)),
      rows,
      end,
    );
}

function append(dataset: Dataset, data: unknown, from: number, to: number): void {
  dataset.resize([to]);
  dataset.write_slice([[from, to]], data);
}

function dataOf(cells: readonly ExportCell[], { type }: ExportColumn) {
  switch (type) {
    case 'text':
      return cells.map(textOf);
    case 'integer':
      return BigInt64Array.from(cells, (cell) => BigInt(cell === null ? 0 : Number(cell)));
    case 'boolean':
      return Uint8Array.from(cells, (cell) => (cell === true ? 1 : 0));
    case 'number':
      return Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)));
    case 'timestamp':
      return Float64Array.from(cells, (cell) =>
        cell === null ? Number.NaN : Date.parse(String(cell)) / 1000,
      );
  }
}
