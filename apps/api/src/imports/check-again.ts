/** After an edit only those rows are checked again that it can matter to: itself, and rows that name what it names. */
import type { RowChecker } from '@batchyard/domain';
import type { ImportRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { type RowJudge, rowJudge } from './judge-rows.js';
import type { KindHandler } from './kinds/kind-handler.js';
import { rowsLeanedOn } from './leaned-rows.js';

type Imports = Persistence['imports'];

/** Of more rows than this all are checked, which is hardly more work then. */
export const fewRows = 5_000;

/** Own names of rows as they are now, to be asked for before they are edited. */
export async function ownNames(
  imports: Imports,
  { id }: ImportRecord,
  judge: Pick<RowJudge, 'check' | 'namesOf'>,
  numbers: readonly number[],
): Promise<string[]> {
  const rows = await judge.check(await imports.rowsNumbered(id, numbers));
  return rows.flatMap((row) => judge.namesOf(row).slice(0, 1)).filter((name) => name !== '');
}

/**
 * @param numbers of the rows that were edited
 * @param former their own names before that
 * @returns false where so many rows matter that all have to be checked; nothing is written then
 */
export async function checkAgain(
  { imports }: Pick<Persistence, 'imports'>,
  draft: ImportRecord,
  handler: KindHandler,
  checker: RowChecker,
  numbers: readonly number[],
  former: readonly string[],
): Promise<boolean> {
  const judge = rowJudge(draft, handler, checker);
  const names = [...former, ...(await ownNames(imports, draft, judge, numbers))];
  const naming = await imports.rowsNaming(draft.id, columnsOf(judge), [...new Set(names)]);
  const affected = new Set([...numbers, ...naming]);
  if (affected.size > fewRows) return false;
  const rows = await judge.check(await imports.rowsNumbered(draft.id, [...affected]));
  const leaned = await rowsLeanedOn(imports, draft.id, judge, rows);
  const together = [...rows, ...leaned].sort((a, b) => a.row.row - b.row.row);
  const checks = await judge.judge(together);
  await imports.writeChecks(
    draft.id,
    checks.filter(({ number }) => affected.has(number)),
  );
  await imports.writeCounts(draft.id, await imports.countRows(draft.id));
  return true;
}

const columnsOf = ({ nameColumns }: RowJudge) => nameColumns.filter((column) => column !== null);
