/** Undo of landmarks and free facts. */
import { isDeepStrictEqual } from 'node:util';
import type { ChangeEntry } from '../changesets/record.js';
import type { EditedSince, UndoHandler } from '../changesets/undo-handler.js';
import type { Session } from '../database/session.js';
import { announceSubjects } from './announce-subjects.js';
import { writeFacts } from './change-facts.js';
import { lockSubjects } from './locked-subject.js';
import { writeLandmark } from './subject-facts.js';

interface LandmarkState {
  readonly frameNumber: number;
}

export const landmarkUndo: UndoHandler = {
  async check(session, _change, entries) {
    const edited: EditedSince[] = [];
    for (const { entityId, after } of entries) {
      const [subjectId, name] = landmarkKey(entityId);
      const [subject] = await lockSubjects(session, [subjectId]);
      const now = await readLandmark(session, subjectId, name);
      if (subject !== undefined && isDeepStrictEqual(now, after)) continue;
      const place = now === null ? 'It has been taken away since.' : `It is at frame ${now.frameNumber} now.`;
      edited.push({ entity: 'landmark', name: `${name} of ${subject?.name ?? 'a subject'}`, reason: place });
    }
    return edited;
  },

  async revert(session, { projectId }, undoId, entries) {
    for (const { entityId, before } of entries) {
      const [subjectId, name] = landmarkKey(entityId);
      const number = (before as LandmarkState | null)?.frameNumber ?? null;
      await writeLandmark(session, undoId, subjectId, name, number);
      await announceSubjects(session, projectId, [subjectId]);
    }
  },
};

function landmarkKey(entityId: string): [string, string] {
  const [subjectId = '', name = ''] = entityId.split('/');
  return [subjectId, name];
}

async function readLandmark(
  session: Session,
  subjectId: string,
  name: string,
): Promise<LandmarkState | null> {
  const [row] = await session.query<LandmarkState>(
    'select frame_number as "frameNumber" from landmark where subject_id = $1 and name = $2',
    [subjectId, name],
  );
  return row ?? null;
}

export const metadataUndo: UndoHandler = {
  async check(session, _change, entries) {
    const subjects = await lockSubjects(session, idsOf(entries));
    const known = new Map(subjects.map((subject) => [subject.id, subject]));
    return entries.flatMap(({ entityId, after }) => {
      const subject = known.get(entityId);
      if (subject !== undefined && isDeepStrictEqual(subject.metadata, after)) return [];
      const reason = subject === undefined ? 'The subject is gone.' : 'Its facts have been changed since.';
      return [{ entity: 'subject', name: subject?.name ?? 'a subject', reason }];
    });
  },

  async revert(session, { projectId }, _undoId, entries) {
    await writeFacts(
      session,
      entries.map(({ entityId, before }) => ({ subjectId: entityId, facts: before })),
    );
    await announceSubjects(session, projectId, idsOf(entries));
  },
};

const idsOf = (entries: readonly ChangeEntry[]) => entries.map(({ entityId }) => entityId);
