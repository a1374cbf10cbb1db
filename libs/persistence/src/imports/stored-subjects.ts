/** Subjects as they are, for rows of sheets to be compared with. */
import type { ShownSubject } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';

export interface StoredSubject extends ShownSubject {
  readonly id: string;
}

/** Frames that a row asks for, both numbers included. */
export interface AskedFrames {
  readonly id: string;
  readonly first: number;
  readonly last: number;
}

export function storedSubjects(session: Session) {
  const where = (condition: string, parameters: readonly unknown[]) =>
    session.query<StoredSubject>(
      `select s.id, s.name, s.level, s.metadata, p.name as parent, f.first as "firstFrame", f.last as "lastFrame"
       from subject s left join subject p on p.id = s.parent_id
       cross join lateral (select min(number) as first, max(number) as last from frame where subject_id = s.id) f
       where s.project_id = $1 and s.removed_by is null and ${condition}`,
      parameters,
    );
  return {
    /** By name; absent: there is none. At most some thousands at once. */
    subjectsNamed: async (
      projectId: string,
      names: readonly string[],
    ): Promise<ReadonlyMap<string, StoredSubject>> => {
      const rows = await where('s.name = any($2)', [projectId, names]);
      return new Map(rows.map((subject) => [subject.name, subject]));
    },

    /** By id; absent: it is gone. At most some thousands at once. */
    subjectsToCompare: async (
      projectId: string,
      ids: readonly string[],
    ): Promise<ReadonlyMap<string, StoredSubject>> => {
      const rows = await where('s.id = any($2)', [projectId, ids.filter(isId)]);
      return new Map(rows.map((subject) => [subject.id, subject]));
    },

    /** Ids of those that lack some of the frames that are asked for. */
    lackingFrames: async (asked: readonly AskedFrames[]): Promise<ReadonlySet<string>> => {
      const rows = await session.query<{ id: string }>(
        `select a.id from unnest($1::bigint[], $2::int[], $3::int[]) a (id, first, last)
         where a.last - a.first + 1 >
           (select count(*) from frame f where f.subject_id = a.id and f.number between a.first and a.last)`,
        [asked.map(({ id }) => id), asked.map(({ first }) => first), asked.map(({ last }) => last)],
      );
      return new Set(rows.map(({ id }) => id));
    },
  };
}
