/** Writes the rows of a draft in one transaction, a portion at a time: all of them, or those that are valid. */
import { UserError } from '@batchyard/domain';
import type { Actor, ImportCounts, ImportRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { mappingProblem } from './check-import.js';
import type { DraftChecks } from './draft-checks.js';
import { rowJudge } from './judge-rows.js';
import type { Committed, KindHandler } from './kinds/kind-handler.js';
import { rowsToWrite, written } from './rows-to-write.js';
import { refuseUntold, toldChanges } from './told-changes.js';

export type CommitMode = 'all_or_nothing' | 'valid_only';

/** @throws UserError UNMAPPED, INVALID_ROWS, UNDECIDED, CHANGED_SINCE; nothing is written then */
export async function commitImport(
  { imports }: Pick<Persistence, 'imports'>,
  checks: DraftChecks,
  actor: Actor,
  draft: ImportRecord,
  handler: KindHandler,
  mode: CommitMode,
): Promise<Committed> {
  const unmapped = mappingProblem(draft, handler);
  if (unmapped !== null) throw new UserError('UNMAPPED', unmapped);
  // Others may have changed the project since the rows were checked last.
  if (!(await checks.areUpToDate(draft))) {
    const told = await toldChanges(imports, draft, handler);
    await checks.all(draft, handler);
    await refuseUntold(imports, draft, handler, told);
  }
  const counts = await imports.countRows(draft.id);
  refuseBadRows(counts, mode);
  const total = written.reduce((sum, status) => sum + counts[status], 0);
  const tell = (done: number) =>
    checks.progress.set(draft.id, { what: 'writing', done: Math.min(done, total), total });
  tell(0);
  try {
    const judge = rowJudge(draft, handler, await checks.checkerOf(draft, handler));
    const rows = rowsToWrite(imports, draft, handler, judge, total);
    const committed =
      total === 0
        ? { changesetId: null, summary: 'No changes: all of it was there before.' }
        : await handler.commit(actor, rows, draft.fileName, tell);
    await imports.finish(draft.id, committed.changesetId, {
      ...committed,
      rows: totalOf(counts),
      rejected: counts.error + counts.conflict,
    });
    checks.forget(draft.id);
    return committed;
  } catch (error) {
    // Whatever stood in the way, the next try looks at all rows again.
    checks.forget(draft.id);
    throw error;
  } finally {
    checks.progress.delete(draft.id);
  }
}

const totalOf = (counts: ImportCounts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

function refuseBadRows(counts: ImportCounts, mode: CommitMode): void {
  const total = totalOf(counts);
  if (counts.error > 0 && mode === 'all_or_nothing') {
    throw new UserError(
      'INVALID_ROWS',
      `Nothing was written: ${counts.error} of ${total} rows have errors. Mend them, or import the valid rows only.`,
    );
  }
  if (counts.conflict > 0 && mode === 'all_or_nothing') {
    throw new UserError(
      'UNDECIDED',
      `Nothing was written: ${counts.conflict} of ${total} rows were changed in the sheet and here. Decide which holds, or import the other rows only.`,
    );
  }
  if (total > 0 && counts.error === total) {
    throw new UserError(
      'INVALID_ROWS',
      'Nothing was written: every row has an error. Mend some of them first.',
    );
  }
}
