/** The journal of a project, and undoing what stands in it. */
import { NotFound, type ProjectRole } from '@batchyard/domain';
import type { Database } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';
import { readChangedThings } from './changed-things.js';
import type { ChangesetRecord } from './changeset-record.js';
import type { Actor } from './record.js';
import { undoChangeset } from './undo.js';
import { undoableVerbs } from './undoable-verbs.js';

/** The undo that counts: the last of an odd number, where each undid the one before. */
const lastUndo = `(with recursive undos (id, next, n) as (
    select u.id, u.undone_by, 1 from changeset u where u.id = c.undone_by
    union all select u.id, u.undone_by, undos.n + 1 from undos join changeset u on u.id = undos.next
  ) select id from undos where next is null and n % 2 = 1)`;

const columns = `c.id, c.project_id as "projectId", c.actor_id as "actorId", c.verb, c.summary, c.counts,
  c.created_at as "createdAt", ${lastUndo} as "undoneById",
  ${lastUndo} is null and c.verb = any('{${undoableVerbs.join(',')}}') as "isUndoable"`;

export function changesetStore(database: Database) {
  const byIds = (caller: Caller, ids: readonly string[]) =>
    database.query<ChangesetRecord>(
      `select ${columns} from changeset c where c.id = any($3) and ${visibleProject('c.project_id')}`,
      [...callerParameters(caller), ids.filter(isId)],
    );
  return {
    byIds,

    /** @throws NotFound */
    find: async (caller: Caller, id: string): Promise<ChangesetRecord> => {
      const [changeset] = await byIds(caller, [id]);
      if (changeset === undefined) throw new NotFound('The changeset');
      return changeset;
    },

    /** Newest first. The project must be one that the caller may see. */
    list: async (projectId: string, { first, after }: PageRequest): Promise<Page<ChangesetRecord>> => {
      const rows = await database.query<ChangesetRecord>(
        `select ${columns} from changeset c where c.project_id = $1 and ($2::bigint is null or c.id < $2)
         order by c.id desc limit $3`,
        [projectId, decodeCursor(after, 1)?.[0] ?? null, first + 1],
      );
      return pageOf(rows, first, ({ id }) => [id]);
    },

    /** What it wrote. It must be one that the caller may see. */
    things: (id: string, page: PageRequest) => readChangedThings(database, id, page),

    /**
     * Undoes all of a change, as a changeset of its own, or says what was changed again since and does nothing.
     * @param role of the actor in the project
     * @throws NotFound, UserError ALREADY_UNDONE, NOT_UNDOABLE, NOT_ALLOWED
     */
    undo: (actor: Actor, role: ProjectRole, id: string) =>
      database.transaction((session) => undoChangeset(session, actor, role, id)),
  };
}
