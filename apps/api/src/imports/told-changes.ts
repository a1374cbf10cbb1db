/**
 * An import changes what people were told that it changes. What others changed between the last check and the commit is
 * told before it is overwritten: the commit ends, and the next one may do it.
 */
import { type ChangedCell, countOf, UserError } from '@batchyard/domain';
import type { ImportRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { KindHandler } from './kinds/kind-handler.js';
import { written } from './rows-to-write.js';

type Imports = Pick<Persistence['imports'], 'changedRows'>;

/** Cells that change what is here, by row. */
type ToldChanges = ReadonlyMap<number, readonly ChangedCell[]>;

/** What the last check of the rows said. */
export async function toldChanges(
  imports: Imports,
  { id }: Pick<ImportRecord, 'id'>,
  handler: KindHandler,
): Promise<ToldChanges> {
  if (handler.overwrites === undefined) return new Map();
  const rows = await imports.changedRows(id, [...written, 'conflict']);
  return new Map(rows.map(({ number, changes }) => [number, changes]));
}

/** @throws UserError CHANGED_SINCE where rows would overwrite now what is not as it was told */
export async function refuseUntold(
  imports: Imports,
  { id }: Pick<ImportRecord, 'id'>,
  handler: KindHandler,
  told: ToldChanges,
): Promise<void> {
  if (handler.overwrites === undefined) return;
  const rows = await imports.changedRows(id, written);
  const untold = rows.flatMap(({ number, changes }) =>
    changes
      .filter(({ field, change }) => handler.overwrites?.(field) && isWritten(change))
      .filter(({ field, ours }) => !isTold(told.get(number), field, ours))
      .map((cell) => ({ row: number, ...cell })),
  );
  if (untold.length > 0) throw changedSince(untold);
}

const isWritten = (change: ChangedCell['change']) => change === 'changed_in_sheet' || change === 'conflict';

const isTold = (cells: readonly ChangedCell[] = [], field: string, ours: ChangedCell['ours']) =>
  cells.some((cell) => cell.field === field && cell.ours === ours);

/** @param cells that are not here as they were told, the first of all rows first */
export function changedSince(
  cells: readonly (Pick<ChangedCell, 'field' | 'theirs' | 'ours'> & { readonly row: number })[],
): UserError {
  const [first] = cells;
  const rows = new Set(cells.map(({ row }) => row)).size;
  const text = (value: ChangedCell['ours'] = null) => (value === null ? 'nothing' : JSON.stringify(value));
  const example =
    first &&
    ` Row ${first.row}: ${first.field} is ${text(first.ours)} here now, ${text(first.theirs)} in the sheet.`;
  return new UserError(
    'CHANGED_SINCE',
    `Nothing was written: ${countOf(rows, 'row')} would overwrite what was changed here since the sheet was checked.${example ?? ''} Look at the rows again and repeat the import.`,
  );
}
