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

/**
 * Hash of a cell as it was exported, which the sheet carries hidden: 53 bits in 11 letters and digits. Spreadsheets keep
 * 15 digits of a number and know no difference between blank and empty, so neither does it. Mixing as in MurmurHash3
 * (Appleby 2011), over two lanes.
 */
export function cellHash(value: FieldValue): string {
  const text = `${typeof value} ${typeof value === 'number' ? value.toPrecision(15) : value}`;
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < (value === null || value === '' ? 0 : text.length); index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return (2 ** 32 * (high & 0x1fffff) + (low >>> 0)).toString(36).padStart(11, '0');
}

/** @param base hash at export @param theirs in the sheet @param ours in the project now */
export function compareCell(base: string, theirs: FieldValue, ours: FieldValue): CellChange {
  const [sheetHash, ownHash] = [cellHash(theirs), cellHash(ours)];
  if (sheetHash === base) return ownHash === base ? 'unchanged' : 'changed_here';
  if (ownHash === base) return 'changed_in_sheet';
  return sheetHash === ownHash ? 'changed_alike' : 'conflict';
}

export type MergeValues = Readonly<Record<string, FieldValue>>;

/** A cell that is not as it was, with what it says in the sheet and here. */
export interface ChangedCell {
  readonly field: string;
  readonly change: Exclude<CellChange, 'unchanged'>;
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
 * @param base hashes by field; null: the row was not exported
 * @param ours null: it does not exist here (any more)
 */
export function compareRow(
  fields: readonly string[],
  base: Readonly<Record<string, string>> | null,
  theirs: MergeValues,
  ours: MergeValues | null,
): RowChange {
  if (ours === null) return { kind: base === null ? 'new' : 'gone' };
  const cells = fields.flatMap((field): ChangedCell[] => {
    const values = { theirs: theirs[field] ?? null, ours: ours[field] ?? null };
    // A sheet that was never exported changes whatever it says otherwise.
    const from = base === null ? cellHash(values.ours) : (base[field] ?? cellHash(null));
    const change = compareCell(from, values.theirs, values.ours);
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
