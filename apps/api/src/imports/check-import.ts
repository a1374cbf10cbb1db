/** Checks all rows of a draft, a portion at a time; rows that matter to each other are judged together. */
import { type RowChecker, unmappedFields } from '@batchyard/domain';
import type { CheckedImportRow, ImportRecord, ImportRowStatus } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { rowJudge } from './judge-rows.js';
import type { KindHandler } from './kinds/kind-handler.js';
import { rowPortions } from './row-portions.js';

const writtenRows = 2_000;

/** Judges every row as it is now and keeps what was found out. @param onProgress is told the rows done so far */
export async function checkImport(
  { imports }: Pick<Persistence, 'imports'>,
  draft: ImportRecord,
  handler: KindHandler,
  checker: RowChecker,
  onProgress: (done: number) => void = () => undefined,
): Promise<void> {
  const judge = rowJudge(draft, handler, checker);
  let done = 0;
  const keep = async (checks: readonly CheckedImportRow[]) => {
    for (let at = 0; at < checks.length; at += writtenRows) {
      await imports.writeChecks(draft.id, checks.slice(at, at + writtenRows));
    }
  };
  const { portions } = await rowPortions(imports, draft, judge);
  for await (const { rows, leaned } of portions()) {
    const stored = new Map(rows.map(({ row, plainStatus }) => [row.row, plainStatus]));
    const together = [...rows, ...leaned].sort((a, b) => a.row.row - b.row.row);
    const checks = await judge.judge(together);
    // What is stored already is mostly right: rows are taken for new ones until they are looked at.
    await keep(
      checks.filter((check) => stored.has(check.number) && !isPlainly(check, stored.get(check.number))),
    );
    done += rows.length;
    onProgress(done);
  }
  await imports.writeCounts(draft.id, await imports.countRows(draft.id));
}

const isPlainly = (
  { status, problems, changes }: CheckedImportRow,
  stored: ImportRowStatus | null | undefined,
) => status === stored && problems.length + changes.length === 0;

/** Why nothing can be imported yet, whatever the rows say; null when something can. */
export function mappingProblem(draft: ImportRecord, handler: KindHandler): string | null {
  const missing = unmappedFields(draft.columns, handler.fields).map(({ title }) => title);
  if (missing.length === 0) return null;
  return `No column fills ${missing.join(', ')}. Match a column of the sheet with ${missing.length === 1 ? 'it' : 'each'}.`;
}
