import { toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import type { SubjectPlan } from './check-new-subjects.js';
import { countFrames } from './count-frames.js';

/** A frame as its row has it. */
export interface StoredFrame {
  readonly number: number;
  readonly name: string;
  readonly fileId: string | null;
  readonly artifactId: string | null;
}

/** Layer by layer of the tree. @param plans parents before children @returns ids by name */
export async function insertSubjects(
  session: Session,
  projectId: string,
  changesetId: string,
  plans: readonly SubjectPlan[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let rest = plans; rest.length > 0; ) {
    const waiting = new Set(rest.map(({ subject }) => subject.name));
    const isReady = ({ subject }: SubjectPlan) => subject.parent === null || !waiting.has(subject.parent);
    const ready = rest.filter(isReady);
    if (ready.length === 0) throw new Error('Subjects are above each other.');
    const rows = await session.query<{ id: string; name: string }>(
      `insert into subject (project_id, parent_id, level, name, metadata, changeset_id)
       select $1, s.parent, s.level, s.name, s.metadata, $2
       from unnest($3::bigint[], $4::text[], $5::text[], $6::jsonb[]) s (parent, level, name, metadata)
       returning id, name`,
      [
        projectId,
        changesetId,
        ready.map(({ subject, parentId }) => parentId ?? ids.get(subject.parent ?? '') ?? null),
        ready.map(({ subject }) => subject.level),
        ready.map(({ subject }) => subject.name),
        ready.map(({ subject }) => toJson(subject.metadata)),
      ],
    );
    for (const { id, name } of rows) ids.set(name, id);
    rest = rest.filter((plan) => !isReady(plan));
  }
  return ids;
}

/** Rows of one statement. */
const framesPerStatement = 20_000;

export async function insertFrames(
  session: Session,
  lists: readonly { readonly subjectId: string; readonly frames: readonly StoredFrame[] }[],
): Promise<void> {
  const all = lists.flatMap(({ subjectId, frames }) => frames.map((frame) => ({ subjectId, frame })));
  for (let from = 0; from < all.length; from += framesPerStatement) {
    const rows = all.slice(from, from + framesPerStatement);
    await session.query(
      `insert into frame (subject_id, number, name, file_id, artifact_id)
       select * from unnest($1::bigint[], $2::int[], $3::text[], $4::bigint[], $5::bigint[])`,
      [
        rows.map(({ subjectId }) => subjectId),
        rows.map(({ frame }) => frame.number),
        rows.map(({ frame }) => frame.name),
        rows.map(({ frame }) => frame.fileId),
        rows.map(({ frame }) => frame.artifactId),
      ],
    );
  }
  await countFrames(
    session,
    lists.map(({ subjectId }) => subjectId),
  );
}
