/** Makes any number of subjects and changes facts of others as one change, in one transaction, a portion at a time. */
import { countOf, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { keptAwake, letIdle } from '../database/kept-awake.js';
import type { Database, Session } from '../database/session.js';
import { lockVocabulary } from '../vocabulary/vocabulary-store.js';
import { changeFacts, type FactChange } from './change-facts.js';
import { checkNewSubjects, type SubjectPlan } from './check-new-subjects.js';
import { insertPlanned, type MadeSubjects, madeBy } from './create-subjects.js';
import type { NewSubject } from './new-subject.js';

/** A subject to be made, or one that exists and gets the frames that it lacks. */
export type StreamedSubject = NewSubject & {
  /** Of one that exists; null: they stay. */
  readonly facts: FactChange | null;
};

export interface StreamedSubjects extends MadeSubjects {
  /** null when nothing was written. */
  readonly changesetId: string | null;
  /** Subjects that existed and got frames. */
  readonly extended: number;
  /** Subjects that existed and have other facts now. */
  readonly changed: number;
}

/**
 * @param portions parents before children; from the first again each time it is called
 * @param onProgress is told the subjects done so far, from 0 again when the transaction has to begin anew
 * @throws UserError INVALID_SUBJECTS, CHANGED_SINCE; nothing is written then
 */
export function createSubjectStream(
  database: Database,
  actor: Actor,
  projectId: string,
  portions: () => AsyncIterable<readonly StreamedSubject[]>,
  onProgress: (done: number) => void,
): Promise<StreamedSubjects> {
  return database.transaction(async (session) => {
    await letIdle(session);
    const { definition: vocabulary } = await lockVocabulary(session, projectId);
    let changesetId: string | null = null;
    let sum: Sum = { subjects: 0, frames: 0, extended: 0, changed: 0 };
    let [entries, done] = [0, 0];
    for await (const subjects of keptAwake(session, portions())) {
      const { plans, problems } = await checkNewSubjects(session, projectId, vocabulary, subjects);
      if (problems.length > 0) throw new UserError('INVALID_SUBJECTS', 'No subject was made.', {}, problems);
      const grown = plans.filter(({ existingId, frames }) => existingId === null || frames.length > 0);
      const facts = subjects.flatMap(({ facts: change }) => change ?? []);
      if (grown.length + facts.length > 0) {
        const change = { projectId, verb: 'import_subjects', summary: summaryOf(sum) };
        changesetId ??= await recordChange(session, actor, change);
        if (grown.length > 0) await insertPlanned(session, projectId, changesetId, grown, entries);
        entries += grown.length;
        if (facts.length > 0) await changeFacts(session, projectId, changesetId, facts, entries);
        entries += facts.length;
        sum = plus(sum, grown, facts);
      }
      done += subjects.length;
      onProgress(done);
    }
    if (changesetId !== null) await tellSum(session, changesetId, sum);
    return { changesetId, ...sum };
  });
}

type Sum = Omit<StreamedSubjects, 'changesetId'>;

function plus(sum: Sum, grown: readonly SubjectPlan[], facts: readonly FactChange[]): Sum {
  const { subjects, frames } = madeBy(grown);
  return {
    subjects: sum.subjects + subjects,
    frames: sum.frames + frames,
    extended: sum.extended + grown.length - subjects,
    changed: sum.changed + facts.length,
  };
}

async function tellSum(session: Session, changesetId: string, sum: Sum): Promise<void> {
  const counts = { subjects: sum.subjects, frames: sum.frames, changed: sum.changed };
  await session.query('update changeset set summary = $2, counts = $3 where id = $1', [
    changesetId,
    summaryOf(sum),
    JSON.stringify(counts),
  ]);
}

function summaryOf({ subjects, frames, changed }: Sum): string {
  const made = [
    ...(subjects > 0 ? [countOf(subjects, 'subject')] : []),
    ...(frames > 0 ? [countOf(frames, 'frame')] : []),
  ];
  const facts = changed > 0 ? [`changed facts of ${countOf(changed, 'subject')}`] : [];
  const text = [...(made.length > 0 ? [`made ${made.join(' and ')}`] : []), ...facts].join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
