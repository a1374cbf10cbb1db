/**
 * An import changes what people were told that it changes. What others changed between the last check and the commit is
 * told before it is overwritten: the commit ends, and the next one may do it.
 */
import { type ChangedCell, countOf, UserError } from '@batchyard/domain';
import type { ImportRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { KindHandler } from './kinds/kind-handler.js';
import { written } from './rows-to-write.js';

type Imports = Pick<Persistence['imports'], 'allChanges'>;

/** A key for each cell that changes what is here: one of a million cells takes little memory. */
type ToldChanges = ReadonlySet<string>;

/** What the last check of the rows said. */
export async function toldChanges(
  imports: Imports,
  { id }: Pick<ImportRecord, 'id'>,
  handler: KindHandler,
): Promise<ToldChanges> {
  const told = new Set<string>();
  if (handler.overwrites === undefined) return told;
  for await (const rows of imports.allChanges(id, [...written, 'conflict'])) {
    for (const { number, changes } of rows) for (const cell of changes) told.add(keyOf(number, cell));
  }
  return told;
}

/** @throws UserError CHANGED_SINCE where rows would overwrite now what is not as it was told */
export async function refuseUntold(
  imports: Imports,
  { id }: Pick<ImportRecord, 'id'>,
  handler: KindHandler,
  told: ToldChanges,
): Promise<void> {
  if (handler.overwrites === undefined) return;
  let first: UntoldCell | undefined;
  let rowCount = 0;
  for await (const rows of imports.allChanges(id, written)) {
    for (const { number, changes } of rows) {
      const untold = changes.find(
        (cell) =>
          handler.overwrites?.(cell.field) && isWritten(cell.change) && !told.has(keyOf(number, cell)),
      );
      if (untold === undefined) continue;
      rowCount++;
      first ??= { row: number, ...untold };
    }
  }
  if (first !== undefined) throw changedSince(first, rowCount);
}

const isWritten = (change: ChangedCell['change']) => change === 'changed_in_sheet' || change === 'conflict';

const keyOf = (row: number, { field, ours }: Pick<ChangedCell, 'field' | 'ours'>) =>
  JSON.stringify([row, field, ours]);

type UntoldCell = Pick<ChangedCell, 'field' | 'theirs' | 'ours'> & { readonly row: number };

/** @param first a cell that is not here as it was told @param rowCount rows with such cells */
export function changedSince(first: UntoldCell, rowCount: number): UserError {
  const text = (value: ChangedCell['ours'] = null) => (value === null ? 'nothing' : JSON.stringify(value));
  return new UserError(
    'CHANGED_SINCE',
    `Nothing was written: ${countOf(rowCount, 'row')} would overwrite what was changed here since the sheet was checked. Row ${first.row}: ${first.field} is ${text(first.ours)} here now, ${text(first.theirs)} in the sheet. Look at the rows again and repeat the import.`,
  );
}
