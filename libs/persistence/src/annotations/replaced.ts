/** Statements that give way to others which an import says instead. */
import { Conflict } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { announceSubjects } from '../subjects/announce-subjects.js';
import { countFrames } from '../subjects/count-frames.js';
import { lockSubjects } from '../subjects/locked-subject.js';
import type { Assignments } from './assignment.js';
import { endAnnotations } from './write-annotations.js';

export interface Replaced {
  readonly ids: readonly string[];
  readonly subjectIds: readonly string[];
}

/** Ids of what the entries replace. @throws Error where a failing entry would lose what it replaces */
export function replacedBy({ entries, mode, isPlan }: Assignments): ReadonlySet<string> {
  const wanted = new Set(entries.flatMap((entry) => ('replaces' in entry ? (entry.replaces ?? []) : [])));
  if (wanted.size > 0 && mode === 'valid_only' && !isPlan)
    throw new Error('Statements are replaced all or none.');
  return wanted;
}

/**
 * The current statements of these ids, with their subjects locked along with others.
 * @throws Conflict where one of them is not current any more
 */
export async function lockReplaced(
  session: Session,
  projectId: string,
  wanted: ReadonlySet<string>,
  otherSubjectIds: readonly string[],
): Promise<Replaced> {
  if (wanted.size === 0) return { ids: [], subjectIds: [] };
  const read = () =>
    session.query<{ id: string; subjectId: string }>(
      `select id, subject_id as "subjectId" from annotation
       where id = any($1) and project_id = $2 and ended_by is null`,
      [[...wanted].filter(isId), projectId],
    );
  await lockSubjects(session, [...otherSubjectIds, ...(await read()).map(({ subjectId }) => subjectId)]);
  const found = await read();
  if (found.length < wanted.size) {
    throw new Conflict('Annotations were changed by somebody else since they were compared. Compare again.');
  }
  return {
    ids: found.map(({ id }) => id),
    subjectIds: [...new Set(found.map(({ subjectId }) => subjectId))],
  };
}

/** Ends them. What takes their place is judged as if they had never been. */
export async function endReplaced(
  session: Session,
  projectId: string,
  { ids, subjectIds }: Replaced,
  begin: () => Promise<string>,
): Promise<void> {
  if (ids.length === 0) return;
  const changesetId = await begin();
  for (let from = 0; from < ids.length; from += endedAtOnce) {
    await endAnnotations(session, changesetId, ids.slice(from, from + endedAtOnce));
  }
  for (let from = 0; from < subjectIds.length; from += countedAtOnce) {
    await countFrames(session, subjectIds.slice(from, from + countedAtOnce));
  }
  await announceSubjects(session, projectId, subjectIds);
}

/** No statement may take longer than the database allows, however many there are. */
const endedAtOnce = 5_000;
const countedAtOnce = 500;
