import { UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { advisoryLocks } from '../database/advisory-locks.js';
import type { Database, Session } from '../database/session.js';
import { isId } from '../projects/access.js';

export interface UserRecord {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly createdAt: Date;
}

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly isAdministrator: boolean;
}

const columns = `id, email, name, is_administrator as "isAdministrator", created_at as "createdAt"`;

export function userStore(database: Database) {
  return {
    list: () =>
      database.query<UserRecord>(`select ${columns} from app_user where disabled_at is null order by id`),

    /** Users of these ids in any order; absent ones are left out. */
    byIds: (ids: readonly string[]) =>
      database.query<UserRecord>(`select ${columns} from app_user where id = any($1)`, [ids.filter(isId)]),

    /** @throws UserError EMAIL_TAKEN, INVALID_EMAIL, INVALID_NAME */
    create: (actor: Actor, user: NewUser) =>
      database.transaction((session) => createUser(session, actor, user)),

    /** The first user, as administrator; null where there is a user already. */
    createFirstAdministrator: (user: Omit<NewUser, 'isAdministrator'>) =>
      database.transaction(async (session) => {
        await session.query('select pg_advisory_xact_lock($1)', [advisoryLocks.setUp]);
        const existing = await session.query('select 1 from app_user limit 1');
        if (existing.length > 0) return null;
        const system: Actor = { userId: null, source: 'system' };
        return createUser(session, system, { ...user, isAdministrator: true });
      }),
  };
}

async function createUser(session: Session, actor: Actor, given: NewUser): Promise<UserRecord> {
  const email = given.email.trim().toLowerCase();
  const name = given.name.trim();
  requireEmail(email);
  if (name === '' || name.length > 200) {
    throw new UserError('INVALID_NAME', 'A user needs a name of 1 to 200 characters.', { parameter: 'name' });
  }
  const [user] = await session.query<UserRecord>(
    `insert into app_user (email, name, is_administrator) values ($1, $2, $3)
     on conflict (email) do nothing returning ${columns}`,
    [email, name, given.isAdministrator],
  );
  if (user === undefined) {
    throw new UserError('EMAIL_TAKEN', `There is a user with the address ${email} already.`, {
      parameter: 'email',
    });
  }
  await recordChange(session, actor, {
    projectId: null,
    verb: 'create_user',
    summary: `Created user ${email}.`,
    entries: [{ entity: 'app_user', entityId: user.id, before: null, after: { email, name } }],
  });
  return user;
}

function requireEmail(email: string): void {
  if (/^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 254) return;
  throw new UserError('INVALID_EMAIL', `${JSON.stringify(email.slice(0, 254))} is not an e-mail address.`, {
    parameter: 'email',
  });
}
