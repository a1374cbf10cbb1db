import type { Session } from '../database/session.js';
import type { FrameRecord } from './subject-record.js';

/** Numbers of all frames of a subject, rising, with their names. */
export interface FrameOrder {
  readonly numbers: readonly number[];
  readonly names: readonly string[];
}

const noFrames: FrameOrder = { numbers: [], names: [] };

/** A page of frames by number. @param afterNumber null: from the first */
export async function readFrames(
  session: Session,
  subjectId: string,
  first: number,
  afterNumber: number | null,
): Promise<FrameRecord[]> {
  return session.query<FrameRecord>(
    `select f.number, f.name, f.file_id as "fileId", f.artifact_id as "artifactId",
       (b.n + row_number() over (order by f.number) - 1)::int as position
     from (select count(*) as n from frame where subject_id = $1 and number <= $2) b cross join lateral (
       select * from frame where subject_id = $1 and ($2::int is null or number > $2) order by number limit $3
     ) f order by f.number`,
    [subjectId, afterNumber, first],
  );
}

/** Of each subject that has frames. */
export async function readFrameOrders(
  session: Session,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, FrameOrder>> {
  const rows = await session.query<FrameOrder & { id: string }>(
    `select subject_id as id, array_agg(number order by number) as numbers, array_agg(name order by number) as names
     from frame where subject_id = any($1) group by subject_id`,
    [subjectIds],
  );
  return new Map(rows.map(({ id, numbers, names }) => [id, { numbers, names }]));
}

export async function readFrameOrder(session: Session, subjectId: string): Promise<FrameOrder> {
  return (await readFrameOrders(session, [subjectId])).get(subjectId) ?? noFrames;
}
