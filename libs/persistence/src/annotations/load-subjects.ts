/** What the rules need to know of subjects, read for many at once. */
import type { CurrentAnnotation, SubjectFrames } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { readFrameOrders } from '../subjects/frames.js';
import { lockSubjects } from '../subjects/locked-subject.js';
import { authorText } from './annotators.js';
import { fromMultirange } from './frame-multirange.js';

export interface LoadedSubject {
  readonly id: string;
  readonly subject: SubjectFrames;
  readonly current: readonly CurrentAnnotation[];
}

/** Locks subjects until the end of the transaction and reads them, in the order of ids. */
export async function loadSubjects(session: Session, ids: readonly string[]): Promise<LoadedSubject[]> {
  const subjects = await lockSubjects(session, ids);
  const frames = await readFrameOrders(session, ids);
  const landmarks = await readLandmarks(session, ids);
  const current = await readCurrent(session, ids);
  return subjects.map(({ id, name, level }) => ({
    id,
    subject: {
      name,
      level,
      numbers: frames.get(id)?.numbers ?? [],
      names: frames.get(id)?.names ?? [],
      landmarks: landmarks.get(id) ?? {},
    },
    current: current.get(id) ?? [],
  }));
}

async function readLandmarks(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record<string, number>>> {
  const rows = await session.query<{ id: string; landmarks: Record<string, number> }>(
    `select subject_id as id, jsonb_object_agg(name, frame_number) as landmarks from landmark
     where subject_id = any($1) group by subject_id`,
    [ids],
  );
  return new Map(rows.map(({ id, landmarks }) => [id, landmarks]));
}

/** Current statements by subject. */
export async function readCurrent(
  session: Session,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CurrentAnnotation[]>> {
  type Row = Omit<CurrentAnnotation, 'frames'> & { subjectId: string; frames: string | null };
  const rows = await session.query<Row>(
    `select a.subject_id as "subjectId", a.id, a.kind, a.value, a.frames::text as frames, a.confidence, a.severity, a.note,
       a.detail, ${authorText} as author
     from annotation a join annotator r on r.id = a.annotator_id
     where a.subject_id = any($1) and a.ended_by is null order by a.id`,
    [subjectIds],
  );
  const bySubject = new Map<string, CurrentAnnotation[]>();
  for (const { subjectId, frames, ...row } of rows) {
    const list = bySubject.get(subjectId) ?? [];
    list.push({ ...row, frames: fromMultirange(frames) });
    bySubject.set(subjectId, list);
  }
  return bySubject;
}
