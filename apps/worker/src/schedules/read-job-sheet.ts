/** Reads a schedule's sheet: each row is a job. The mapping is the schedule's, else that of the last import, else guessed. */
import { openSheetFile, type SheetFile, UnreadableSheet } from '@batchyard/documents/sheets';
import {
  columnName,
  factField,
  fieldsOfSchema,
  findHeader,
  guessConventions,
  guessMapping,
  headerFingerprint,
  type ImportField,
  isFact,
  type JobSheetPipeline,
  type JsonObject,
  jobFields,
  jobOfRow,
  type MappedColumn,
  rowChecker,
  type SheetHeader,
  type SheetRow,
  UserError,
  unmappedFields,
  valuesOfHeadings,
} from '@batchyard/domain';
import type { JobSheetReader, LeftOut, Persistence, ReadJobSheet, SheetJob } from '@batchyard/persistence';
import { nearestName, paramsJsonSchema } from '@batchyard/pipelines';

/** Rows of a sheet that a worker reads beside its jobs. */
const mostRows = 20_000;
/** Rows by which columns are understood. */
const sampleRows = 500;

type Request = Parameters<JobSheetReader>[0];

export function jobSheetReader({ imports }: Pick<Persistence, 'imports'>): JobSheetReader {
  return async (request) => {
    try {
      const { sheet, rows, header } = await readRows(request);
      const fingerprint = headerFingerprint(header.headings);
      const remembered = await imports.recallMapping(request.projectId, 'batch', fingerprint);
      return understand(request, { sheet, rows, header }, { ...remembered?.fields, ...request.sheet.fields });
    } catch (error) {
      if (error instanceof UnreadableSheet) throw new UserError(error.problem.code, error.problem.message);
      throw error;
    }
  };
}

interface ReadRows {
  /** Its name. */
  readonly sheet: string;
  readonly header: SheetHeader;
  /** Below the headings. */
  readonly rows: readonly SheetRow[];
}

async function readRows({ path, name, sheet: { sheet } }: Request): Promise<ReadRows> {
  const file = await openSheetFile(path, name, {});
  try {
    const chosen = sheet ?? file.sheets.find(({ isHidden }) => !isHidden)?.name ?? file.sheets[0]?.name ?? '';
    const rows = await allRows(file, chosen, name);
    const header = findHeader(rows, await file.merged(chosen));
    if (header === null) throw new UserError('EMPTY_SHEET', `${name} has no rows.`);
    return { sheet: chosen, header, rows: rows.filter(({ number }) => number > header.row) };
  } finally {
    await file.close();
  }
}

async function allRows(file: SheetFile, sheet: string, name: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of file.rows(sheet, () => undefined)) {
    rows.push(row);
    if (rows.length > mostRows) {
      const most = mostRows.toLocaleString('en');
      throw new UserError(
        'SHEET_TOO_LARGE',
        `${name} has more than ${most} rows. Split it into several sheets.`,
      );
    }
  }
  return rows;
}

function understand(
  { pipeline, given, name }: Request,
  { sheet, header, rows }: ReadRows,
  mapping: Readonly<Record<string, string | null>>,
): ReadJobSheet {
  // What all rows have needs no column.
  const inputs = pipeline.inputs.map((input) =>
    given.includes(input.name) ? { ...input, optional: true } : input,
  );
  const parameters = fieldsOfSchema(paramsJsonSchema(pipeline) as unknown as JsonObject);
  const jobSheet: JobSheetPipeline = { inputs, parameters };
  const own = jobFields(jobSheet, 'batch');
  const samples = rows.slice(0, sampleRows);
  const guessed = guessConventions(samples.flatMap(({ cells }) => cells));
  const conventions = { decimal: guessed.decimal, dateOrder: guessed.dateOrder };
  const columns = mapColumns(header, samples, own, { mapping, conventions });
  requireFields(columns, own, name);
  const fields = [...own, ...columns.flatMap(factOf)];
  const checker = rowChecker({
    fields,
    columns,
    conventions,
    nearest: nearestName,
    constants: valuesOfHeadings(columns, jobSheet),
    accepted: new Map(),
  });
  for (const row of rows) checker.observe(row);
  return { sheet, ...sortRows(rows, { checker, sheet, header, jobSheet }) };
}

function mapColumns(
  { headings }: SheetHeader,
  rows: readonly SheetRow[],
  fields: readonly ImportField[],
  {
    mapping,
    conventions,
  }: {
    readonly mapping: Readonly<Record<string, string | null>>;
    readonly conventions: Parameters<typeof guessMapping>[3]['conventions'];
  },
): MappedColumn[] {
  const samples = headings.map((_, column) => rows.map(({ cells }) => cells[column] ?? null));
  const said = new Set(headings.flatMap((heading) => mapping[heading] ?? []));
  return guessMapping(headings, samples, fields, { conventions, nearest: () => null, known: new Map() }).map(
    (column) => {
      const chosen = mapping[column.heading];
      if (chosen !== undefined) return { ...column, field: chosen, confidence: 1, because: 'as saved' };
      return column.field !== null && said.has(column.field) ? { ...column, field: null } : column;
    },
  );
}

const factOf = ({ field, heading }: MappedColumn): ImportField[] =>
  field !== null && isFact(field) ? [{ ...factField(heading), name: field }] : [];

function requireFields(columns: readonly MappedColumn[], fields: readonly ImportField[], name: string): void {
  const unknown = columns.find(
    ({ field }) => field !== null && !isFact(field) && !fields.some((each) => each.name === field),
  );
  if (unknown !== undefined) {
    throw new UserError(
      'UNKNOWN_FIELD',
      `The column ${unknown.heading} of ${name} is to fill ${unknown.field}, which the pipeline does not have.`,
    );
  }
  const missing = unmappedFields(columns, fields).map(({ title }) => title);
  if (missing.length === 0) return;
  throw new UserError('UNMAPPED', `No column of ${name} fills ${missing.join(', ')}.`);
}

/** Rows that are jobs, and those that are not with the place of each error. */
function sortRows(
  rows: readonly SheetRow[],
  {
    checker,
    sheet,
    header,
    jobSheet,
  }: {
    readonly checker: ReturnType<typeof rowChecker>;
    readonly sheet: string;
    readonly header: SheetHeader;
    readonly jobSheet: JobSheetPipeline;
  },
): { readonly jobs: readonly SheetJob[]; readonly leftOut: readonly LeftOut[] } {
  const jobs: SheetJob[] = [];
  const leftOut: LeftOut[] = [];
  const rowOf = new Map<string, number>();
  for (const each of rows) {
    const { row, values, problems } = checker.check(each);
    const errors = problems.filter(({ severity }) => severity === 'error');
    const job = jobOfRow(row, values, jobSheet);
    const before = rowOf.get(job.id);
    if (errors.length === 0 && before === undefined) {
      rowOf.set(job.id, row);
      jobs.push({ row, job });
      continue;
    }
    const [first] = errors;
    leftOut.push({
      place: [sheet, `row ${row}`, ...columnText(first?.column ?? null, header)].join(', '),
      message: first?.message ?? `The id ${job.id} stands in row ${before} already.`,
    });
  }
  return { jobs, leftOut };
}

const columnText = (column: number | null, { headings }: SheetHeader): string[] =>
  column === null ? [] : [`column ${headings[column] ?? columnName(column)}`];
