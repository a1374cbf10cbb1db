import { type Database, onlyRow } from '../database/session.js';

/** More names than this are not compared with. */
const maxFileNames = 200_000;
/** Names that match one pattern; a second one makes it ambiguous. */
const matchesTold = 2;

/** Looks up names that a project has: each in an index, whatever their number. */
export function knownNames(database: Database) {
  return {
    /** Those of the names that subjects have, the newest first. At most some ten thousands at once. */
    subjectsAmong: async (projectId: string, names: readonly string[]): Promise<string[]> => {
      const rows = await database.query<{ name: string }>(
        `select name from subject where project_id = $1 and removed_by is null and name = any($2) order by id desc`,
        [projectId, names],
      );
      return rows.map(({ name }) => name);
    },

    /** Names of subjects that match one of the regular expressions in lower case; of each pattern the first two. */
    subjectsMatching: async (projectId: string, patterns: readonly string[]): Promise<string[]> => {
      const rows = await database.query<{ name: string }>(
        `select distinct s.name from unnest($2::text[]) p (pattern) cross join lateral (
           select name from subject where project_id = $1 and removed_by is null and lower(name) ~ p.pattern
           limit ${matchesTold}) s`,
        [projectId, patterns],
      );
      return rows.map(({ name }) => name);
    },

    /** Names of subjects in their order, the first ones. */
    firstSubjectNames: async (projectId: string, count: number): Promise<string[]> => {
      const rows = await database.query<{ name: string }>(
        'select name from subject where project_id = $1 and removed_by is null order by name limit $2',
        [projectId, count],
      );
      return rows.map(({ name }) => name);
    },

    /** The same names, the newest first. */
    fewSubjectNames: async (projectId: string, count: number): Promise<string[]> => {
      const rows = await database.query<{ name: string }>(
        `select name from (select id, name from subject where project_id = $1 and removed_by is null
           order by name limit $2) s order by id desc`,
        [projectId, count],
      );
      return rows.map(({ name }) => name);
    },

    /** Names of subjects that stand next to this one in their order, on both sides. */
    namesBeside: async (projectId: string, name: string, count: number): Promise<string[]> => {
      const there = 'select name from subject where project_id = $1 and removed_by is null';
      const rows = await database.query<{ name: string }>(
        `(${there} and name > $2 order by name limit $3) union all
         (${there} and name < $2 order by name desc limit $3)`,
        [projectId, name, count],
      );
      return rows.map((row) => row.name);
    },

    /**
     * Names of free facts, those of the first and last subjects of each level: subjects of a level have mostly the same.
     * @param count subjects of each level, from both ends
     */
    someFactNames: async (projectId: string, levels: readonly string[], count: number): Promise<string[]> => {
      const ofLevel =
        'select metadata from subject where project_id = $1 and removed_by is null and level = l.name';
      const rows = await database.query<{ name: string }>(
        `select distinct k.name from unnest($2::text[]) l (name)
         cross join lateral ((${ofLevel} order by name limit $3) union all (${ofLevel} order by name desc limit $3)) s
         cross join lateral jsonb_object_keys(s.metadata) k (name) order by 1 limit 1000`,
        [projectId, levels, count],
      );
      return rows.map(({ name }) => name);
    },

    /** Id of the newest change of a project; null: there is none. Where it is the same, so is what is in the journal. */
    newestChange: async (projectId: string): Promise<string | null> => {
      const row = onlyRow(
        await database.query<{ id: string | null }>(
          'select max(id) as id from changeset where project_id = $1',
          [projectId],
        ),
      );
      return row.id;
    },

    fileNames: async (projectId: string): Promise<Set<string>> => {
      const rows = await database.query<{ name: string }>(
        `select distinct name from file where project_id = $1 limit ${maxFileNames}`,
        [projectId],
      );
      return new Set(rows.map(({ name }) => name));
    },
  };
}
