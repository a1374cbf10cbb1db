/**
 * Reading sheets beside pandas and openpyxl on the same file, and importing them: from the upload to rows in Postgres,
 * with one cell edited on the way, and out again in every format. Each measurement runs in a process of its own, whose
 * peak memory is told.
 */
import { execFile, fork } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type ExportCell,
  type ExportColumn,
  type ExportFormatName,
  exportFormats,
  openDrafts,
} from '@batchyard/documents';
import { migrate, openPersistence, type Persistence, startEmbeddedPostgres } from '@batchyard/persistence';
import { openExport } from '../exports/open-export.js';
import { Imports } from './imports.js';
import { readSheet } from './read-sheet.js';

export type SheetKind = 'csv' | 'xlsx';

/** A file with so many statements on frames, one a row, 100 rows to a subject. */
export interface BenchSheet {
  readonly folder: string;
  readonly path: string;
  readonly kind: SheetKind;
  readonly rows: number;
  remove(): Promise<void>;
}

export interface ReadingFigures {
  readonly rows_per_s: number;
  readonly peak_mb: number;
}

export interface ImportFigures {
  /** From the upload until every row is checked. */
  readonly read_and_check_s: number;
  /** Until an edited cell and all that depends on it is checked again. */
  readonly edit_ms: number;
  readonly commit_s: number;
  /** Of the service; the process that reads the sheet is not in it. */
  readonly peak_mb: number;
  /** The same rows exported again from the database. */
  readonly exports: Readonly<Record<ExportFormatName, ReadingFigures>>;
}

const columns = (
  [
    ['embryo_id', 'text'],
    ['frame_range', 'text'],
    ['phenotype', 'text'],
    ['confidence', 'number'],
    ['notes', 'text'],
    ['plate', 'integer'],
  ] as const
).map(([name, type]): ExportColumn => ({ name, title: name, type, unit: null, description: name }));

const rowsPerSubject = 100;
const subjectName = (index: number) => `20240411_A01_e${String(index).padStart(5, '0')}`;

async function* cellsOf(rows: number): AsyncGenerator<readonly ExportCell[]> {
  for (let row = 0; row < rows; row++) {
    const frame = row % rowsPerSubject;
    const note = row % 3 === 0 ? `seen at ${row % 48} h` : null;
    const value = frame % 2 === 0 ? 'EDEMA' : 'TBD';
    yield [
      subjectName(Math.floor(row / rowsPerSubject)),
      `[${frame}]`,
      value,
      0.5 + (row % 50) / 100,
      note,
      row % 12,
    ];
  }
}

export async function writeBenchSheet(kind: SheetKind, rows: number): Promise<BenchSheet> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const file = path.join(folder, `sheet.${kind}`);
  const drafts = await openDrafts();
  const table = { name: 'sheet', title: 'Sheet', notes: [], modifiedAt: new Date(0), columns };
  const chunks = exportFormats[kind].write({ ...table, rows: cellsOf(rows) }, drafts);
  await pipeline(chunks, createWriteStream(file)).finally(() => drafts.remove());
  return {
    folder,
    path: file,
    kind,
    rows,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

type Measured = Pick<BenchSheet, 'path' | 'kind' | 'rows'>;

/** What an exporting process is told. */
interface Exported {
  readonly databaseUrl: string;
  readonly filesDir: string;
  readonly userId: string;
  readonly projectId: string;
  readonly format: ExportFormatName;
}

/** In the process that reads sheets for the service, rows handed over included. */
export const measureReading = (sheet: Measured) => inProcess<ReadingFigures>({ read: sheet });

/** Into an empty project on a database of its own. */
export const measureImport = (sheet: Measured) => inProcess<ImportFigures>({ import: sheet });

interface Order {
  readonly read?: Measured;
  readonly import?: Measured;
  readonly export?: Exported;
}

function inProcess<Figures>(order: Order): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [orderMark]);
    child.once('message', (figures) => resolve(figures as Figures));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`Measuring ended with ${signal ?? code}.`)));
    child.send(order);
  });
}

const orderMark = 'measure';

const script = fileURLToPath(new URL('./sheet-child.js', import.meta.url));
const limits = { timeoutMs: 600_000, memoryMb: 1_024 };

async function measureReadingHere({ path: file, kind, rows }: Measured): Promise<ReadingFigures> {
  const order = { path: file, name: `sheet.${kind}`, layout: {}, sheet: null };
  const began = performance.now();
  const { peakMb } = await readSheet(script, order, limits, async () => undefined);
  return { rows_per_s: rows / ((performance.now() - began) / 1000), peak_mb: peakMb };
}

