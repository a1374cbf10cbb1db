/** A sheet of videos on this machine: one row a video, with its parameters. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openSheetFile, type SheetFile, type TextLayout, UnreadableSheet } from '@batchyard/documents';
import {
  type CheckedRow,
  columnName,
  findHeader,
  guessConventions,
  guessMapping,
  headerSearchRows,
  type JobSheetPipeline,
  type JsonObject,
  jobFields,
  jobOfRow,
  type MappedColumn,
  mergeParams,
  rowChecker,
  type SheetProblem,
  type SheetRow,
  type TextConventions,
  valuesOfHeadings,
} from '@batchyard/domain';
import { nearestName, type Pipeline, type Problem, parseParams } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';
import { parameterFields } from './parameter-options.js';

/** One row. */
export interface VideoRow {
  /** As the spreadsheet counts. */
  readonly row: number;
  /** Absolute path; null where the row names none. */
  readonly video: string | null;
  /** As the row has it, for people. */
  readonly videoText: string;
  /** Absolute path of the row's own scaffold; null: that of the command. */
  readonly scaffold: string | null;
  /** Raw: those of the command under those of the row. */
  readonly params: JsonObject;
  /** Of the row alone; with an error it is not processed. */
  readonly problems: readonly Problem[];
}

export interface VideoSheet {
  readonly path: string;
  readonly format: SheetFile['format'];
  readonly sheet: string;
  readonly layout: TextLayout | null;
  readonly decimal: TextConventions['decimal'];
  readonly headerRow: number;
  readonly columns: readonly MappedColumn[];
  readonly rows: readonly VideoRow[];
}

export interface VideoSheetSettings {
  readonly pipeline: Pipeline;
  /** The input that a row names. */
  readonly videoInput: string;
  /** The input that is the same for all rows that do not name their own. */
  readonly scaffoldInput: string;
  /** Parameters of all rows that do not say otherwise. */
  readonly params: JsonObject;
  /** null: the first sheet of the workbook. */
  readonly worksheet: string | null;
}

/**
 * Reads and checks the rows; no video is opened.
 * @throws UsageError where the sheet cannot be read, has no rows, or lacks a column that every row needs
 */
export async function readVideoSheet(file: string, settings: VideoSheetSettings): Promise<VideoSheet> {
  const { sheet, format, layout, rows, merged } = await readRows(file, settings.worksheet);
  const header = findHeader(rows.slice(0, headerSearchRows), merged);
  const data = rows.filter(({ number, cells }) => number > (header?.row ?? 0) && cells.some(isFilled));
  if (header === null || data.length === 0) {
    throw new UsageError(`${path.basename(file)} has no rows below a row of headings.`);
  }
  const { decimal, dateOrder } = guessConventions(data.flatMap(({ cells }) => cells));
  const jobs = jobSheet(settings);
  const conventions = { decimal, dateOrder };
  const fields = jobFields(jobs, 'batch');
  const columns = guessMapping(
    header.headings,
    header.headings.map((_, column) => data.slice(0, sampleRows).map(({ cells }) => cells[column] ?? null)),
    fields,
    { conventions, nearest: () => null, known: new Map() },
  );
  requireColumns(file, columns, settings);
  const checker = rowChecker({
    fields,
    columns,
    conventions,
    nearest: nearestName,
    constants: valuesOfHeadings(columns, jobs),
    accepted: new Map(),
  });
  for (const row of data) checker.observe(row);
  const place = { file, columns, jobs };
  return {
    path: file,
    format,
    sheet,
    layout,
    decimal,
    headerRow: header.row,
    columns,
    rows: data.map((row) => videoRow(checker.check(row), place, settings)),
  };
}

const sampleRows = 200;
const isFilled = (cell: SheetRow['cells'][number]) => cell !== null && cell !== '';

function jobSheet({ pipeline, videoInput, scaffoldInput }: VideoSheetSettings): JobSheetPipeline {
  const inputs = [videoInput, scaffoldInput].flatMap((wanted) =>
    pipeline.inputs
      .filter(({ name }) => name === wanted)
      .map((input) => ({ ...input, optional: wanted === scaffoldInput })),
  );
  return { inputs, parameters: parameterFields(pipeline) };
}

