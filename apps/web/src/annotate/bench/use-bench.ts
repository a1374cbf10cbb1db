'use client';
import {
  type CurrentAnnotation,
  type FrameSet,
  frameSetOf,
  type SubjectLandmark,
  type Vocabulary,
  type VocabularyKind,
} from '@batchyard/domain';
import { useMemo, useState } from 'react';
import { type CoverageTable, coverageTable, valuePlaces } from '../labels/coverage';
import { emptyDraft, type LabelDraft } from '../labels/draft';
import type { AnnotatedSubject } from '../queries';
import type { Session, SessionState } from '../saving/session';
import { chosenPositions, type FrameChoice, isMany, runsOf } from '../selection/selection';
import { framesOf, statementOf } from '../statements/present';
import { overlaid, type Person, type ShownSubject } from '../statements/statement';
import { type ChoiceActions, useChoice } from './use-choice';
import { type Deeds, useDeeds } from './use-deeds';

/** A message of the page about the last thing done. */
export interface Message {
  readonly isRefusal: boolean;
  readonly text: string;
  readonly wayOut: (() => void) | null;
}

/** All that the parts of the annotate page share. */
export interface Bench {
  readonly subject: AnnotatedSubject;
  readonly vocabulary: Vocabulary;
  /** Those of the subject's level. */
  readonly kinds: readonly VocabularyKind[];
  readonly activeKind: VocabularyKind | null;
  readonly numbers: readonly number[];
  readonly count: number;
  readonly choice: FrameChoice;
  /** Ascending positions of the chosen frames. */
  readonly chosen: readonly number[];
  readonly isManyChosen: boolean;
  readonly choose: ChoiceActions;
  readonly shown: ShownSubject;
  readonly landmarks: readonly SubjectLandmark[];
  readonly coverage: CoverageTable;
  readonly draft: LabelDraft;
  readonly setDraft: (draft: LabelDraft) => void;
  readonly setKind: (kind: string) => void;
  readonly message: Message | null;
  readonly deeds: Deeds;
  readonly session: Session;
  readonly saving: SessionState;
  readonly mayEdit: boolean;
}

export interface BenchOptions {
  readonly subject: AnnotatedSubject;
  readonly vocabulary: Vocabulary;
  readonly person: Person;
  readonly session: Session;
  readonly saving: SessionState;
  readonly mayEdit: boolean;
  readonly firstKind: string | null;
}

/** The state of the page of one subject. */
export function useBench(options: BenchOptions): Bench {
  const { subject, vocabulary, person, session, saving } = options;
  const kinds = useMemo(
    () => vocabulary.kinds.filter(({ level }) => level === subject.level),
    [vocabulary, subject.level],
  );
  const [kindName, setKind] = useState(() => startKind(kinds, options.firstKind));
  const activeKind = kinds.find(({ name }) => name === kindName) ?? kinds[0] ?? null;
  const numbers = subject.frameNumbers;
  const [choice, choose] = useChoice(numbers, activeKind?.name ?? '');
  const [draft, setDraft] = useState<LabelDraft>(emptyDraft);
  const [message, setMessage] = useState<Message | null>(null);
  const shown = useShown(options);
  const chosen = useMemo(() => chosenPositions(choice), [choice]);
  const places = useMemo(() => valuePlaces(shown.statements, numbers), [shown, numbers]);
  const coverage = useMemo(() => coverageTable(places, spansOf(chosen)), [places, chosen]);
  const byAuthor = useAuthorCoverage(shown, chosen, person);
  const deeds = useDeeds({
    byAuthor,
    options,
    kinds,
    shown,
    chosen,
    coverage,
    draft,
    setDraft,
    setMessage,
    person,
  });
  const notice = saving.notice;
  return {
    subject,
    vocabulary,
    kinds,
    activeKind,
    numbers,
    count: numbers.length,
    choice,
    chosen,
    isManyChosen: isMany(choice),
    choose,
    shown,
    landmarks: shown.landmarks,
    coverage,
    draft,
    setDraft,
    setKind,
    message: notice === null ? message : { ...notice, wayOut: null },
    deeds,
    session,
    saving,
    mayEdit: options.mayEdit,
  };
}

function startKind(kinds: readonly VocabularyKind[], wanted: string | null): string {
  const ofFrames = kinds.find(({ scope }) => scope === 'frames') ?? kinds[0];
  return kinds.some(({ name }) => name === wanted) && wanted !== null ? wanted : (ofFrames?.name ?? '');
}

/** What the reader and what others say of the chosen frames. */
function useAuthorCoverage({ statements, frames }: ShownSubject, chosen: readonly number[], person: Person) {
  const [own, others] = useMemo(() => {
    const isOwn = ({ author }: CurrentAnnotation) => author === person.author;
    const parts = [statements.filter(isOwn), statements.filter((statement) => !isOwn(statement))] as const;
    return [valuePlaces(parts[0], frames.numbers), valuePlaces(parts[1], frames.numbers)] as const;
  }, [statements, frames, person]);
  return useMemo(() => {
    const spans = spansOf(chosen);
    return { own: coverageTable(own, spans), others: coverageTable(others, spans) };
  }, [own, others, chosen]);
}

function useShown({ subject, vocabulary, person, saving }: BenchOptions): ShownSubject {
  const { entries } = saving.save;
  const frames = useMemo(() => framesOf(subject), [subject]);
  const saved = useMemo(() => subject.annotations.map(statementOf), [subject]);
  return useMemo(() => {
    const own = entries.filter(({ subjectId }) => subjectId === subject.id);
    return overlaid(frames, vocabulary, saved, own, person);
  }, [frames, vocabulary, saved, entries, person, subject.id]);
}

/** Runs of positions as a set. */
export function spansOf(positions: readonly number[]): FrameSet {
  return frameSetOf(runsOf(positions).map(([first, last]) => ({ from: first, to: last + 1 })));
}
