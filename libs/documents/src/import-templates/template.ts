/** Workbooks to fill in, for people who have no sheet yet. */
import { expectationOf, type ImportField } from '@batchyard/domain';
import type { Drafts } from '../archives/drafts.js';
import { type Sheet, writeWorkbook } from '../spreadsheets/workbook.js';
import type { CsvCell } from '../tables/csv.js';
import { filledColumns } from './value-lists.js';

export interface ImportTemplate {
  readonly title: string;
  readonly modifiedAt: Date;
  readonly fields: readonly ImportField[];
  /** Names that exist, by field. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** Rows that show how it is done, by field. */
  readonly examples: readonly Readonly<Record<string, CsvCell>>[];
}

/** The sheet to fill in, with typed columns, drop-downs and examples; then one that says what each column is. */
export async function* importTemplate(
  { title, modifiedAt, fields, known, examples }: ImportTemplate,
  drafts: Drafts,
): AsyncGenerator<Buffer> {
  const { columns, lists } = filledColumns(fields, known);
  const rows = examples.map((example) => fields.map(({ name }) => example[name] ?? null));
  const sheet: Sheet = { name: title, columns, rows: inTurn(rows) };
  const sheets = [sheet, helpSheet(fields), ...(lists === null ? [] : [lists])];
  yield* writeWorkbook({ title, modifiedAt, sheets }, drafts);
}

function helpSheet(fields: readonly ImportField[]): Sheet {
  const columns = ['Column', 'What it is', 'Needed', 'Unit', 'Expected', 'Example'].map((heading) => ({
    heading,
    width: heading === 'What it is' || heading === 'Expected' ? 50 : 22,
    wraps: heading === 'What it is' || heading === 'Expected',
    isText: heading === 'Example',
  }));
  const rows = fields.map((field) => [
    field.name,
    `${field.title}: ${field.description}`,
    field.isRequired ? 'yes' : 'no',
    field.unit,
    expectationOf(field),
    field.example || null,
  ]);
  return { name: 'Help', columns, rows: inTurn(rows) };
}

async function* inTurn(rows: readonly (readonly CsvCell[])[]): AsyncGenerator<readonly CsvCell[]> {
  yield* rows;
}
