'use client';
import type { VocabularyKind } from '@batchyard/domain';
import type { CoverageTable } from '../labels/coverage';
import { emptyDraft, type LabelDraft } from '../labels/draft';
import { hitText } from '../range/preview';
import type { Decision, Overwrite } from '../saving/work';
import type { Person, ShownSubject, Statement } from '../statements/statement';
import { type Checked, checkLabel, jointly, type LabelWish } from './actions';
import type { BenchOptions, Message } from './use-bench';

/** What the reader can do. All of it shows at once and can be undone. */
export interface Deeds {
  /** Gives the value to the chosen frames; takes it away where the reader alone says it of all of them. */
  readonly label: (kind: string, value: string) => void;
  /** Takes all values of a kind away from the chosen frames. */
  readonly unlabel: (kind: string) => void;
  /** Says a statement again with other confidence, severity or note. */
  readonly restate: (statement: Statement, draft: LabelDraft) => void;
  /** Takes a whole statement away. */
  readonly take: (statement: Statement) => void;
  /** Null takes the landmark away. */
  readonly setLandmark: (name: string, position: number | null) => void;
  readonly resolve: (statements: readonly Statement[], decision: Decision) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export interface DeedsOptions {
  readonly options: BenchOptions;
  readonly kinds: readonly VocabularyKind[];
  readonly shown: ShownSubject;
  readonly chosen: readonly number[];
  readonly coverage: CoverageTable;
  /** The same apart for what the reader and what others say. */
  readonly byAuthor: { readonly own: CoverageTable; readonly others: CoverageTable };
  readonly draft: LabelDraft;
  readonly setDraft: (draft: LabelDraft) => void;
  readonly setMessage: (message: Message | null) => void;
  readonly person: Person;
}

export function useDeeds(props: DeedsOptions): Deeds {
  const { kinds, shown, chosen, coverage, byAuthor, draft, person } = props;
  const { subject, vocabulary, session, mayEdit } = props.options;
  const tell = (text: string, isRefusal = false) => props.setMessage({ text, isRefusal, wayOut: null });

  const wish = (part: Pick<LabelWish, 'kind' | 'value'> & Partial<LabelWish>): LabelWish => ({
    positions: chosen,
    remove: false,
    draft,
    overwrite: 'nothing',
    ...part,
  });

  const carryOut = (wanted: LabelWish) => {
    if (!mayEdit) return tell('Only editors of the project may annotate.', true);
    session.clearNotice();
    const checked = checkLabel(wanted, shown, vocabulary, person);
    props.setMessage(messageOf(checked, (overwrite) => carryOut({ ...wanted, overwrite })));
    if (checked.type === 'refused') return;
    session.perform(subject, checked.title, checked.work);
    if (wanted.draft.note !== '') props.setDraft({ ...draft, note: emptyDraft.note });
  };

  const unlabel = (kindName: string, overwrite: Overwrite) => {
    const kind = kinds.find(({ name }) => name === kindName);
    const values = coverage.valuesOf(kindName);
    if (!mayEdit) return tell('Only editors of the project may annotate.', true);
    if (!kind || values.length === 0) return tell('There is nothing to take away here.');
    session.clearNotice();
    const checks = values.map((value) =>
      checkLabel(wish({ kind, value, remove: true, overwrite }), shown, vocabulary, person),
    );
    const where = hitText(chosen, shown.frames.numbers.length);
    const joint = jointly(checks, `Took away ${kind.title.toLowerCase()} on ${where}`, overwrite);
    props.setMessage(messageOf(joint, (stronger) => unlabel(kindName, stronger)));
    if (joint.type === 'work') session.perform(subject, joint.title, joint.work);
  };

  return {
    label(kindName, value) {
      const kind = kinds.find(({ name }) => name === kindName);
      if (!kind) return;
      const isSaid = byAuthor.own.of(kindName, value) === 'all';
      const saysMore = changesMore(kind, value, shown, draft);
      // What others say too is not taken away by a key pressed twice.
      const remove = isSaid && !saysMore && byAuthor.others.of(kindName, value) === 'none';
      const overwrite: Overwrite = isSaid && saysMore ? 'values' : 'nothing';
      carryOut(wish({ kind, value, remove, overwrite }));
    },
    unlabel: (kindName) => unlabel(kindName, 'nothing'),
    restate(statement, next) {
      const kind = kinds.find(({ name }) => name === statement.kind);
      if (!kind) return;
      const positions = positionsOf(statement, shown);
      carryOut(wish({ kind, value: statement.value, positions, draft: next, overwrite: 'values' }));
    },
    take(statement) {
      const kind = kinds.find(({ name }) => name === statement.kind);
      if (kind) {
        carryOut(
          wish({ kind, value: statement.value, positions: positionsOf(statement, shown), remove: true }),
        );
      }
    },
    setLandmark(name, position) {
      if (!mayEdit) return tell('Only editors of the project may set landmarks.', true);
      const frameNumber = position === null ? null : (shown.frames.numbers[position] ?? null);
      const title =
        position === null ? `Took away landmark ${name}` : `Landmark ${name} at frame ${position}`;
      session.perform(subject, title, { type: 'landmark', name, frameNumber });
      tell(title);
    },
    resolve(statements, decision) {
      if (!mayEdit || statements.length === 0) return;
      const annotationIds = statements.map(({ id }) => id);
      const title = `${decisionWords[decision]} ${statements.length} on an older result`;
      session.perform(subject, title, { type: 'resolve', annotationIds, decision });
      tell(title);
    },
    undo() {
      const step = session.undo();
      tell(step === null ? 'There is nothing to undo.' : `Undone: ${step.title}${elsewhere(step)}`);
    },
    redo() {
      const step = session.redo();
      tell(step === null ? 'There is nothing to do again.' : `Done again: ${step.title}${elsewhere(step)}`);
    },
  };

  function elsewhere({
    subjectId,
    subjectName,
  }: {
    readonly subjectId: string;
    readonly subjectName: string;
  }) {
    return subjectId === subject.id ? '' : ` (${subjectName})`;
  }
}

const decisionWords: Readonly<Record<Decision, string>> = {
  keep: 'Kept',
  redo: 'To be redone:',
  drop: 'Dropped',
};

function messageOf(checked: Checked, again: (overwrite: Overwrite) => void): Message {
  if (checked.type === 'work') {
    const text = checked.remark === null ? checked.title : `${checked.title}. ${checked.remark}`;
    return { text, isRefusal: false, wayOut: null };
  }
  const { wayOut, reason } = checked;
  return { text: reason, isRefusal: true, wayOut: wayOut === null ? null : () => again(wayOut) };
}

/** Whether saying the value again would say more than that it is there. */
function changesMore(kind: VocabularyKind, value: string, shown: ShownSubject, draft: LabelDraft): boolean {
  if (draft.note.trim() !== '') return true;
  if (draft.confidence === null || kind.confidence === 'none') return false;
  const said = shown.statements.filter((one) => one.kind === kind.name && one.value === value);
  return said.some(({ confidence }) => confidence !== draft.confidence);
}

function positionsOf({ frames }: Statement, { frames: { numbers } }: ShownSubject): readonly number[] {
  if (frames === null) return [];
  return numbers.flatMap((number, position) =>
    frames.some(({ from, to }) => number >= from && number < to) ? [position] : [],
  );
}
