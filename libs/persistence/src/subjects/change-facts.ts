/** Changes free facts of many subjects as part of a change that makes others. */
import { isDeepStrictEqual } from 'node:util';
import { type JsonObject, UserError } from '@batchyard/domain';
import { recordEntries } from '../changesets/record.js';
import { toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import { announceSubjects } from './announce-subjects.js';
import { lockSubjects } from './locked-subject.js';

/** Facts of a subject that exists, all of them. */
export interface FactChange {
  readonly subjectId: string;
  /** As they were when the change was thought of. */
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/**
 * @param entriesBefore that the change has already
 * @throws UserError CHANGED_SINCE where the facts of one are others by now, or it is gone
 */
export async function changeFacts(
  session: Session,
  projectId: string,
  changesetId: string,
  changes: readonly FactChange[],
  entriesBefore: number,
): Promise<void> {
  const ids = changes.map(({ subjectId }) => subjectId);
  const current = new Map((await lockSubjects(session, ids)).map((subject) => [subject.id, subject]));
  for (const { subjectId, before } of changes) {
    const subject = current.get(subjectId);
    if (subject === undefined || !isDeepStrictEqual(subject.metadata, before))
      throw changedSince(subject?.name);
  }
  await writeFacts(
    session,
    changes.map(({ subjectId, after }) => ({ subjectId, facts: after })),
  );
  const entries = changes.map(({ subjectId, before, after }) => {
    const stored: unknown = JSON.parse(toJson(after));
    return { entity: 'subject_metadata', entityId: subjectId, before, after: stored };
  });
  await recordEntries(session, changesetId, entries, entriesBefore);
  await announceSubjects(session, projectId, ids);
}

/** Puts facts in place of those that subjects have. */
export async function writeFacts(
  session: Session,
  subjects: readonly { readonly subjectId: string; readonly facts: unknown }[],
): Promise<void> {
  await session.query(
    `update subject s set metadata = f.facts from unnest($1::bigint[], $2::jsonb[]) f (id, facts) where s.id = f.id`,
    [subjects.map(({ subjectId }) => subjectId), subjects.map(({ facts }) => toJson(facts))],
  );
}

function changedSince(name = 'a subject'): UserError {
  return new UserError(
    'CHANGED_SINCE',
    `Nothing was written: the facts of ${name} were changed since the sheet was checked. Look at the rows again and repeat the import.`,
  );
}
