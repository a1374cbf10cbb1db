/** Which projects may read which share: nobody may until an administrator says so. */
import { UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';

export interface ShareRecord {
  readonly name: string;
  /** Of the projects that may read it. */
  readonly projectIds: readonly string[];
}

/** @param names of the shares that this process knows */
export function shareStore(database: Database, names: readonly string[]) {
  return {
    /** By name: those that this process knows, and those that are granted although it does not. */
    list: () =>
      database.query<ShareRecord>(
        `select n.name, coalesce(array_agg(g.project_id::text order by g.project_id) filter (where g.share is not null), '{}')
           as "projectIds"
         from (select unnest($1::text[]) as name union select share from share_grant) n
         left join share_grant g on g.share = n.name group by n.name order by n.name`,
        [names],
      ),

    /** Names of those that the project may read and this process knows. */
    ofProject: async (projectId: string): Promise<readonly string[]> => {
      const rows = await database.query<{ share: string }>(
        'select share from share_grant where project_id = $1 and share = any($2) order by share',
        [projectId, names],
      );
      return rows.map(({ share }) => share);
    },

    /** @throws UserError UNKNOWN_SHARE */
    grant: async (actor: Actor, share: string, projectId: string): Promise<void> => {
      if (!names.includes(share)) throw unknownShare(share, names);
      await database.transaction((session) => grant(session, actor, share, projectId));
    },

    /** What was read from it stays in the project. */
    revoke: (actor: Actor, share: string, projectId: string): Promise<void> =>
      database.transaction((session) => revoke(session, actor, share, projectId)),
  };
}

async function grant(session: Session, actor: Actor, share: string, projectId: string): Promise<void> {
  const added = await session.query(
    `insert into share_grant (share, project_id, created_by) values ($1, $2, $3)
     on conflict do nothing returning share`,
    [share, projectId, actor.userId],
  );
  if (added.length === 0) return;
  const summary = `Let the project read the share ${share}.`;
  await recordChange(session, actor, { projectId, verb: 'grant_share', summary });
}

async function revoke(session: Session, actor: Actor, share: string, projectId: string): Promise<void> {
  const removed = await session.query(
    'delete from share_grant where share = $1 and project_id = $2 returning share',
    [share, projectId],
  );
  if (removed.length === 0) return;
  const summary = `The project may no longer read the share ${share}.`;
  await recordChange(session, actor, { projectId, verb: 'revoke_share', summary });
}

/** @throws UserError SHARE_NOT_GRANTED */
export async function requireGrant(session: Session, projectId: string, share: string): Promise<void> {
  const [granted] = await session.query('select from share_grant where share = $1 and project_id = $2', [
    share,
    projectId,
  ]);
  if (granted !== undefined) return;
  throw new UserError(
    'SHARE_NOT_GRANTED',
    `This project may not read a share ${share}. An administrator can allow it under People and workers.`,
    { parameter: 'share' },
  );
}

/** @param names of those that there are */
export const unknownShare = (share: string, names: readonly string[]) =>
  new UserError(
    'UNKNOWN_SHARE',
    names.length === 0
      ? 'This installation has no shares. Whoever runs it names them in SHARES.'
      : `There is no share ${share}. There are: ${names.join(', ')}.`,
    { parameter: 'share' },
  );
