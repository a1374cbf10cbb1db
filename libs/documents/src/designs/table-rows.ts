/** Tables beside a design file: the jobs of a list, or the rows of a group, as a CSV file. */
import type { Json, Problem } from '@batchyard/pipelines';
import { type CsvRow, readCsv } from '../tables/read-csv.js';
import { maxTableBytes } from './design-files.js';

/** What a table gives the design, and where each part of it stands. */
export interface ReadTable {
  readonly value: readonly Record<string, unknown>[];
  readonly problems: readonly Problem[];
  /** File, line and column of the entry at an index, or of one of its fields. */
  placeOf(index: number, field?: readonly (string | number)[]): Problem['place'];
}

type Kind = 'jobs' | 'rows';

/** Columns of jobs that are no parameters. */
const own = ['id', 'name', 'priority'];

/**
 * Reads a table. Of jobs: id, name, priority, `inputs.<name>` (several files with ; between them), `metadata.<key>` and
 * paths of parameters. Of rows: paths of parameters. An empty cell says nothing.
 * @param file as written in the design, for problems
 */
export function readTable(text: string, file: string, kind: Kind): ReadTable {
  const problems: Problem[] = [];
  if (Buffer.byteLength(text) > maxTableBytes) {
    problems.push(problem(file, 1, undefined, 'is too large', `at most ${maxTableBytes / 2 ** 20} MB`));
    return { value: [], problems, placeOf: () => ({ file }) };
  }
  const { rows, error } = readCsv(text);
  if (error !== null) problems.push(problem(file, error.line, undefined, error.message, 'a closing "'));
  const [header, ...body] = rows;
  if (header === undefined || body.length === 0) {
    problems.push(
      problem(file, 1, undefined, 'The table has no rows', 'a line of headings, then one for each entry'),
    );
    return { value: [], problems, placeOf: () => ({ file }) };
  }
  problems.push(...checkHeader(header, file, kind), ...checkWidths(header, body, file));
  return {
    value: body.map((row) => entryOf(header.cells, row.cells, kind)),
    problems,
    placeOf: (index, field = []) => {
      const column = header.cells.find((heading) => headingMeans(heading, field, kind));
      return { file, line: body[index]?.line ?? header.line, ...(column !== undefined && { column }) };
    },
  };
}

function headingMeans(heading: string, field: readonly (string | number)[], kind: Kind): boolean {
  const path = field.filter((key) => typeof key === 'string').join('.');
  return path !== '' && (heading === path || (kind === 'jobs' && `params.${heading}` === path));
}

function checkHeader({ cells, line }: CsvRow, file: string, kind: Kind): Problem[] {
  const problems = cells.flatMap((heading, index) => {
    if (heading === '') {
      return [
        problem(
          file,
          line,
          `${index + 1}`,
          `Column ${index + 1} has no heading`,
          'a heading in every column',
        ),
      ];
    }
    const first = cells.indexOf(heading);
    if (first === index) return [];
    return [problem(file, line, heading, `Two columns are headed ${heading}`, 'each heading once')];
  });
  if (kind === 'rows' || cells.includes('id')) return problems;
  return [
    ...problems,
    problem(file, line, 'id', 'There is no column id', 'a column id with a text for each job'),
  ];
}

function checkWidths({ cells: headings }: CsvRow, body: readonly CsvRow[], file: string): Problem[] {
  return body.flatMap(({ line, cells }) =>
    cells.length === headings.length
      ? []
      : [
          problem(
            file,
            line,
            undefined,
            `The row has ${cells.length} cells, the heading ${headings.length}`,
            'as many cells as headings; a cell with a delimiter in it stands in quotes',
          ),
        ],
  );
}

function problem(
  file: string,
  line: number,
  column: string | undefined,
  message: string,
  expectation: string,
): Problem {
  const where = column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
  return {
    code: 'BAD_TABLE',
    severity: 'error',
    message: `${file}, ${where}: ${message}.`,
    place: { file, line, ...(column !== undefined && { column }) },
    expectation,
    fix: `Mend ${where} of ${file}.`,
  };
}

function entryOf(headings: readonly string[], cells: readonly string[], kind: Kind): Record<string, unknown> {
  const values = headings.flatMap((heading, index) => {
    const cell = cells[index] ?? '';
    return cell === '' ? [] : [[heading, cell] as const];
  });
  if (kind === 'rows') return Object.fromEntries(values.map(([path, cell]) => [path, valueOfCell(cell)]));
  const job: Record<string, unknown> = {};
  const parts = { params: {}, inputs: {}, metadata: {} };
  for (const [heading, cell] of values) {
    const [group = '', ...rest] = heading.split('.');
    if (own.includes(heading)) job[heading] = heading === 'priority' ? valueOfCell(cell) : cell;
    else if (group === 'inputs') setOwn(parts.inputs, rest.join('.'), filesOf(cell));
    else if (group === 'metadata') setOwn(parts.metadata, rest.join('.'), factOfCell(cell));
    else setAt(parts.params, heading.split('.'), valueOfCell(cell));
  }
  return { ...job, ...parts };
}

function filesOf(cell: string): string | string[] {
  const files = cell
    .split(';')
    .map((file) => file.trim())
    .filter((file) => file !== '');
  return files.length === 1 ? (files[0] ?? '') : files;
}

/** As a JSON value where it is one; anything else is a text. */
function valueOfCell(cell: string): Json {
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(cell)) return Number(cell);
  if (cell === 'true' || cell === 'false') return cell === 'true';
  if (cell === 'null') return null;
  if (/^[[{]/.test(cell)) {
    try {
      return JSON.parse(cell) as Json;
    } catch {
      return cell;
    }
  }
  return cell;
}

/** A fact stays as it was typed, unless it is a plain number: 007 and 2E+05 are names of something. */
function factOfCell(cell: string): Json {
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(cell) ? Number(cell) : cell;
}

function setAt(object: Record<string, unknown>, [head = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    setOwn(object, head, value);
    return;
  }
  const inner = Object.hasOwn(object, head) ? object[head] : undefined;
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  setAt(next, rest, value);
  setOwn(object, head, next);
}

/** Also where the key is `__proto__`. */
function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
