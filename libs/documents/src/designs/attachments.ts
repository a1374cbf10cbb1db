/** Replaces what a design file only names (tables, folders) by what is found there. */
import type { Problem } from '@batchyard/pipelines';
import type { DesignFiles } from './design-files.js';
import { findInputs, isSource } from './input-sources.js';
import { type ReadTable, readTable } from './table-rows.js';

type Path = readonly (string | number)[];

/** A part of the design that came out of a table. */
export interface AttachedTable {
  readonly path: Path;
  readonly table: ReadTable;
}

/** A problem of a part of the design; in a table it has a place of its own. */
export interface AttachedProblem {
  readonly path: Path;
  readonly problem: Omit<Problem, 'place'> & Partial<Pick<Problem, 'place'>>;
}

export interface Attached {
  /** The design as if everything were written in it. */
  readonly raw: unknown;
  readonly tables: readonly AttachedTable[];
  readonly problems: readonly AttachedProblem[];
}

type Fields = Readonly<Record<string, unknown>>;

/** @param files null where a design stands alone: then naming a file is a problem */
export function attach(raw: unknown, files: DesignFiles | null): Attached {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { raw, tables: [], problems: [] };
  const design: Record<string, unknown> = { ...raw };
  const tables: AttachedTable[] = [];
  const problems: AttachedProblem[] = [];
  const tableAt = (path: Path, file: string, kind: 'jobs' | 'rows'): unknown => {
    const table = openTable(path, file, kind, files, problems);
    if (table === null) return undefined;
    tables.push({ path, table });
    problems.push(...table.problems.map((problem) => ({ path, problem })));
    return table.value;
  };
  if (typeof design.jobs === 'string') design.jobs = tableAt(['jobs'], design.jobs, 'jobs');
  if (Array.isArray(design.axes)) design.axes = withRows(design.axes, ['axes'], tableAt);
  if (isSource(design.inputs)) {
    const found = findInputs(design.inputs, design.pipeline, files);
    design.inputs = found.sets;
    problems.push(...found.problems.map((problem) => ({ path: ['inputs'], problem })));
  }
  return { raw: design, tables, problems };
}

function withRows(
  axes: readonly unknown[],
  path: Path,
  tableAt: (path: Path, file: string, kind: 'rows') => unknown,
): unknown[] {
  return axes.map((entry, index) => {
    if (typeof entry !== 'object' || entry === null) return entry;
    const { rows, axes: inner } = entry as Fields;
    const own = [...path, index];
    if (typeof rows === 'string') return { ...entry, rows: tableAt([...own, 'rows'], rows, 'rows') };
    return Array.isArray(inner) ? { ...entry, axes: withRows(inner, [...own, 'axes'], tableAt) } : entry;
  });
}

function openTable(
  path: Path,
  file: string,
  kind: 'jobs' | 'rows',
  files: DesignFiles | null,
  problems: AttachedProblem[],
): ReadTable | null {
  try {
    if (files !== null) return readTable(files.readText(file), file, kind);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.push({ path, problem: unreadable(`The table ${file} cannot be read: ${why}.`, file) });
    return null;
  }
  const message = `The table ${file} can be named only in a design file that the command reads.`;
  problems.push({ path, problem: unreadable(message, file) });
  return null;
}

function unreadable(message: string, file: string): Omit<Problem, 'place'> {
  return {
    code: 'UNREADABLE_TABLE',
    severity: 'error',
    message,
    value: file,
    expectation: 'a CSV file, by its path from the design file',
    fix: 'Correct the path, or write the entries into the design.',
  };
}
