/** Makes subjects and frames: all of a request or nothing. What exists already gets the frames it lacks. */
import { UserError } from '@batchyard/domain';
import { type Actor, type ChangeEntry, recordChange, recordEntries } from '../changesets/record.js';
import type { Session } from '../database/session.js';
import { lockVocabulary } from '../vocabulary/vocabulary-store.js';
import { announceSubjects } from './announce-subjects.js';
import { checkNewSubjects, type SubjectPlan } from './check-new-subjects.js';
import { insertFrames, insertSubjects, type StoredFrame } from './insert-subjects.js';
import { type CreatedSubjects, frameName, type NewSubjects } from './new-subject.js';
import { subjectsOfFiles } from './subjects-of-files.js';

export type { CreatedSubjects, NewSubject, NewSubjects, PlannedSubject } from './new-subject.js';

/** @throws UserError INVALID_SUBJECTS with every problem */
export async function createSubjects(
  session: Session,
  actor: Actor,
  projectId: string,
  request: NewSubjects,
  isPlan: boolean,
): Promise<CreatedSubjects> {
  // Two who make the same subjects at once: the second finds those of the first.
  const { definition: vocabulary } = await lockVocabulary(session, projectId);
  const given =
    'subjects' in request
      ? { subjects: request.subjects, problems: [] }
      : await subjectsOfFiles(session, projectId, request, vocabulary);
  const { plans, problems } = await checkNewSubjects(session, projectId, vocabulary, given.subjects);
  if (problems.length > 0) {
    throw new UserError('INVALID_SUBJECTS', 'No subject was made.', {}, problems);
  }
  const changed = plans.filter(({ existingId, frames }) => existingId === null || frames.length > 0);
  const planned = changed.map(({ subject, existingId, frames }) => ({
    name: subject.name,
    level: subject.level,
    parent: subject.parent,
    newFrames: frames.length,
    exists: existingId !== null,
  }));
  if (isPlan || changed.length === 0) {
    return { subjectIds: [], planned, changesetId: null, problems: given.problems };
  }
  const { changesetId, ids } = await writeSubjects(session, actor, projectId, changed);
  return { subjectIds: ids, planned, changesetId, problems: given.problems };
}

/** What a change makes, as the journal says it. */
export interface MadeSubjects {
  readonly subjects: number;
  readonly frames: number;
}

export function madeBy(plans: readonly SubjectPlan[]): MadeSubjects {
  return {
    subjects: plans.filter(({ existingId }) => existingId === null).length,
    frames: plans.reduce((sum, { frames }) => sum + frames.length, 0),
  };
}

const madeText = ({ subjects, frames }: MadeSubjects) =>
  `Made ${counted(subjects, 'subject')} and ${counted(frames, 'frame')}.`;

async function writeSubjects(
  session: Session,
  actor: Actor,
  projectId: string,
  plans: readonly SubjectPlan[],
): Promise<{ changesetId: string; ids: string[] }> {
  const counts = madeBy(plans);
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'create_subjects',
    summary: madeText(counts),
    counts: { ...counts },
  });
  return { changesetId, ids: await insertPlanned(session, projectId, changesetId, plans) };
}

/** Writes them as part of a change. @param entriesBefore that the change has already @returns ids */
export async function insertPlanned(
  session: Session,
  projectId: string,
  changesetId: string,
  plans: readonly SubjectPlan[],
  entriesBefore = 0,
): Promise<string[]> {
  const made = plans.filter(({ existingId }) => existingId === null);
  const ids = await insertSubjects(session, projectId, changesetId, made);
  const idOf = (plan: SubjectPlan) => plan.existingId ?? (ids.get(plan.subject.name) as string);
  await insertFrames(
    session,
    plans.map((plan) => ({ subjectId: idOf(plan), frames: framesOf(plan) })),
  );
  await recordMade(session, changesetId, plans, idOf, entriesBefore);
  const subjectIds = plans.map(idOf);
  await announceSubjects(session, projectId, subjectIds);
  return subjectIds;
}

/** Frames of new subjects come and go with them, so only those of others are entries of their own. */
async function recordMade(
  session: Session,
  changesetId: string,
  plans: readonly SubjectPlan[],
  idOf: (plan: SubjectPlan) => string,
  entriesBefore: number,
): Promise<void> {
  const entries = plans.map((plan): ChangeEntry => {
    const isNew = plan.existingId === null;
    const after = isNew ? { name: plan.subject.name } : framesOf(plan);
    return { entity: isNew ? 'subject' : 'frames', entityId: idOf(plan), before: null, after };
  });
  await recordEntries(session, changesetId, entries, entriesBefore);
}

function framesOf({ subject, frames }: SubjectPlan): StoredFrame[] {
  return frames.map((frame) => ({
    number: frame.number,
    name: frameName(subject.name, frame),
    fileId: frame.fileId,
    artifactId: null,
  }));
}

const counted = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
