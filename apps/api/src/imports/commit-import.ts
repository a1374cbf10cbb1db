/** Writes the rows of a draft in one transaction: all of them, or those that are valid. */
import { UserError } from '@batchyard/domain';
import type { Actor, ImportCounts, ImportRecord, ImportRowStatus } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { mappingProblem } from './check-import.js';
import type { DraftChecks } from './draft-checks.js';
import { rowJudge } from './judge-rows.js';
import type { Committed, KindHandler, WrittenRow } from './kinds/kind-handler.js';

export type CommitMode = 'all_or_nothing' | 'valid_only';

/** Rows of which something is written. */
const written: readonly ImportRowStatus[] = ['new', 'changed', 'warning'];

/** @throws UserError UNMAPPED, INVALID_ROWS, UNDECIDED; nothing is written then */
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
  await checks.all(draft, handler);
  const counts = await imports.countRows(draft.id);
  refuseBadRows(counts, mode);
  const total = written.reduce((sum, status) => sum + counts[status], 0);
  const tell = (done: number) => checks.progress.set(draft.id, { what: 'writing', done, total });
  try {
    const rows = rowsToWrite(imports, checks, draft, handler);
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
  } finally {
    checks.progress.delete(draft.id);
  }
}

async function* rowsToWrite(
  imports: Persistence['imports'],
  checks: DraftChecks,
  draft: ImportRecord,
  handler: KindHandler,
): AsyncGenerator<WrittenRow[]> {
  const judge = rowJudge(draft, handler, await checks.checkerOf(draft, handler));
  for await (const portion of imports.allRows(draft.id)) {
    const rows = portion.filter(({ status }) => written.includes(status)).map(judge.check);
    const isBack = rows.some(({ base }) => base !== null);
    const replaced = isBack ? await handler.replacements?.(rows, judge.mapped) : undefined;
    yield rows.map(({ row }, index) => ({ ...row, ...replaced?.[index] }));
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
