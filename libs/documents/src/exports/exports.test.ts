import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import h5wasm, { type Dataset, type Group } from 'h5wasm/node';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { openDrafts } from '../archives/drafts.js';
import { openParts } from '../sheets/parts.js';
import { readWhole, temporaryFile } from '../sheets/testing/files.js';
import { type ExportFormatName, exportFormats } from './formats.js';
import type { ExportCell, ExportColumn, ExportTable, ExportType } from './table.js';

const formats = Object.keys(exportFormats) as ExportFormatName[];

const column = (name: string, type: ExportType, unit: string | null = null): ExportColumn => ({
  name,
  title: name.replace('_', ' '),
  type,
  unit,
  description: `What ${name} is`,
});
const columns = [
  column('subject', 'text'),
  column('frame', 'integer'),
  column('velocity', 'number', 'm/s'),
  column('is_confirmed', 'boolean'),
  column('made_at', 'timestamp'),
];
const at = new Date('2026-11-21T10:30:00.250Z');
const rows: ExportCell[][] = [
  ['A01_e01', 5, 1.25, true, at],
  ['=HYPERLINK("x")', -3, -0.1, false, null],
  ['größe, "µm"\n2', null, null, null, at],
];

function tableOf(
  cells: readonly (readonly ExportCell[])[] | AsyncIterable<readonly ExportCell[]>,
): ExportTable {
  const iterable = Symbol.asyncIterator in cells ? cells : inTurn(cells);
  const notes = ['3 of 3 rows', 'filter: none'];
  return { name: 'annotations', title: 'Annotations', notes, modifiedAt: at, columns, rows: iterable };
}

async function* inTurn<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

async function bytesOf(format: ExportFormatName, cells: Parameters<typeof tableOf>[0]): Promise<Buffer> {
  const drafts = await openDrafts();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of exportFormats[format].write(tableOf(cells), drafts)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await drafts.remove();
  }
}

/** The XML of the first sheet of a workbook. */
async function firstSheetOf(workbook: string): Promise<string> {
  const parts = await openParts(workbook, 'a.xlsx');
  try {
    return await text(parts.read('xl/worksheets/sheet1.xml'));
  } finally {
    await parts.close();
  }
}

const arrayBuffer = (bytes: Buffer) => new Uint8Array(bytes).buffer;

async function readHdf5(bytes: Buffer): Promise<Record<string, unknown>> {
  await h5wasm.ready;
  const file = new h5wasm.File(await temporaryFile('a.h5', bytes), 'r');
  try {
    const group = file.get('annotations') as Group;
    const sets = group.keys().map((key) => [key, group.get(key) as Dataset] as const);
    return Object.fromEntries(
      sets.map(([key, set]) => [
        key,
        { values: [...(set.value as Iterable<unknown>)], unit: set.attrs.unit?.value },
      ]),
    );
  } finally {
    file.close();
  }
}

