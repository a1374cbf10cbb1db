/** Columns of a workbook that people fill in: typed, with drop-downs whose values stand in a sheet of their own. */
import { expectationOf, type ImportField } from '@batchyard/domain';
import { columnName } from '../spreadsheets/cells.js';
import type { CellValidation } from '../spreadsheets/validation.js';
import type { Sheet, SheetColumn } from '../spreadsheets/workbook.js';
import type { CsvCell } from '../tables/csv.js';

const listSheet = '_values';
const yesNo = ['yes', 'no'];
/** More values are no help in a drop-down. */
export const maxListed = 5_000;

export interface FilledColumns {
  readonly columns: readonly SheetColumn[];
  /** Hidden; null where no column has a drop-down. */
  readonly lists: Sheet | null;
}

/** @param known names that exist, by field, offered in drop-downs */
export function filledColumns(
  fields: readonly ImportField[],
  known: ReadonlyMap<string, readonly string[]>,
): FilledColumns {
  const lists: { heading: string; values: readonly string[] }[] = [];
  const columns = fields.map((field): SheetColumn => {
    const validation = validationOf(field, known.get(field.name) ?? null, (values) => {
      lists.push({ heading: field.name, values });
      const column = columnName(lists.length - 1);
      return `'${listSheet}'!$${column}$2:$${column}$${values.length + 1}`;
    });
    const expected = `Expected ${expectationOf(field)}.`;
    const isText = !['number', 'boolean', 'date', 'duration'].includes(field.type.kind);
    return {
      heading: field.name,
      width: Math.max(
        field.name.length + 3,
        field.type.kind === 'id' || field.type.kind === 'text' ? 24 : 14,
      ),
      isText,
      validated: {
        validation,
        message: expected,
        help: { title: field.title, text: helpOf(field, expected) },
      },
    };
  });
  return { columns, lists: lists.length === 0 ? null : sheetOf(lists) };
}

function validationOf(
  { type }: ImportField,
  known: readonly string[] | null,
  list: (values: readonly string[]) => string,
): CellValidation {
  if (type.kind === 'choice') return { kind: 'list', source: list(type.values) };
  if (type.kind === 'boolean') return { kind: 'list', source: list(yesNo) };
  if (type.kind === 'number') {
    const { isWhole = false, min = null, max = null } = type;
    return isWhole || min !== null || max !== null ? { kind: 'number', isWhole, min, max } : { kind: 'any' };
  }
  const isNamed = known !== null && known.length > 0 && known.length <= maxListed;
  return isNamed ? { kind: 'list', source: list(known) } : { kind: 'any' };
}

function helpOf({ description, isRequired }: ImportField, expected: string): string {
  return `${description.replace(/\.?$/, '.')} ${expected}${isRequired ? ' Needed.' : ''}`;
}

function sheetOf(lists: readonly { readonly heading: string; readonly values: readonly string[] }[]): Sheet {
  return {
    name: listSheet,
    isHidden: true,
    columns: lists.map(({ heading }) => ({ heading, width: 24, isText: true })),
    rows: rowsOf(lists.map(({ values }) => values)),
  };
}

async function* rowsOf(lists: readonly (readonly string[])[]): AsyncGenerator<readonly CsvCell[]> {
  const longest = Math.max(...lists.map((values) => values.length));
  for (let row = 0; row < longest; row++) yield lists.map((values) => values[row] ?? null);
}
