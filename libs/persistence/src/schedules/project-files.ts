import type { Session } from '../database/session.js';

/** Ids of files by name; of equal names the newest file counts. @param names absent: all */
export async function projectFiles(
  session: Session,
  projectId: string,
  names: readonly string[] | null = null,
): Promise<ReadonlyMap<string, string>> {
  const rows = await session.query<{ name: string; id: string }>(
    `select distinct on (name) name, id from file where project_id = $1 and ($2::text[] is null or name = any($2))
     order by name, id desc`,
    [projectId, names],
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}
