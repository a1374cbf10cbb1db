/**
 * The tables of a comparison, each column declared once with unit and meaning: CSV, workbook and data dictionary derive
 * from them.
 */
import type { ComparisonJob, ComparisonReport } from '@batchyard/domain';
import { type CsvCell, writeCsvRow } from '../tables/csv.js';
import { dictionaryTable } from './dictionary-table.js';
import { inputTable } from './input-table.js';
import { jobTable } from './job-table.js';
import { parameterTable } from './parameter-table.js';
import { settingTable } from './setting-table.js';
import { sourceTable } from './source-table.js';

export interface Column {
  /** In snake_case, unique in its table. */
  readonly name: string;
  /** For people, without unit; absent: the name in words. */
  readonly title?: string;
  /** null: it has none; `1` is a plain number. */
  readonly unit: string | null;
  readonly type: 'number' | 'text' | 'true or false' | 'any';
  /** One sentence. */
  readonly meaning: string;
}

export interface Table {
  /** Name of its sheet. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** One cell for each column; can be read again. */
  rows(): AsyncIterable<readonly CsvCell[]> | Iterable<readonly CsvCell[]>;
}

/** Reads the jobs of a comparison from the start, each time it is called. */
export type JobSource = () => AsyncIterable<ComparisonJob>;

/** Settings, jobs, inputs, parameters, sources, and what their columns mean. */
export function tablesOf(report: ComparisonReport, jobs: JobSource): Table[] {
  const tables = [
    settingTable(report),
    jobTable(report, jobs),
    inputTable(report),
    parameterTable(report),
    sourceTable(report),
  ];
  return [...tables, dictionaryTable(tables)];
}

/** A table as comma-separated text, units in the header. */
export async function* tableCsv({ columns, rows }: Table): AsyncGenerator<string> {
  yield writeCsvRow(columns.map(columnHeading));
  for await (const row of rows()) yield writeCsvRow(row);
}

/** `Edge error, mean`, or a name in words: `Jobs with result`. */
export function columnTitle({ name, title }: Pick<Column, 'name' | 'title'>): string {
  if (title !== undefined) return title;
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `edge_error_mean_mm_mean (mm)` */
export function columnHeading({ name, unit }: Column): string {
  return unit === null || unit === '1' ? name : `${name} (${unit})`;
}
