import { readFile } from 'node:fs/promises';
import type { InputFile, Problem } from '../../contract.js';
import { hasWidth, readFrame, readNumber } from '../../rigid-body/recording/cells.js';
import { readDelimitedText, type TextRow } from '../../rigid-body/recording/delimited-text.js';
import { ProblemList } from '../../rigid-body/recording/problem-list.js';
import { type MeasureName, measureNames } from '../measuring/measures.js';
import type { FlagDetectionParams } from '../params.js';

/** One row of a table of measurements. */
export interface MeasuredRow {
  readonly subject: string;
  readonly number: number;
  readonly values: Readonly<Partial<Record<MeasureName, number>>>;
}

export interface Measurements {
  readonly rows: readonly MeasuredRow[];
  readonly problems: readonly Problem[];
}

type TableParams = FlagDetectionParams['table'];

/** Reads a table with a row for each frame of each subject. Never throws on bad data; every problem at once. */
export async function readMeasurements(file: InputFile, params: TableParams): Promise<Measurements> {
  const problems = new ProblemList({ input: 'table', file: file.name });
  const rows = readDelimitedText(await readFile(file.path), problems);
  const measured = rows === null ? [] : rowsOf(rows, params, problems);
  return { rows: measured, problems: problems.toArray() };
}

function rowsOf(rows: readonly TextRow[], params: TableParams, problems: ProblemList): MeasuredRow[] {
  const [header, ...body] = rows;
  const headings = (header?.cells ?? []).map((cell) => cell.toLowerCase());
  const at = (name: string) => headings.indexOf(name.toLowerCase());
  const [subjectAt, frameAt] = [at(params.subject_column), at(params.frame_column)];
  for (const [parameter, heading] of [
    ['table.subject_column', params.subject_column],
    ['table.frame_column', params.frame_column],
  ] as const) {
    if (at(heading) < 0) missingColumn(heading, parameter, header, problems);
  }
  const columns = measureNames
    .map((name) => ({ name, heading: headingOf(name, params), index: at(headingOf(name, params)) }))
    .filter(({ index }) => index >= 0);
  if (subjectAt < 0 || frameAt < 0) return [];
  if (body.length === 0) problems.error('NO_FRAMES', 'The table has a header but no rows below it.', {});
  return readRows(body, { subjectAt, frameAt, headings, columns, params }, problems);
}

interface Layout {
  readonly subjectAt: number;
  readonly frameAt: number;
  readonly headings: readonly string[];
  readonly columns: readonly {
    readonly name: MeasureName;
    readonly heading: string;
    readonly index: number;
  }[];
  readonly params: TableParams;
}

function readRows(rows: readonly TextRow[], layout: Layout, problems: ProblemList): MeasuredRow[] {
  const lines = new Map<string, number>();
  return rows.flatMap((row) => {
    if (!hasWidth(row, layout.headings.length, problems)) return [];
    const subject = row.cells[layout.subjectAt]!;
    const number = readFrame(row, layout.frameAt, layout.params.frame_column, problems);
    if (subject === '') {
      const place = { line: row.line, column: layout.params.subject_column };
      problems.error('NO_SUBJECT', 'The row names no subject.', {
        place,
        expectation: 'the id of a subject',
      });
    }
    if (subject === '' || number === null) return [];
    const key = `${subject}/${number}`;
    if (lines.has(key)) {
      problems.error(
        'DUPLICATE_FRAME',
        `Frame ${number} of ${subject} was given on line ${lines.get(key)} already.`,
        {
          place: { line: row.line, column: layout.params.frame_column },
          value: String(number),
          expectation: 'each frame of a subject once',
          fix: 'Remove one of the two rows.',
        },
      );
    }
    lines.set(key, row.line);
    const values = layout.columns.map(({ name, heading, index }) => [
      name,
      readNumber(row, index, heading, problems),
    ]);
    return [{ subject, number, values: Object.fromEntries(values) }];
  });
}

/** Size and position stand in columns of the user's choice, all other measures under their own name. */
function headingOf(name: MeasureName, params: TableParams): string {
  if (name === 'area') return params.size_column;
  if (name === 'x') return params.x_column;
  if (name === 'y') return params.y_column;
  return name;
}

function missingColumn(
  heading: string,
  parameter: string,
  header: TextRow | undefined,
  problems: ProblemList,
): void {
  problems.error('MISSING_COLUMN', `The table has no column ${heading}.`, {
    place: { line: header?.line ?? 1, column: heading },
    value: header?.cells.join(', ').slice(0, 200),
    expectation: `a column ${heading}`,
    fix: `Add the column, or say in ${parameter} which one it is.`,
  });
}