describe('exports', () => {
  it('writes CSV that spreadsheets read as it is, with units and nothing that runs', async () => {
    const { rows: read } = await readWhole(await temporaryFile('a.csv', await bytesOf('csv', rows)));
    expect(read.map(({ cells }) => cells)).toEqual([
      ['subject', 'frame', 'velocity (m/s)', 'is confirmed', 'made at'],
      ['A01_e01', '5', '1.25', 'true', '2026-11-21T10:30:00.250Z'],
      [`'=HYPERLINK("x")`, '-3', '-0.1', 'false', null],
      ['größe, "µm"\n2', null, null, null, '2026-11-21T10:30:00.250Z'],
    ]);
  });

  it('writes workbooks with typed cells, a dictionary and what they were made from', async () => {
    const path = await temporaryFile('a.xlsx', await bytesOf('xlsx', rows));
    const { rows: read, file } = await readWhole(path);
    expect(read[1]?.cells).toEqual(['A01_e01', 5, 1.25, true, '2026-11-21T10:30:00.250Z']);
    expect(read[2]?.cells).toEqual(['=HYPERLINK("x")', -3, -0.1, false]);
    expect(file.sheets.map(({ name }) => name)).toEqual(['Annotations', 'Dictionary', 'About']);
    const dictionary = await readWhole(path, 'Dictionary');
    expect(dictionary.rows[3]?.cells).toEqual(['velocity', 'velocity', 'number', 'm/s', 'What velocity is']);
    expect((await readWhole(path, 'About')).rows[1]?.cells).toEqual(['3 of 3 rows']);
  });

  it('formats columns of text as text, so that an id typed anew stays what it is', async () => {
    const sheet = await firstSheetOf(
      await temporaryFile('a.xlsx', await bytesOf('xlsx', [['007', 7, 1, true, at]])),
    );
    const styles = [...sheet.matchAll(/<col min="(\d+)"[^>]*?(?: style="(\d+)")?\/>/g)];
    expect(styles.map(([, column, style]) => [column, style])).toEqual([
      ['1', '4'],
      ['2', undefined],
      ['3', undefined],
      ['4', undefined],
      ['5', undefined],
    ]);
    expect(sheet).toContain('<c r="A2" s="4" t="inlineStr"><is><t xml:space="preserve">007</t></is></c>');
  });

  it('writes JSON with columns and rows', async () => {
    const read = JSON.parse((await bytesOf('json', rows)).toString());
    expect(read.columns[2]).toEqual(columns[2]);
    expect(read.rows).toHaveLength(3);
    expect(read.rows[1]).toEqual({
      subject: '=HYPERLINK("x")',
      frame: -3,
      velocity: -0.1,
      is_confirmed: false,
      made_at: null,
    });
  });

  it('writes Parquet with types, empty cells and units', async () => {
    const file = arrayBuffer(await bytesOf('parquet', rows));
    expect(await parquetReadObjects({ file })).toEqual([
      { subject: 'A01_e01', frame: 5n, velocity: 1.25, is_confirmed: true, made_at: at },
      { subject: '=HYPERLINK("x")', frame: -3n, velocity: -0.1, is_confirmed: false, made_at: null },
      { subject: 'größe, "µm"\n2', frame: null, velocity: null, is_confirmed: null, made_at: at },
    ]);
    const stored =
      parquetMetadata(file).key_value_metadata?.find(({ key }) => key === 'columns')?.value ?? '';
    expect(JSON.parse(stored)[2]).toEqual(columns[2]);
  });

  it('writes Feather with types, empty cells and units', async () => {
    const bytes = await bytesOf('feather', rows);
    const table = tableFromIPC(bytes);
    // Behind its first word the file is a stream of Arrow, which begins with the schema.
    expect(tableFromIPC(bytes.subarray(8)).toArray().map(String)).toEqual(table.toArray().map(String));
    const read = table.toArray().map((row) => row.toJSON());
    expect(read).toEqual([
      { subject: 'A01_e01', frame: 5n, velocity: 1.25, is_confirmed: true, made_at: at.getTime() },
      { subject: '=HYPERLINK("x")', frame: -3n, velocity: -0.1, is_confirmed: false, made_at: null },
      { subject: 'größe, "µm"\n2', frame: null, velocity: null, is_confirmed: null, made_at: at.getTime() },
    ]);
    expect(table.schema.fields[2]?.metadata.get('unit')).toBe('m/s');
  });

  it('writes HDF5 with a data set for each column, its unit, and which cells are known', async () => {
    expect(await readHdf5(await bytesOf('hdf5', rows))).toEqual({
      subject: { values: ['A01_e01', '=HYPERLINK("x")', 'größe, "µm"\n2'], unit: undefined },
      frame: { values: [5n, -3n, 0n], unit: undefined },
      frame_is_known: { values: [1, 1, 0], unit: undefined },
      velocity: { values: [1.25, -0.1, Number.NaN], unit: 'm/s' },
      is_confirmed: { values: [1, 0, 0], unit: undefined },
      is_confirmed_is_known: { values: [1, 1, 0], unit: undefined },
      made_at: {
        values: [at.getTime() / 1000, Number.NaN, at.getTime() / 1000],
        unit: 's since 1970-01-01 UTC',
      },
    });
  });

  it.each(formats)('writes all columns where there is no row: %s', async (format) => {
    const bytes = await bytesOf(format, []);
    const names = columns.map(({ name }) => name);
    if (format === 'parquet')
      expect(
        parquetMetadata(arrayBuffer(bytes))
          .schema.slice(1)
          .map(({ name }) => name),
      ).toEqual(names);
    else if (format === 'feather')
      expect(tableFromIPC(bytes).schema.fields.map(({ name }) => name)).toEqual(names);
    else if (format === 'hdf5')
      expect(Object.keys(await readHdf5(bytes))).toEqual(expect.arrayContaining(names));
    else if (format === 'json') expect(JSON.parse(bytes.toString())).toMatchObject({ columns, rows: [] });
    else expect((await readWhole(await temporaryFile(`a.${format}`, bytes))).rows).toHaveLength(1);
  });

  it.each(['parquet', 'feather', 'hdf5'] as const)('joins pieces of many rows: %s', async (format) => {
    const many = Array.from(
      { length: 40_000 },
      (_, row) => [`s${row % 7}`, row, row / 7, row % 2 === 0, at] as const,
    );
    const bytes = await bytesOf(format, many);
    const frames =
      format === 'parquet'
        ? (await parquetReadObjects({ file: arrayBuffer(bytes), columns: ['frame'] })).map(({ frame }) =>
            Number(frame),
          )
        : format === 'feather'
          ? Array.from(tableFromIPC(bytes).getChild('frame') ?? [], Number)
          : ((await readHdf5(bytes)).frame as { values: bigint[] }).values.map(Number);
    expect(frames).toEqual(many.map(([, row]) => row));
  });

  it.each(formats)('ends with the error of its rows: %s', async (format) => {
    async function* failing(): AsyncGenerator<readonly ExportCell[]> {
      yield rows[0] ?? [];
      throw new Error('The database went away.');
    }
    await expect(bytesOf(format, failing())).rejects.toThrow('The database went away.');
  });
});
