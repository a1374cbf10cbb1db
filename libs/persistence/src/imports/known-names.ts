import type { Database } from '../database/session.js';

/** More names than this are not compared with. */
const maxNames = 200_000;

/** Names that a project has, for telling which cells of a sheet are known. */
export function knownNames(database: Database) {
  return {
    subjectNames: async (projectId: string): Promise<Set<string>> => {
      const rows = await database.query<{ name: string }>(
        `select name from subject where project_id = $1 and removed_by is null order by id desc limit ${maxNames}`,
        [projectId],
      );
      return new Set(rows.map(({ name }) => name));
    },

    /** Id of the newest change of a project; null: there is none. Where it is the same, so is what is in the journal. */
    newestChange: async (projectId: string): Promise<string | null> => {
      const [row] = await database.query<{ id: string | null }>(
        'select max(id) as id from changeset where project_id = $1',
        [projectId],
      );
      return row?.id ?? null;
    },

    fileNames: async (projectId: string): Promise<Set<string>> => {
      const rows = await database.query<{ name: string }>(
        `select distinct name from file where project_id = $1 limit ${maxNames}`,
        [projectId],
      );
      return new Set(rows.map(({ name }) => name));
    },
  };
}