async function readRows(file: string, worksheet: string | null) {
  const name = path.basename(file);
  if (!existsSync(file)) throw new UsageError(`--sheet: there is no file ${file}.`);
  try {
    const opened = await openSheetFile(file, name);
    try {
      const sheet = worksheet ?? opened.sheets.find(({ isHidden }) => !isHidden)?.name ?? name;
      const rows: SheetRow[] = [];
      for await (const row of opened.rows(sheet, () => undefined)) rows.push(row);
      return { sheet, format: opened.format, layout: opened.text, rows, merged: await opened.merged(sheet) };
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof UnreadableSheet) throw new UsageError(error.message, [error.problem]);
    throw error;
  }
}

/** What every row needs must have a column, or be given for all rows. */
function requireColumns(
  file: string,
  columns: readonly MappedColumn[],
  { pipeline, videoInput, params }: VideoSheetSettings,
): void {
  const mapped = new Set(columns.map(({ field }) => field));
  const parsed = parseParams(pipeline, params);
  const missing = 'problems' in parsed ? parsed.problems : [];
  const needed = [
    ...(mapped.has(`inputs.${videoInput}`) ? [] : [`${videoInput}_path`]),
    ...missing.flatMap(({ place: { parameter } }) =>
      parameter === undefined || mapped.has(parameter) || parameter in params ? [] : [parameter],
    ),
  ];
  if (needed.length === 0) return;
  const headings = columns.map(({ heading }) => heading).join(', ');
  const problems = needed.map((name): Problem => {
    const also = pipelineAliases(pipeline, name);
    return {
      code: 'MISSING_COLUMN',
      severity: 'error',
      message: `${path.basename(file)} has no column ${name}${also === '' ? '' : ` (or ${also})`}.`,
      place: { file: path.basename(file) },
      value: headings,
      expectation: `a column ${name}`,
      fix: `Add a column ${name}.`,
    };
  });
  throw new UsageError('The sheet lacks columns.', problems);
}

function pipelineAliases(pipeline: Pipeline, name: string): string {
  return (
    parameterFields(pipeline)
      .find(({ path: at }) => at === name)
      ?.aliases?.join(', ') ?? ''
  );
}

interface RowPlace {
  readonly file: string;
  readonly columns: readonly MappedColumn[];
  readonly jobs: JobSheetPipeline;
}

function videoRow(
  { row, values, problems: found }: CheckedRow,
  place: RowPlace,
  { pipeline, videoInput, scaffoldInput, params: base }: VideoSheetSettings,
): VideoRow {
  const job = jobOfRow(row, values, place.jobs);
  const params = mergeParams(base, job.params);
  const named = values[`inputs.${videoInput}`] ?? null;
  const scaffold = values[`inputs.${scaffoldInput}`] ?? null;
  const problems = found.map((problem) => problemOf(problem, place));
  const parsed = parseParams(pipeline, params);
  const isTold = new Set(found.map(({ field }) => field));
  const ofParams = 'problems' in parsed ? parsed.problems : [];
  for (const problem of ofParams) {
    const { parameter } = problem.place;
    if (parameter !== undefined && isTold.has(parameter)) continue;
    const message = `Row ${row}: ${problem.message}`;
    problems.push({ ...problem, message, place: placeIn(place, row, parameter ?? null) });
  }
  const videoText = named === null ? '' : String(named);
  return {
    row,
    video: named === null ? null : fileAt(place.file, videoText),
    videoText,
    scaffold: scaffold === null ? null : fileAt(place.file, String(scaffold)),
    params,
    problems,
  };
}

/** From the folder of the sheet; sheets made on Windows have backslashes. */
function fileAt(sheet: string, text: string): string {
  const at = path.resolve(path.dirname(sheet), text);
  return existsSync(at) || !text.includes('\\')
    ? at
    : path.resolve(path.dirname(sheet), text.replaceAll('\\', '/'));
}

function problemOf(
  { code, severity, row, field, message, value, expectation, suggestion }: SheetProblem,
  place: RowPlace,
): Problem {
  return {
    code,
    severity,
    message: `Row ${row}: ${message}.`,
    place: placeIn(place, row, field),
    ...(value !== null && { value }),
    ...(expectation !== null && { expectation }),
    ...(suggestion !== null && { fix: `Use ${suggestion}?` }),
  };
}

function placeIn({ file, columns }: RowPlace, row: number, field: string | null): Problem['place'] {
  const mapped = columns.find((each) => field !== null && each.field === field);
  const column = mapped === undefined ? {} : { column: mapped.heading || columnName(mapped.column) };
  return { file: path.basename(file), line: row, ...column };
}
