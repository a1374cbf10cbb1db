import { annotationFields, annotationsOfRow, type CheckedRow, countOf, UserError } from '@batchyard/domain';
import type { Actor, AssignmentEntry, AssignmentResult, EntryOutcome } from '@batchyard/persistence';
import { nearestName } from '@batchyard/pipelines';
import type { Persistence } from '../../persistence.module.js';
import { type Committed, type KindHandler, type RowVerdict, rowProblem, wrong } from './kind-handler.js';

/** Rows say what is true of frames; the rules are those of every other way to annotate. */
export async function annotationHandler(
  { annotations, imports, vocabularies }: Persistence,
  actor: Actor,
  projectId: string,
): Promise<KindHandler> {
  const { definition: vocabulary } = await vocabularies.read(projectId);
  const subjects = await imports.subjectNames(projectId);
  const assign = (entries: readonly AssignmentEntry[], isPlan: boolean) =>
    annotations.assign({ ...actor, source: 'import' }, projectId, {
      entries,
      mode: isPlan ? 'valid_only' : 'all_or_nothing',
      overwrite: false,
      overwriteTerminal: false,
      result: null,
      isPlan,
    });

  return {
    fields: annotationFields(vocabulary),
    hasFacts: false,
    known: new Map([['subject', subjects]]),

    async judge(rows) {
      const wanted = rows.map((row) => annotationsOfRow(row.values, vocabulary));
      const { outcomes } = await assign(wanted.flat(), true);
      let at = 0;
      return rows.map((row, index) => {
        const count = wanted[index]?.length ?? 0;
        const own = outcomes.slice(at, at + count);
        at += count;
        return verdictOf(row, own, subjects);
      });
    },

    async commit(_, rows): Promise<Committed> {
      const entries = rows.flatMap((row) => annotationsOfRow(row.values, vocabulary));
      const result = await assign(entries, false);
      if (result.failed > 0) throw changedSince(result);
      return { changesetId: result.changesetId, summary: summaryOf(result) };
    },
  };
}

function verdictOf(
  row: CheckedRow,
  outcomes: readonly EntryOutcome[],
  subjects: ReadonlySet<string>,
): RowVerdict {
  const { subject } = row.values;
  if (typeof subject === 'string' && !subjects.has(subject)) {
    const suggestion = nearestName(subject, subjects);
    return wrong(rowProblem(row, 'subject', `There is no subject ${subject}`, { suggestion }));
  }
  if (outcomes.length === 0)
    return wrong(rowProblem(row, null, 'There is nothing to import: no column says anything'));
  const failures = outcomes.filter(({ status }) => status === 'failed');
  if (failures.length > 0) {
    const problems = failures.map(({ message, code }) =>
      rowProblem(
        row,
        code === 'INVALID_RANGE' || code === 'NO_FRAMES' ? 'frames' : null,
        message ?? 'It cannot be said',
      ),
    );
    return { status: 'error', problems };
  }
  const remarks = outcomes.flatMap(({ message, code }) =>
    message === null || code === 'ALREADY_SO'
      ? []
      : [rowProblem(row, null, message, { severity: 'warning' })],
  );
  if (outcomes.every(({ status }) => status === 'skipped')) {
    return { status: remarks.length > 0 ? 'warning' : 'unchanged', problems: remarks };
  }
  return { status: remarks.length > 0 ? 'warning' : 'new', problems: remarks };
}

function changedSince({ outcomes, failed }: AssignmentResult): UserError {
  const first = outcomes.find(({ status }) => status === 'failed')?.message ?? '';
  return new UserError(
    'CHANGED_SINCE',
    `Nothing was written: the project changed since the sheet was checked, and ${failed} statements cannot be made any more. The first: ${first}`,
  );
}

function summaryOf({ assigned, skipped }: AssignmentResult): string {
  if (assigned === 0) return 'No changes: all of it was there before.';
  return `Made ${countOf(assigned, 'annotation')}${skipped > 0 ? `; ${skipped} were there before or skipped` : ''}.`;
}
