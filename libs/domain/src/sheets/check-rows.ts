/** Takes the rows of a sheet apart into the values of an import's fields, with every problem at its cell. */
import { cellText, type SheetRow } from './cell.js';
import { type ColumnObserver, columnObserver, type DamageKind, findDamage } from './damage.js';
import type { FieldValue, ImportField } from './field.js';
import type { MappedColumn } from './mapping.js';
import type { KnownNames } from './meant-names.js';
import { type Nearest, readValue, type TextConventions } from './read-value.js';

/** One thing wrong in a sheet, at its cell. */
export interface SheetProblem {
  readonly code: 'BAD_VALUE' | 'MISSING_VALUE' | 'DAMAGED_VALUE' | 'DOUBLE_ROW' | 'BAD_ROW';
  readonly severity: 'error' | 'warning';
  /** As spreadsheets count, from 1. */
  readonly row: number;
  /** From 0; null: the row as a whole. */
  readonly column: number | null;
  /** Name of the field; null: none. */
  readonly field: string | null;
  readonly message: string;
  readonly value: string | null;
  readonly expectation: string | null;
  /** What to put there instead, where that can be told. */
  readonly suggestion: string | null;
  readonly damage: DamageKind | null;
}

/** Values by field; a field without a column, or with a blank cell, has null. */
export type RowValues = Readonly<Record<string, FieldValue>>;

export interface CheckedRow {
  readonly row: number;
  readonly values: RowValues;
  readonly problems: readonly SheetProblem[];
}

/** Looks at all rows once for what each column has in common, then checks them one by one. */
export interface RowChecker {
  observe(row: Pick<SheetRow, 'cells'>): void;
  /** @param known names that the project has, as far as the cells may mean them, by field */
  check(row: SheetRow, known?: ReadonlyMap<string, KnownNames>): CheckedRow;
  /** The value that `check` gives for one field, without looking at the others. */
  valueOf(row: Pick<SheetRow, 'cells'>, field: string): FieldValue;
}

export interface CheckSettings {
  readonly fields: readonly ImportField[];
  readonly columns: readonly MappedColumn[];
  readonly conventions: TextConventions;
  readonly nearest: Nearest;
  /** Values by field that all rows have where their cells say nothing. */
  readonly constants: RowValues;
  /** Kinds of damage that people of the project said are none, by field. */
  readonly accepted: ReadonlyMap<string, ReadonlySet<DamageKind>>;
}

interface BoundColumn {
  readonly column: number;
  readonly field: ImportField;
  readonly observer: ColumnObserver;
}

export function rowChecker(settings: CheckSettings): RowChecker {
  const columns = settings.columns.flatMap(({ column, field: name }): BoundColumn[] => {
    const field = settings.fields.find((each) => each.name === name);
    if (!field) return [];
    return [{ column, field, observer: columnObserver(field, settings.conventions) }];
  });
  const columnOf = new Map(columns.map(({ column, field }) => [field.name, column]));
  return {
    observe(row) {
      for (const { column, observer } of columns) observer.observe(row.cells[column] ?? null);
    },
    check: (row, known = new Map()) => checkRow(row, columns, columnOf, settings, known),
    valueOf({ cells }, name) {
      const bound = columns.find(({ field }) => field.name === name);
      const { conventions, constants } = settings;
      const read = bound && readValue(cells[bound.column] ?? null, bound.field, conventions, () => null);
      return (read && 'value' in read ? read.value : null) ?? constants[name] ?? null;
    },
  };
}

function checkRow(
  row: SheetRow,
  columns: readonly BoundColumn[],
  columnOf: ReadonlyMap<string, number>,
  settings: CheckSettings,
  known: ReadonlyMap<string, KnownNames>,
): CheckedRow {
  const values: Record<string, FieldValue> = {};
  const problems: SheetProblem[] = [];
  for (const bound of columns) {
    const { value, found } = checkCell(row, bound, settings, known.get(bound.field.name));
    values[bound.field.name] = value;
    for (const problem of found) problems.push(problem);
  }
  for (const field of settings.fields) {
    values[field.name] ??= settings.constants[field.name] ?? null;
    if (!field.isRequired || values[field.name] !== null) continue;
    const isSaid = problems.some(({ field: said, severity }) => said === field.name && severity === 'error');
    if (!isSaid) problems.push(missing(row.number, field, columnOf.get(field.name) ?? null));
  }
  return { row: row.number, values, problems };
}

function checkCell(
  row: SheetRow,
  { column, field, observer }: BoundColumn,
  { conventions, nearest, accepted }: CheckSettings,
  known: KnownNames | undefined,
): { value: FieldValue; found: SheetProblem[] } {
  const cell = row.cells[column] ?? null;
  const at = { row: row.number, column, field: field.name, value: cell === null ? null : cellText(cell) };
  const read = readValue(cell, field, conventions, nearest);
  const damages = findDamage(cell, observer.facts(known)).filter(
    ({ kind }) => !accepted.get(field.name)?.has(kind),
  );
  const found = damages.map(
    ({ kind, message, repair }): SheetProblem => ({
      ...at,
      code: 'DAMAGED_VALUE',
      // What can be read all the same may be meant so.
      severity: 'value' in read ? 'warning' : 'error',
      message,
      expectation: null,
      suggestion: repair,
      damage: kind,
    }),
  );
  if ('value' in read) return { value: read.value, found };
  if (found.length > 0) return { value: null, found };
  const bad = { ...at, code: 'BAD_VALUE', severity: 'error', ...read.problem, damage: null } as const;
  return { value: null, found: [bad] };
}

function missing(row: number, field: ImportField, column: number | null): SheetProblem {
  return {
    code: 'MISSING_VALUE',
    severity: 'error',
    row,
    column,
    field: field.name,
    message: `${field.title} is missing`,
    value: null,
    expectation: field.description,
    suggestion: null,
    damage: null,
  };
}
