import type { Persistence } from '../persistence.module.js';
import type { RowJudge } from './judge-rows.js';
import type { ComparedRow } from './kinds/kind-handler.js';

/** Rows that others need to be judged, with those that they need themselves; without the others. */
export async function rowsLeanedOn(
  imports: Pick<Persistence['imports'], 'rowsNaming' | 'rowsNumbered'>,
  id: string,
  judge: RowJudge,
  rows: readonly ComparedRow[],
): Promise<ComparedRow[]> {
  const [ownColumn = null] = judge.nameColumns;
  const known = new Set(rows.map(({ row }) => row.row));
  const asked = new Set<string>(['']);
  const found: ComparedRow[] = [];
  for (let last = rows; ownColumn !== null && last.length > 0; ) {
    const wanted = [...new Set(last.flatMap((row) => judge.namesOf(row).slice(1)))].filter(
      (name) => !asked.has(name),
    );
    for (const name of wanted) asked.add(name);
    const numbers = await imports.rowsNaming(id, [ownColumn], wanted);
    const fresh = numbers.filter((number) => !known.has(number));
    for (const number of fresh) known.add(number);
    last = await judge.check(await imports.rowsNumbered(id, fresh));
    found.push(...last);
  }
  return found;
}
