/**
 * Planned jobs as one text parameter: rows and cells between separators that no value contains. The database takes it
 * apart with little more work than its own COPY, inside the statement and the transaction of the caller.
 */
import type { PlannedJob } from '@batchyard/domain';
import { storableText, toJson } from '../database/json.js';

const rowSeparator = '\x1e';
const cellSeparator = '\x1f';
const nothing = '\x1d';

interface JobColumn {
  readonly name: string;
  readonly type: 'int' | 'bigint' | 'text' | 'jsonb';
  /** null is a null of SQL. */
  readonly cell: (job: PlannedJob) => string | null;
}

const numberCell = (value: number) => String(value);
const textCell = (text: string) =>
  [rowSeparator, cellSeparator, nothing].reduce(
    (cell, sign) => cell.replaceAll(sign, '\uFFFD'),
    storableText(text),
  );

const columns: readonly JobColumn[] = [
  { name: 'position', type: 'int', cell: (job) => numberCell(job.position) },
  { name: 'label', type: 'text', cell: (job) => textCell(job.label) },
  { name: 'cell_key', type: 'text', cell: (job) => job.cellKey },
  { name: 'setting_key', type: 'text', cell: (job) => job.settingKey },
  { name: 'setting', type: 'jsonb', cell: (job) => toJson(job.setting) },
  { name: 'params', type: 'jsonb', cell: (job) => toJson(job.params) },
  { name: 'inputs', type: 'jsonb', cell: (job) => toJson(job.inputs) },
  { name: 'input_label', type: 'text', cell: (job) => textCell(job.inputLabel) },
  { name: 'replicate', type: 'int', cell: (job) => numberCell(job.replicate) },
  { name: 'seed', type: 'text', cell: (job) => textCell(job.seed) },
  { name: 'metadata', type: 'jsonb', cell: (job) => toJson(job.metadata ?? {}) },
  { name: 'input_bytes', type: 'bigint', cell: (job) => optional(job.inputBytes, numberCell) },
  { name: 'output_name', type: 'text', cell: (job) => optional(job.outputName, textCell) },
  { name: 'priority', type: 'int', cell: (job) => numberCell(job.priority ?? 0) },
];

function optional<T>(value: T | null | undefined, cell: (value: T) => string): string | null {
  return value === null || value === undefined ? null : cell(value);
}

/** Names of the columns, for `insert into job (…)`. */
export const jobRowColumns = columns.map(({ name }) => name).join(', ');

/** Their values, for `select … from` the rows below. */
export const jobRowValues = columns.map(({ type }, index) => `cells[${index + 1}]::${type}`).join(', ');

/** The rows of a text parameter made by `jobRows`. */
export const fromJobRows = (parameter: string) =>
  `(select string_to_array(line, E'\\x1f', E'\\x1d') as cells
    from string_to_table(${parameter}::text, E'\\x1e') line offset 0) r`;

export function jobRows(jobs: readonly PlannedJob[]): string {
  return jobs
    .map((job) => columns.map(({ cell }) => cell(job) ?? nothing).join(cellSeparator))
    .join(rowSeparator);
}
