/**
 * Exported files open in programs that share no code with us: the readers of Apache Arrow in Rust everywhere, and
 * pandas, openpyxl, h5py, pyarrow, DuckDB, each where a Python on this machine has it.
 */
import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { readParquet, Table } from 'parquet-wasm/node';
import { openDrafts } from '../archives/drafts.js';
import { temporaryFile } from '../sheets/testing/files.js';
import { type ExportFormatName, exportFormats } from './formats.js';
import type { ExportCell, ExportColumn, ExportType } from './table.js';

const pythons = ['python3', '/usr/bin/python3'];

function pythonWith(module: string): string | undefined {
  return pythons.find((python) => {
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const column = (name: string, type: ExportType, unit: string | null = null): ExportColumn => ({
  name,
  title: name,
  type,
  unit,
  description: `What ${name} is`,
});
const columns = [
  column('subject', 'text'),
  column('frame', 'integer'),
  column('velocity', 'number', 'm/s'),
  column('confirmed', 'boolean'),
];
const rows: readonly (readonly ExportCell[])[] = [
  ['007', 5, 1.25, true],
  ['größe, "µm"', -3, -0.1, false],
  ['A01_e01', 2 ** 40, null, true],
];

async function exported(format: ExportFormatName): Promise<string> {
  const drafts = await openDrafts();
  async function* inTurn() {
    yield* rows;
  }
  const about = { name: 'annotations', title: 'Annotations', notes: ['3 rows'], modifiedAt: new Date(0) };
  try {
    const chunks: Buffer[] = [];
    const written = exportFormats[format].write({ ...about, columns, rows: inTurn() }, drafts);
    for await (const chunk of written) chunks.push(chunk);
    return await temporaryFile(`export.${format}`, Buffer.concat(chunks));
  } finally {
    await drafts.remove();
  }
}

interface Reader {
  readonly module: string;
  readonly format: ExportFormatName;
  /** Makes `rows`, a list of lists, of the file `path`. */
  readonly script: string;
}

const readers: readonly Reader[] = [
  {
    module: 'pandas',
    format: 'csv',
    script: `import pandas
table = pandas.read_csv(path, dtype={'subject': str})
assert list(table.columns) == ['subject', 'frame', 'velocity (m/s)', 'confirmed'], list(table.columns)
rows = table.astype(object).where(table.notna(), None).values.tolist()`,
  },
  {
    module: 'duckdb',
    format: 'csv',
    script: `import duckdb
rows = [list(row) for row in duckdb.sql(f"select * from read_csv('{path}', types={{'subject': 'VARCHAR'}})").fetchall()]`,
  },
  {
    module: 'openpyxl',
    format: 'xlsx',
    script: `import openpyxl
cells = list(openpyxl.load_workbook(path)['Annotations'].iter_rows(values_only=True))
assert cells[0] == ('subject', 'frame', 'velocity (m/s)', 'confirmed'), cells[0]
rows = [list(row) for row in cells[1:]]`,
  },
  {
    module: 'pandas',
    format: 'json',
    script: `import json, pandas
table = pandas.DataFrame(json.load(open(path, encoding='utf-8'))['rows'])
rows = table.astype(object).where(table.notna(), None).values.tolist()`,
  },
  {
    module: 'pyarrow',
    format: 'parquet',
    script: `import pyarrow.parquet
table = pyarrow.parquet.read_table(path)
rows = [list(row.values()) for row in table.to_pylist()]`,
  },
  {
    module: 'duckdb',
    format: 'parquet',
    script: `import duckdb
rows = [list(row) for row in duckdb.sql(f"select * from '{path}'").fetchall()]`,
  },
  {
    module: 'pyarrow',
    format: 'feather',
    script: `import pyarrow.feather
table = pyarrow.feather.read_table(path)
assert table.schema.field('velocity').metadata[b'unit'] == b'm/s'
rows = [list(row.values()) for row in table.to_pylist()]`,
  },
  {
    module: 'h5py',
    format: 'hdf5',
    script: `import h5py, math
group = h5py.File(path, 'r')['annotations']
assert group['velocity'].attrs['unit'] in ('m/s', b'm/s')
columns = [group['subject'].asstr()[:].tolist(), group['frame'][:].tolist(),
  [None if math.isnan(value) else value for value in group['velocity'][:].tolist()],
  [bool(value) for value in group['confirmed'][:].tolist()]]
rows = [list(row) for row in zip(*columns)]`,
  },
];

const found = new Map(
  [...new Set(readers.map(({ module }) => module))].map((module) => [module, pythonWith(module)]),
);

describe('files of an export', () => {
  for (const { module, format, script } of readers) {
    const python = found.get(module);
    if (python === undefined) {
      it.skip(`open in ${module}: ${format} (skipped: no Python here has ${module})`, () => undefined);
      continue;
    }
    it(`open in ${module}: ${format}`, async () => {
      const program = `import sys, json\npath = sys.argv[1]\n${script}\nprint(json.dumps(rows))`;
      const { stdout } = await promisify(execFile)(python, ['-c', program, await exported(format)]);
      expect(JSON.parse(stdout)).toEqual(rows);
    });
  }

  it('open in Arrow for Rust: parquet', async () => {
    expectRows(readParquet(await readFile(await exported('parquet'))));
  });

  it('open in Arrow for Rust: feather, as the stream behind its first 8 bytes', async () => {
    const file = await readFile(await exported('feather'));
    expect(file.subarray(0, 6).toString()).toBe('ARROW1');
    expectRows(Table.fromIPCStream(file.subarray(8)));
  });
});

function expectRows(read: Table): void {
  const table = tableFromIPC(read.intoIPCStream());
  const seen = table.toArray().map((row) => Object.values(row.toJSON()));
  expect(seen.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)))).toEqual(
    rows,
  );
}
