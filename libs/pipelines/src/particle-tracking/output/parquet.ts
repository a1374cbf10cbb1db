/**
 * Tables as Apache Parquet, from their CSV files: an empty cell is null, and units are in the metadata under `columns`. Read and written in pieces, so that memory does not grow with the table.
 */
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

interface Column {
  readonly name: string;
  readonly unit: string | null;
  readonly type: 'integer' | 'number' | 'text';
}

/** Rows of one row group. */
const groupRows = 50_000;

/** Endings of headings that name a unit; other columns are whole numbers, but for texts. */
const units: Readonly<Record<string, string>> = { mm: 'mm', px: 'px' };
/** Lengths that are counted in whole pixels. */
const wholeLengths: readonly string[] = ['width_px', 'height_px'];
const texts: readonly string[] = ['source'];

const storedTypes = {
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const;

function columnOf(name: string): Column {
  const unit = units[name.split('_').at(-1) ?? ''] ?? null;
  if (texts.includes(name)) return { name, unit, type: 'text' };
  return { name, unit, type: unit === null || wholeLengths.includes(name) ? 'integer' : 'number' };
}

/**
 * Writes `<name>.parquet` beside `<name>.csv` of the folder.
 * @returns its name
 */
export async function writeParquet(folder: string, csvName: string, signal: AbortSignal): Promise<string> {
  const name = csvName.replace(/\.csv$/, '.parquet');
  const target = path.join(folder, name);
  const file = await open(`${target}.partial`, 'w');
  try {
    for await (const bytes of parquetOf(path.join(folder, csvName), csvName)) {
      signal.throwIfAborted();
      await file.writeFile(bytes);
    }
  } finally {
    await file.close();
  }
  await rename(`${target}.partial`, target);
  return name;
}

async function* parquetOf(csvFile: string, title: string): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const taken = () => {
    const bytes = Uint8Array.from(writer.getBytes());
    writer.index = 0;
    return bytes;
  };
  let parquet: ParquetWriter | null = null;
  let columns: readonly Column[] = [];
  let rows: string[][] = [];
  const write = async () => {
    const columnData = columns.map((column, i) => ({
      name: column.name,
      data: rows.map((cells) => readCell(cells[i] ?? '', column)),
    }));
    if (rows.length > 0) await parquet?.write({ columnData, rowGroupSize: rows.length });
    rows = [];
  };
  for await (const line of createInterface({ input: createReadStream(csvFile, 'utf8') })) {
    if (parquet === null) {
      columns = line.split(',').map(columnOf);
      parquet = openParquet(writer, columns, title);
      continue;
    }
    rows.push(line.split(','));
    if (rows.length < groupRows) continue;
    await write();
    yield taken();
  }
  await write();
  await parquet?.finish();
  yield taken();
}

function openParquet(writer: ByteWriter, columns: readonly Column[], title: string): ParquetWriter {
  return new ParquetWriter({
    writer,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name,
        repetition_type: 'OPTIONAL' as const,
        ...storedTypes[type],
      })),
    ],
    codec: 'SNAPPY',
    createdBy: 'Batchyard',
    kvMetadata: [
      { key: 'title', value: title.replace(/\.csv$/, '') },
      { key: 'columns', value: JSON.stringify(columns) },
    ],
  });
}

function readCell(cell: string, { type }: Column): bigint | number | string | null {
  if (cell === '') return null;
  if (type === 'text') return cell;
  return type === 'integer' ? BigInt(cell) : Number(cell);
}
