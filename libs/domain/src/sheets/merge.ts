/**
 * Compares a sheet that comes back with what was exported and with what the project holds now: a three-way comparison,
 * cell by cell, as version control does it with lines.
 */
import type { FieldValue } from './field.js';

export type CellChange =
  | 'unchanged'
  /** Only in the sheet: the import changes it. */
  | 'changed_in_sheet'
  /** Only here, meanwhile: the import leaves it. */
  | 'changed_here'
  /** In both, to the same value. */
  | 'changed_alike'
  /** In both, to different values: a person decides. */
  | 'conflict';

/** @param base at export @param theirs in the sheet @param ours in the project now */
export function compareCell(base: FieldValue, theirs: FieldValue, ours: FieldValue): CellChange {
  const [inSheet, here] = [!isSame(base, theirs), !isSame(base, ours)];
  if (!inSheet) return here ? 'changed_here' : 'unchanged';
  if (!here) return 'changed_in_sheet';
  return isSame(theirs, ours) ? 'changed_alike' : 'conflict';
}

/** Spreadsheets keep 15 digits of a number, so numbers are the same when those are. */
function isSame(a: FieldValue, b: FieldValue): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || a.toPrecision(15) === b.toPrecision(15);
  return (a ?? '') === (b ?? '');
}

export type MergeValues = Readonly<Record<string, FieldValue>>;

/** A cell that is not as it was, with all it was and is. */
export interface ChangedCell {
  readonly field: string;
  readonly change: Exclude<CellChange, 'unchanged'>;
  readonly base: FieldValue;
  readonly theirs: FieldValue;
  readonly ours: FieldValue;
}

export type RowChange =
  | { readonly kind: 'unchanged' }
  /** The row is not among those exported. */
  | { readonly kind: 'new' }
  /** It was exported, and is gone here meanwhile. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'changed' | 'conflict'; readonly cells: readonly ChangedCell[] };

/**
 * @param base null: the row was not exported
 * @param ours null: it does not exist here (any more)
 */
export function compareRow(
  fields: readonly string[],
  base: MergeValues | null,
  theirs: MergeValues,
  ours: MergeValues | null,
): RowChange {
  if (ours === null) return { kind: base === null ? 'new' : 'gone' };
  // A sheet that was never exported changes whatever it says otherwise.
  const from = base ?? ours;
  const cells = fields.flatMap((field): ChangedCell[] => {
    const values = { base: from[field] ?? null, theirs: theirs[field] ?? null, ours: ours[field] ?? null };
    const change = compareCell(values.base, values.theirs, values.ours);
    return change === 'unchanged' ? [] : [{ field, change, ...values }];
  });
  if (cells.length === 0) return { kind: 'unchanged' };
  return { kind: cells.some(({ change }) => change === 'conflict') ? 'conflict' : 'changed', cells };
}

export type Decision = 'theirs' | 'ours';

/** What is to be written: cells changed in the sheet, and conflicts decided for it. @param decisions by field */
export function mergedChanges(
  cells: readonly ChangedCell[],
  decisions: Readonly<Record<string, Decision>>,
): MergeValues {
  const written = cells.filter(
    ({ field, change }) =>
      change === 'changed_in_sheet' || (change === 'conflict' && decisions[field] === 'theirs'),
  );
  return Object.fromEntries(written.map(({ field, theirs }) => [field, theirs]));
}

/** Conflicts that nobody has decided. */
export function undecided(
  cells: readonly ChangedCell[],
  decisions: Readonly<Record<string, Decision>>,
): readonly ChangedCell[] {
  return cells.filter(({ field, change }) => change === 'conflict' && decisions[field] === undefined);
}
