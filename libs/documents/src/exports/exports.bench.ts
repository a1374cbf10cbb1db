/** How fast tables are exported, and how much memory that takes, beside writing their rows as plain JSON lines. */
import { openDrafts } from '../archives/drafts.js';
import { type ExportFormatName, exportFormats } from './formats.js';
import type { ExportCell, ExportColumn, ExportTable } from './table.js';

const columns = (
  [
    ['embryo_id', 'text'],
    ['frame', 'integer'],
    ['phenotype', 'text'],
    ['confidence', 'number'],
    ['confirmed', 'boolean'],
    ['flag_list', 'text'],
    ['made_at', 'timestamp'],
    ['area', 'number'],
  ] as const
).map(([name, type]): ExportColumn => ({ name, title: name, type, unit: null, description: name }));

const at = new Date('2026-11-21T10:30:00Z');

async function* rowsOf(count: number): AsyncGenerator<readonly ExportCell[]> {
  for (let row = 0; row < count; row++) {
    const flags = row % 7 === 0 ? 'DARK,MOTION_BLUR' : '';
    const confidence = row % 3 === 0 ? null : (row % 100) / 100;
    yield [
      `A01_e${row % 500}`,
      row,
      row % 2 ? 'NORMAL' : 'EDEMA',
      confidence,
      row % 5 === 0,
      flags,
      at,
      row * 0.37,
    ];
  }
}

export interface ExportFigures {
  readonly rows_per_s: number;
  /** Largest resident memory above that at the beginning, MB. */
  readonly peak_mb: number;
  readonly file_mb: number;
}

export async function measureExport(format: ExportFormatName, rowCount: number): Promise<ExportFigures> {
  const drafts = await openDrafts();
  const table: ExportTable = {
    name: 'frames',
    title: 'Frames',
    notes: [],
    modifiedAt: at,
    columns,
    rows: rowsOf(rowCount),
  };
  try {
    return await measure(rowCount, exportFormats[format].write(table, drafts));
  } finally {
    await drafts.remove();
  }
}

/** The rows as JSON lines, which no format is faster than by much. */
export function measurePlainLines(rowCount: number): Promise<ExportFigures> {
  return measure(rowCount, lines(rowCount));
}

async function* lines(rowCount: number): AsyncGenerator<Buffer> {
  for await (const row of rowsOf(rowCount)) yield Buffer.from(`${JSON.stringify(row)}\n`);
}

async function measure(rowCount: number, chunks: AsyncIterable<Buffer>): Promise<ExportFigures> {
  const before = process.memoryUsage.rss();
  const startedMs = performance.now();
  let [bytes, peak] = [0, before];
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      peak = Math.max(peak, process.memoryUsage.rss());
    }
  } finally {
    clearInterval(timer);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  return { rows_per_s: rowCount / seconds, peak_mb: (peak - before) / 1e6, file_mb: bytes / 1e6 };
}
