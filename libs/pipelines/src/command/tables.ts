/** Rows that a program prints become CSV files in its output. */
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProcessingError } from '../contract.js';
import type { TableRow } from './protocol.js';

/** Rows kept of one table. */
const maxRows = 100_000;

export interface WrittenTable {
  /** Relative to the output folder. */
  readonly path: string;
  readonly title: string;
  /** Rows that were too many. */
  readonly dropped: number;
}

export function collectTables() {
  const tables = new Map<string, { title: string; rows: TableRow[]; dropped: number }>();
  return {
    add(name: string, title: string | undefined, rows: readonly TableRow[]): void {
      const table = tables.get(name) ?? { title: title ?? name, rows: [], dropped: 0 };
      const taken = rows.slice(0, maxRows - table.rows.length);
      table.rows.push(...taken);
      table.dropped += rows.length - taken.length;
      tables.set(name, table);
    },
    write(outputDir: string): WrittenTable[] {
      return [...tables].map(([name, { title, rows, dropped }]) => {
        const file = path.posix.join('tables', `${name}.csv`);
        const full = path.join(tablesFolder(outputDir), `${name}.csv`);
        rmSync(full, { force: true });
        writeFileSync(full, csvOf(rows), { flag: 'wx' });
        return { path: file, title, dropped };
      });
    },
  };
}

/** A program may have left a link in its place, which would lead our writing anywhere. */
function tablesFolder(outputDir: string): string {
  const folder = path.join(realpathSync(outputDir), 'tables');
  mkdirSync(folder, { recursive: true });
  if (realpathSync(folder) !== folder)
    throw new ProcessingError('The program made tables, where its tables go, a link.');
  return folder;
}

function csvOf(rows: readonly TableRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  return `${[columns.map(cell).join(','), ...lines].join('\n')}\n`;
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
