/** A workbook to edit what a project has: it comes back, and only its changes count. */
import {
  type ImportField,
  type MergeValues,
  type RoundTripHead,
  roundTripId,
  roundTripRow,
  roundTripSheet,
} from '@batchyard/domain';
import type { Drafts } from '../archives/drafts.js';
import { type Sheet, writeWorkbook } from '../spreadsheets/workbook.js';
import type { CsvCell } from '../tables/csv.js';
import { filledColumns } from './value-lists.js';

export interface EditedTable {
  readonly title: string;
  readonly modifiedAt: Date;
  readonly fields: readonly ImportField[];
  readonly head: RoundTripHead;
  readonly rows: AsyncIterable<{ readonly id: string; readonly values: MergeValues }>;
}

const fixedId = {
  validation: { kind: 'fixed' },
  message: 'Batchyard knows a row by this. Leave it as it is; new rows have none.',
} as const;

/** The visible sheet with drop-downs and a hidden column of ids; hidden sheets with the hashes and with the lists. */
export async function* editingWorkbook(table: EditedTable, drafts: Drafts): AsyncGenerator<Buffer> {
  const { title, modifiedAt, fields, head } = table;
  const names = fields.map(({ name }) => name);
  // Hashes of at most `maxEditedRows` rows; the sheet that they stand in is written after the other.
  const hashes: string[][] = [];
  const { columns, lists } = filledColumns(fields, new Map());
  const visible: Sheet = {
    name: title,
    columns: [
      ...columns,
      { heading: roundTripId, width: 12, isHidden: true, isText: true, validated: fixedId },
    ],
    rows: visibleRows(table, names, hashes),
  };
  const hidden: Sheet = {
    name: roundTripSheet,
    isHidden: true,
    columns: [{ heading: JSON.stringify(head), width: 12 }, ...names.map(() => ({ heading: '', width: 12 }))],
    rows: inTurn(hashes),
  };
  const sheets = lists === null ? [visible, hidden] : [visible, hidden, lists];
  yield* writeWorkbook({ title, modifiedAt, sheets }, drafts);
}

async function* visibleRows(
  { rows }: EditedTable,
  names: readonly string[],
  hashes: string[][],
): AsyncGenerator<readonly CsvCell[]> {
  for await (const { id, values } of rows) {
    hashes.push(roundTripRow(id, values, names));
    yield [...names.map((name) => shown(values[name] ?? null)), id];
  }
}

/** As the drop-down has it. */
const shown = (value: MergeValues[string] | null): CsvCell =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? null);

async function* inTurn(rows: readonly (readonly CsvCell[])[]): AsyncGenerator<readonly CsvCell[]> {
  yield* rows;
}
