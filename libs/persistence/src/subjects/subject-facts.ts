/** Landmarks and free facts of a subject. */
import { type JsonObject, UserError } from '@batchyard/domain';
import { type Actor, type Change, recordChange } from '../changesets/record.js';
import { toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import { announceSubjects } from './announce-subjects.js';
import { type LockedSubject, lockSubject } from './locked-subject.js';

export async function setLandmark(
  session: Session,
  actor: Actor,
  subjectId: string,
  name: string,
  frameNumber: number | null,
): Promise<string | null> {
  if (!/^[a-z][a-z0-9_]{0,49}$/.test(name)) throw invalidName(name);
  const subject = await lockSubject(session, subjectId);
  if (frameNumber !== null) await requireFrame(session, subject, frameNumber);
  const [before] = await session.query<{ frameNumber: number }>(
    'select frame_number as "frameNumber" from landmark where subject_id = $1 and name = $2',
    [subjectId, name],
  );
  if ((before?.frameNumber ?? null) === frameNumber) return null;
  const place = frameNumber === null ? 'away' : `at frame ${frameNumber}`;
  const changesetId = await recordFact(session, actor, subject, {
    verb: 'set_landmark',
    summary: `${frameNumber === null ? 'Took' : 'Set'} the landmark ${name} of ${subject.name} ${place}.`,
    entries: [
      {
        entity: 'landmark',
        entityId: `${subjectId}/${name}`,
        before: before ?? null,
        after: frameNumber === null ? null : { frameNumber },
      },
    ],
  });
  await writeLandmark(session, changesetId, subjectId, name, frameNumber);
  return changesetId;
}

/** @param frameNumber null takes it away */
export async function writeLandmark(
  session: Session,
  changesetId: string,
  subjectId: string,
  name: string,
  frameNumber: number | null,
): Promise<void> {
  if (frameNumber === null) {
    await session.query('delete from landmark where subject_id = $1 and name = $2', [subjectId, name]);
    return;
  }
  await session.query(
    `insert into landmark (subject_id, name, frame_number, changeset_id) values ($1, $2, $3, $4)
     on conflict (subject_id, name) do update set frame_number = excluded.frame_number,
       changeset_id = excluded.changeset_id, created_at = clock_timestamp()`,
    [subjectId, name, frameNumber, changesetId],
  );
}

export async function setMetadata(
  session: Session,
  actor: Actor,
  subjectId: string,
  metadata: JsonObject,
): Promise<string | null> {
  const subject = await lockSubject(session, subjectId);
  const after = toJson(metadata);
  const changed = await session.query(
    'update subject set metadata = $2 where id = $1 and metadata <> $2::jsonb returning id',
    [subjectId, after],
  );
  if (changed.length === 0) return null;
  return recordFact(session, actor, subject, {
    verb: 'update_subject',
    summary: `Changed the facts of ${subject.name}.`,
    entries: [
      { entity: 'subject_metadata', entityId: subjectId, before: subject.metadata, after: JSON.parse(after) },
    ],
  });
}

async function recordFact(
  session: Session,
  actor: Actor,
  { id, projectId }: LockedSubject,
  change: Omit<Change, 'projectId'>,
): Promise<string> {
  await announceSubjects(session, projectId, [id]);
  return recordChange(session, actor, { projectId, ...change });
}

async function requireFrame(session: Session, subject: LockedSubject, number: number): Promise<void> {
  const [frame] = await session.query('select 1 from frame where subject_id = $1 and number = $2', [
    subject.id,
    number,
  ]);
  if (frame !== undefined) return;
  throw new UserError(
    'INVALID_LANDMARK',
    `${subject.name} has no frame ${number}. Give the number of one of its frames.`,
    { parameter: 'frameNumber' },
  );
}

function invalidName(name: string): UserError {
  return new UserError(
    'INVALID_LANDMARK',
    `A landmark cannot be called “${name}”: use up to 50 lower-case letters, digits and _, a letter first.`,
    { parameter: 'name' },
  );
}
