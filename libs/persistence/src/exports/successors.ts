/**
 * What became of statements since. A statement never changes: whoever changes it ends it and makes another one in the
 * same change. Its successor is the one of that subject and kind that is most like it; one that shares neither value nor
 * frames with it is another statement.
 */
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';

/** Changes of one statement that are followed. */
const maxChanges = 50;

interface Step {
  readonly endedId: string;
  readonly id: string;
  readonly isCurrent: boolean;
}

/** @returns ids of current statements by the ids of ended ones; those that were taken away are left out */
export async function currentSuccessors(
  session: Session,
  projectId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  let asked = new Map(ids.filter(isId).map((id) => [id, id]));
  for (let change = 0; asked.size > 0 && change < maxChanges; change++) {
    const next = new Map<string, string>();
    for (const { endedId, id, isCurrent } of await steps(session, projectId, [...asked.keys()])) {
      const first = asked.get(endedId) as string;
      if (taken.has(id)) continue;
      taken.add(id);
      if (isCurrent) found.set(first, id);
      else next.set(id, first);
    }
    asked = next;
  }
  return found;
}

/** The best likeness first, so that of two that could have become one statement the more alike did. */
function steps(session: Session, projectId: string, ids: readonly string[]): Promise<Step[]> {
  return session.query<Step>(
    `select "endedId", id, "isCurrent" from (
       select distinct on (a.id) a.id as "endedId", b.id, b.ended_by is null as "isCurrent", likeness
       from annotation a
       join annotation b on b.subject_id = a.subject_id and b.kind = a.kind and b.changeset_id = a.ended_by
       cross join lateral (select (b.value = a.value)::int * 4 + (b.frames is not distinct from a.frames)::int * 2
         + (b.created_at = a.created_at)::int as likeness) l
       where a.id = any($1) and a.project_id = $2 and a.ended_by is not null and likeness >= 2
       order by a.id, likeness desc, b.id
     ) s order by likeness desc, "endedId"`,
    [[...ids], projectId],
  );
}
