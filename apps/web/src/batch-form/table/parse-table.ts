/** A table of settings, pasted or uploaded: one column a parameter, one row a setting. */
import { isJsonObject, type Json, type JsonObject } from '@batchyard/domain';
import { leafName } from '../../formatting/values';
import { parseDraft, parseScalar } from '../../parameters/drafts';
import type { Field } from '../../parameters/fields';
import { splitCells } from './split-cells';

export interface TableProblem {
  /** Line of the table as a person counts, the heading is 1. */
  readonly row: number;
  /** Heading of the column, or its number where it has none. */
  readonly column: string;
  readonly message: string;
}

export interface ParsedTable {
  /** Settings by dotted path; rows with a problem are left out. */
  readonly rows: readonly JsonObject[];
  readonly problems: readonly TableProblem[];
}

/** Reads a table with a heading; columns are named by path, last part of the path or title of the parameter. */
export function parseTable(text: string, fields: readonly Field[]): ParsedTable {
  const [heading, ...lines] = splitCells(text);
  if (heading === undefined) return { rows: [], problems: [] };
  const columns = heading.cells.map((cell, index) => columnOf(cell, index, heading.cells, fields));
  const problems = columns.flatMap((column) =>
    'problem' in column ? [{ row: heading.row, ...column.problem }] : [],
  );
  if (lines.length === 0)
    problems.push({ row: heading.row, column: '1', message: 'There is no row below the heading.' });
  const read = lines.map(({ row, cells }) => readRow(row, cells, columns));
  return {
    rows: read.flatMap(({ setting, problems: found }) => (found.length === 0 ? [setting] : [])),
    problems: [...problems, ...read.flatMap((line) => line.problems)],
  };
}

type Column =
  | { readonly name: string; readonly field: Field }
  | { readonly name: string; readonly problem: Pick<TableProblem, 'column' | 'message'> };

function columnOf(cell: string, index: number, all: readonly string[], fields: readonly Field[]): Column {
  const name = cell === '' ? String(index + 1) : cell;
  const wrong = (message: string) => ({ name, problem: { column: name, message } });
  if (cell === '') return wrong('The column has no heading; name a parameter.');
  if (all.indexOf(cell) < index) return wrong(`Two columns are named ${cell}.`);
  const found = fieldNamed(cell, fields);
  if (found.length === 1 && found[0]) return { name, field: found[0] };
  if (found.length > 1) {
    return wrong(`${cell} may be ${found.map(({ path }) => path).join(' or ')}; write the whole path.`);
  }
  return wrong(`The pipeline has no parameter ${cell}.`);
}

/** The parameter with that path; else those whose last part or title it is. */
function fieldNamed(name: string, fields: readonly Field[]): readonly Field[] {
  const exact = fields.filter(({ path }) => path === name);
  if (exact.length > 0) return exact;
  const plain = name.toLowerCase();
  return fields.filter(
    ({ path, title }) => leafName(path).toLowerCase() === plain || title.toLowerCase() === plain,
  );
}

function readRow(row: number, cells: readonly string[], columns: readonly Column[]) {
  const problems: TableProblem[] = [];
  const setting: Record<string, Json> = {};
  columns.forEach((column, index) => {
    if ('problem' in column) return;
    const { field, name } = column;
    const cell = cells[index] ?? '';
    if (cell === '' && !field.nullable) {
      problems.push({ row, column: name, message: 'The cell is empty.' });
      return;
    }
    const parsed = isScalar(field) ? parseScalar(field, cell) : parseDraft(field, cell);
    if ('message' in parsed) problems.push({ row, column: name, message: parsed.message });
    else setting[field.path] = parsed.value;
  });
  if (cells.length > columns.length) {
    const message = `The row has ${cells.length} cells, the heading ${columns.length}.`;
    problems.push({ row, column: String(columns.length + 1), message });
  }
  return { setting, problems };
}

const isScalar = ({ kind }: Field) => ['number', 'integer', 'boolean', 'choice', 'text'].includes(kind);

/** The table that rows of a design stand for, with tabs; null where a row lacks a column of another one. */
export function tableText(rows: readonly JsonObject[]): string | null {
  const heading = Object.keys(rows[0] ?? {});
  if (rows.some((row) => Object.keys(row).join('\t') !== heading.join('\t'))) return null;
  const lines = rows.map((row) => heading.map((path) => cellText(row[path] ?? null)));
  return [heading, ...lines].map((cells) => cells.join('\t')).join('\n');
}

function cellText(value: Json): string {
  if (value === null) return '';
  const text = Array.isArray(value) || isJsonObject(value) ? JSON.stringify(value) : String(value);
  return /["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
