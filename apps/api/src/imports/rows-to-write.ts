/** The rows of a draft as its commit writes them, read from the stored draft a portion at a time. */
import type { ImportRecord, ImportRowStatus } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { RowJudge } from './judge-rows.js';
import type { ComparedRow, KindHandler, RowsToWrite, WrittenRow } from './kinds/kind-handler.js';
import { rowPortions } from './row-portions.js';

/** Rows of which something is written. */
export const written: readonly ImportRowStatus[] = ['new', 'changed', 'warning'];

/** @param count of the rows that are written */
export function rowsToWrite(
  imports: Persistence['imports'],
  draft: ImportRecord,
  handler: KindHandler,
  judge: RowJudge,
  count: number,
): RowsToWrite {
  const replace = async (rows: readonly ComparedRow[]): Promise<WrittenRow[]> => {
    const isBack = rows.some(({ base }) => base !== null);
    const replaced = isBack ? await handler.replacements?.(rows, judge.mapped) : undefined;
    return rows.map(({ row, told }, index) => ({ ...row, told, ...replaced?.[index] }));
  };
  return {
    count,
    async *inOrder() {
      for await (const portion of imports.allRows(draft.id, written))
        yield replace(await judge.check(portion));
    },
    async together() {
      const { names, portions } = await rowPortions(imports, draft, judge, written);
      async function* replacedPortions() {
        for await (const { rows } of portions()) yield replace(rows);
      }
      const replaced = new Set<string>();
      if (draft.settings.exportedAt !== undefined) {
        for await (const rows of replacedPortions())
          for (const { replacedId } of rows) if (replacedId !== undefined) replaced.add(replacedId);
      }
      return { names, replaced, portions: replacedPortions };
    },
  };
}