async function measureImportHere(sheet: Measured): Promise<ImportFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), durable: false });
  try {
    await migrate(postgres.databaseUrl);
    const filesDir = path.join(folder, 'files');
    const { databaseUrl } = postgres;
    const persistence = await openPersistence({ databaseUrl, filesDir });
    try {
      return await measureImportIn(persistence, sheet, { databaseUrl, filesDir });
    } finally {
      await persistence.close();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureImportIn(
  persistence: Persistence,
  sheet: Measured,
  stores: Pick<Exported, 'databaseUrl' | 'filesDir'>,
): Promise<ImportFigures> {
  const system = { userId: null, source: 'system' } as const;
  const user = { email: 'bench@example.org', name: 'Bench', isAdministrator: true };
  const { id: userId } = await persistence.users.create(system, user);
  const actor = { userId, source: 'api' } as const;
  const project = await persistence.projects.create(actor, { slug: 'bench', name: 'Bench', description: '' });
  await addSubjects(persistence, actor, project.id, Math.ceil(sheet.rows / rowsPerSubject));
  const { sha256, sizeBytes } = await persistence.blobs.put(createReadStream(sheet.path));
  const imports = new Imports(persistence, { sheetScript: script });
  const caller = { userId, isAdministrator: true, actor };
  const fileName = `sheet.${sheet.kind}`;

  const began = performance.now();
  const upload = { kind: 'annotations', target: {}, fileName, sizeBytes, sha256 } as const;
  const id = await imports.begin(caller, project.id, upload);
  await imports.settled(id);
  const read = performance.now();
  await imports.editCells(caller, id, new Map([[50, { 3: '0.25' }]]));
  const edited = performance.now();
  await imports.commit(caller, await imports.find(caller, id), 'all_or_nothing');
  const committed = performance.now();
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const exports: Partial<Record<ExportFormatName, ReadingFigures>> = {};
  for (const format of Object.keys(exportFormats) as ExportFormatName[]) {
    exports[format] = await inProcess({ export: { ...stores, userId, projectId: project.id, format } });
  }
  return {
    read_and_check_s: (read - began) / 1000,
    edit_ms: edited - read,
    commit_s: (committed - edited) / 1000,
    peak_mb: peakMb,
    exports: exports as ImportFigures['exports'],
  };
}

async function measureExportHere({
  databaseUrl,
  filesDir,
  userId,
  projectId,
  format,
}: Exported): Promise<ReadingFigures> {
  const persistence = await openPersistence({ databaseUrl, filesDir });
  const drafts = await openDrafts();
  try {
    const project = { caller: { userId, isAdministrator: true }, projectId, slug: 'bench' };
    const table = await openExport(persistence, project, 'annotations', {});
    let count = 0;
    async function* counted() {
      for await (const row of table.rows) {
        count++;
        yield row;
      }
    }
    const began = performance.now();
    for await (const _ of exportFormats[format].write({ ...table, rows: counted() }, drafts));
    const seconds = (performance.now() - began) / 1000;
    return { rows_per_s: count / seconds, peak_mb: process.resourceUsage().maxRSS / 1024 };
  } finally {
    await drafts.remove();
    await persistence.close();
  }
}

const subjectsAtOnce = 500;

async function addSubjects(
  { subjects }: Persistence,
  actor: Parameters<Persistence['subjects']['create']>[0],
  projectId: string,
  count: number,
): Promise<void> {
  const frames = Array.from({ length: rowsPerSubject }, (_, number) => ({
    number,
    name: null,
    fileId: null,
  }));
  const rest = { level: 'embryo', parent: null, metadata: {}, frames };
  for (let from = 0; from < count; from += subjectsAtOnce) {
    const length = Math.min(subjectsAtOnce, count - from);
    const portion = Array.from({ length }, (_, index) => ({ name: subjectName(from + index), ...rest }));
    await subjects.create(actor, projectId, { subjects: portion }, false);
  }
}

const python = `
import sys, time, resource
file, kind = sys.argv[1:]
started = time.perf_counter()
if kind == 'openpyxl':
    import openpyxl
    started = time.perf_counter()
    count = sum(1 for _ in openpyxl.load_workbook(file, read_only=True).worksheets[0].iter_rows(values_only=True))
else:
    import pandas
    started = time.perf_counter()
    count = len(pandas.read_csv(file) if file.endswith('.csv') else pandas.read_excel(file))
print(count / (time.perf_counter() - started), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
`;

/** The same file read by a library of Python. @returns null where it is not installed */
export async function measurePythonReading(
  { path: file }: BenchSheet,
  library: 'pandas' | 'openpyxl',
): Promise<ReadingFigures | null> {
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', python, file, library]);
    const [rowsPerS = Number.NaN, peakMb = Number.NaN] = stdout.trim().split(' ').map(Number);
    return { rows_per_s: rowsPerS, peak_mb: peakMb };
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === orderMark) {
  process.once('message', async (order: Order) => {
    const figures =
      (order.read && (await measureReadingHere(order.read))) ??
      (order.import && (await measureImportHere(order.import))) ??
      (order.export && (await measureExportHere(order.export)));
    process.send?.(figures, () => process.exit(0));
  });
}
