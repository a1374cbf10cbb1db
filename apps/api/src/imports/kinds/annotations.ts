import { annotationFields } from '@batchyard/domain';
import type { Actor, AssignmentEntry, EntryOutcome, ExportedAnnotation } from '@batchyard/persistence';
import type { Persistence } from '../../persistence.module.js';
import { commitAnnotations } from './commit-annotations.js';
import { type Comparison, compareAnnotation, entriesOf } from './compare-annotations.js';
import {
  type ComparedRow,
  type KindHandler,
  type RowVerdict,
  rowProblem,
  type WrittenRow,
  wrong,
} from './kind-handler.js';
import { subjectsThere } from './names-there.js';
import { suggester } from './suggest.js';

/** Rows say what is true of frames; the rules are those of every other way to annotate. */
export async function annotationHandler(
  { annotations, exports, imports, vocabularies }: Persistence,
  actor: Actor,
  projectId: string,
): Promise<KindHandler> {
  const { definition: vocabulary } = await vocabularies.read(projectId);
  const subjects = subjectsThere(imports, projectId);
  const suggest = suggester(imports, projectId);
  const plan = (entries: readonly AssignmentEntry[]) => {
    const rules = { mode: 'valid_only', overwrite: false, overwriteTerminal: false, result: null } as const;
    return annotations.assign({ ...actor, source: 'import' }, projectId, { ...rules, entries, isPlan: true });
  };

  return {
    fields: annotationFields(vocabulary),
    hasFacts: false,
    named: new Map([['subject', subjects]]),
    nameFields: ['subject'],
    overwrites: () => true,

    judge: (rows) => planned(rows, new Map()),

    async compare(rows, fields) {
      const { current, compared } = await comparedTo(rows, fields);
      // New rows are judged together with the changed ones: a copy may say what its original said.
      const asked = rows.flatMap(({ row }, index): WrittenRow[] => {
        const verdict = compared[index] ?? null;
        if (verdict === null) return [row];
        return verdict.replaces ? [{ ...row, ...verdict.replaces }] : [];
      });
      const verdicts = await planned(asked, current);
      const byRow = new Map(asked.map(({ row }, index) => [row, verdicts[index]]));
      return rows.map(({ row }, index) => {
        const own = compared[index] ?? null;
        const plan = byRow.get(row.row);
        if (own === null) return plan ?? unchanged;
        if (plan === undefined) return own;
        return { ...own, status: plan.status === 'error' ? 'error' : 'changed', problems: plan.problems };
      });
    },

    replacements: async (rows, fields) =>
      (await comparedTo(rows, fields)).compared.map((comparison) => comparison?.replaces),

    commit: (_, rows, __, onProgress) =>
      commitAnnotations({ annotations, vocabulary, projectId, currentOf }, actor, rows, onProgress),
  };

  async function comparedTo(
    rows: readonly ComparedRow[],
    fields: ReadonlySet<string>,
  ): Promise<{
    current: ReadonlyMap<string, ExportedAnnotation>;
    compared: readonly (Comparison | null)[];
  }> {
    const current = await currentOf(rows.flatMap(({ base }) => (base === null ? [] : [base.id])));
    const compared = rows.map((row) =>
      compareAnnotation(row, current.get(row.base?.id ?? ''), fields, vocabulary),
    );
    return { current, compared };
  }

  async function planned(
    rows: readonly WrittenRow[],
    current: ReadonlyMap<string, ExportedAnnotation>,
  ): Promise<RowVerdict[]> {
    if (rows.length === 0) return [];
    const wanted = rows.map((row) => entriesOf(row, vocabulary, current));
    const { outcomes } = await plan(wanted.flat());
    let at = 0;
    const asked = rows.map((row, index) => {
      const count = wanted[index]?.length ?? 0;
      const own = outcomes.slice(at, at + count);
      at += count;
      return { row, outcomes: own };
    });
    const suggestions = await suggestionsFor(asked);
    return asked.map(({ row, outcomes: own }) => verdictOf(row, own, suggestions));
  }

  /** Subjects that do not exist, with the name most like theirs. */
  async function suggestionsFor(asked: readonly AskedRow[]): Promise<ReadonlyMap<string, string | null>> {
    // Of a row that asks for nothing nobody has looked whether its subject exists.
    const silent = new Set(
      asked.flatMap(({ row, outcomes }) => (outcomes.length === 0 ? subjectOf(row) : [])),
    );
    const there = await subjects.among([...silent]);
    const unknown = asked.flatMap(({ row, outcomes }) =>
      outcomes.length === 0 || outcomes.some(({ code }) => code === 'UNKNOWN_SUBJECT') ? subjectOf(row) : [],
    );
    const suggestions = new Map<string, string | null>();
    for (const name of unknown) if (!there.has(name)) suggestions.set(name, await suggest(name));
    return suggestions;
  }

  async function currentOf(ids: readonly string[]): Promise<ReadonlyMap<string, ExportedAnnotation>> {
    const current = new Map<string, ExportedAnnotation>();
    for (let from = 0; from < ids.length; from += comparedAtOnce) {
      const portion = await exports.annotationsToCompare(projectId, ids.slice(from, from + comparedAtOnce));
      for (const [id, annotation] of portion) current.set(id, annotation);
    }
    return current;
  }
}

const comparedAtOnce = 5_000;
const unchanged: RowVerdict = { status: 'unchanged', problems: [] };

interface AskedRow {
  readonly row: WrittenRow;
  /** Of what it asks for. */
  readonly outcomes: readonly EntryOutcome[];
}

const subjectOf = ({ values: { subject } }: WrittenRow) => (typeof subject === 'string' ? [subject] : []);

/** @param suggestions for subjects that do not exist */
function verdictOf(
  row: WrittenRow,
  outcomes: readonly EntryOutcome[],
  suggestions: ReadonlyMap<string, string | null>,
): RowVerdict {
  const [subject = ''] = subjectOf(row);
  const suggestion = suggestions.get(subject);
  if (suggestion !== undefined) {
    const expectation = 'the name of a subject of this project';
    return wrong(rowProblem(row, 'subject', `There is no subject ${subject}`, { expectation, suggestion }));
  }
  if (outcomes.length === 0)
    return wrong(rowProblem(row, null, 'There is nothing to import: no column says anything'));
  const failures = outcomes.filter(({ status }) => status === 'failed');
  if (failures.length > 0) {
    const problems = failures.map(({ message, code }) =>
      rowProblem(
        row,
        code === 'INVALID_RANGE' || code === 'NO_FRAMES' ? 'frames' : null,
        plainWords(message ?? 'It cannot be said'),
      ),
    );
    return { status: 'error', problems };
  }
  const remarks = outcomes.flatMap(({ message, code }) =>
    message === null || code === 'ALREADY_SO'
      ? []
      : [rowProblem(row, null, plainWords(message), { severity: 'warning' })],
  );
  if (outcomes.every(({ status }) => status === 'skipped')) {
    return { status: remarks.length > 0 ? 'warning' : 'unchanged', problems: remarks };
  }
  return { status: remarks.length > 0 ? 'warning' : 'new', problems: remarks };
}

/** Without the code that programs look at, and without a full stop, as problems of cells are told. */
const plainWords = (message: string) => message.replace(/\s*\([A-Z_]+\)\.?$/, '').replace(/\.$/, '');
