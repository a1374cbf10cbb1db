/** What the reader can do to a subject: checked against the rules first, then saved. */
import type { AssignCode, AssignOutcome, Vocabulary, VocabularyKind } from '@batchyard/domain';
import { draftFor, type LabelDraft } from '../labels/draft';
import { hitText } from '../range/preview';
import type { AssignmentWork, Overwrite, Work } from '../saving/work';
import { rangeText } from '../selection/selection';
import { type Person, type ShownSubject, tried } from '../statements/statement';

export interface LabelWish {
  readonly kind: VocabularyKind;
  readonly value: string;
  /** Ascending; not looked at for kinds of the subject. */
  readonly positions: readonly number[];
  readonly remove: boolean;
  readonly draft: LabelDraft;
  readonly overwrite: Overwrite;
}

export type Checked =
  | { readonly type: 'work'; readonly title: string; readonly work: Work; readonly remark: string | null }
  | { readonly type: 'refused'; readonly reason: string; readonly wayOut: Overwrite | null };

/** What a label would do, by the rules that the server has as well. */
export function checkLabel(
  wish: LabelWish,
  shown: ShownSubject,
  vocabulary: Vocabulary,
  person: Person,
): Checked {
  const assignment = assignmentOf(wish);
  const { outcomes, ended } = tried(shown, vocabulary, [assignment], wish.overwrite, person);
  const outcome = outcomes[0];
  if (outcome?.status !== 'assigned') return refusalOf(outcome, wish.overwrite);
  const work: Work = { type: 'assign', assignments: [assignment], overwrite: wish.overwrite };
  const replaced =
    wish.overwrite !== 'nothing' && ended.length > 0 ? 'What stood there before is in the history.' : null;
  return { type: 'work', title: titleOf(wish, shown), work, remark: outcome.message ?? replaced };
}

/** Several checked labels as one work, which is undone as one; refused where all are. */
export function jointly(checks: readonly Checked[], title: string, overwrite: Overwrite): Checked {
  const works = checks.flatMap((checked) =>
    checked.type === 'work' && checked.work.type === 'assign' ? checked.work.assignments : [],
  );
  const refused = checks.find(({ type }) => type === 'refused');
  if (works.length === 0 && refused) return refused;
  return {
    type: 'work',
    title,
    work: { type: 'assign', assignments: works, overwrite },
    remark: null,
  };
}

function assignmentOf({ kind, value, positions, remove, draft }: LabelWish): AssignmentWork {
  const frames = kind.scope === 'frames' ? rangeText(positions) : null;
  const carried = remove
    ? { confidence: null, severity: null, note: null, detail: null }
    : draftFor(kind, draft);
  return { kind: kind.name, value, frames, remove, ...carried };
}

function titleOf({ kind, value, positions, remove }: LabelWish, shown: ShownSubject): string {
  const term = kind.terms.find(({ name }) => name === value)?.title ?? value;
  const what = remove ? `Took away ${term}` : term;
  if (kind.scope === 'subject') return `${what} of the ${kind.level}`;
  return positions.length === 1
    ? `${what} on frame ${positions[0]}`
    : `${what} on ${hitText(positions, shown.frames.numbers.length)}`;
}

const waysOut: Partial<Record<AssignCode, Overwrite>> = {
  EXCLUSIVE: 'values',
  ONE_PER_SUBJECT: 'values',
  PERMANENT: 'terminal',
  AFTER_TERMINAL: 'terminal',
};

function refusalOf(outcome: AssignOutcome | undefined, overwrite: Overwrite): Checked {
  const wayOut = (outcome?.code && waysOut[outcome.code]) ?? null;
  const reason = outcome?.message ?? 'Nothing would change.';
  return { type: 'refused', reason, wayOut: wayOut === overwrite ? null : wayOut };
}
