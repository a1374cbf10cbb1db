/** One-time links, browser sessions, passwords and the count of failed tries. Secrets are stored as hashes only. */
import { type Actor, recordChange } from '../changesets/record.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import { type Caller, isId } from '../projects/access.js';
import { hashOf, newSecret } from './secret.js';
import { countTry, type TryAllowance } from './tries.js';

/** Days after which a browser must sign in again. */
export const sessionDays = 30;

export interface SessionRecord {
  readonly id: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** A caller known by the secret that the request carried. */
export interface SessionCaller extends Caller {
  readonly sessionId: string;
}

/** A new session; `secret` goes into the browser's cookie and is not stored. */
export interface NewSession {
  readonly secret: string;
  readonly userId: string;
}

export interface PasswordRecord {
  readonly userId: string;
  readonly passwordHash: string | null;
}

export function signInStore(database: Database) {
  return {
    /**
     * @param actor who makes the link; the system when nobody is said
     * @returns the secret of a link that signs the user in once, within `validHours`
     */
    createLink: (userId: string, validHours: number, actor: Actor = system): Promise<string> =>
      database.transaction((session) => createLink(session, userId, validHours, actor)),

    /** Links of the user that nobody has used yet stop working. */
    revokeLinks: async (userId: string): Promise<void> => {
      await database.query(
        'update sign_in_link set expires_at = clock_timestamp() where user_id = $1 and used_at is null',
        [userId],
      );
    },

    /** Uses a link up. @returns null when it is unknown, used, expired, or its user disabled */
    useLink: (secret: string, userAgent: string): Promise<NewSession | null> =>
      database.transaction(async (session) => {
        const [link] = await session.query<{ userId: string }>(
          `update sign_in_link l set used_at = clock_timestamp() from app_user u
           where l.token_hash = $1 and l.used_at is null and l.expires_at > clock_timestamp()
             and u.id = l.user_id and u.disabled_at is null
           returning l.user_id as "userId"`,
          [hashOf(secret)],
        );
        return link === undefined ? null : createSession(session, link.userId, userAgent);
      }),

    createSession: (userId: string, userAgent: string) => createSession(database, userId, userAgent),

    /** @returns null when the secret is unknown, expired or revoked, or its user disabled */
    findSession: (secret: string) => findSession(database, secret),

    /** Sessions in which somebody may still act, newest first. */
    listSessions: (userId: string) =>
      database.query<SessionRecord>(
        `select id, user_agent as "userAgent", created_at as "createdAt", last_seen_at as "lastSeenAt" from session
         where user_id = $1 and revoked_at is null and expires_at > clock_timestamp() order by id desc limit 100`,
        [userId],
      ),

    /** The caller of a session as it is now; null when it has ended or the user was disabled. */
    sessionCaller: async (sessionId: string): Promise<Caller | null> => {
      const [caller] = await database.query<Caller>(
        `select u.id as "userId", u.is_administrator as "isAdministrator" from session s join app_user u on u.id = s.user_id
         where s.id = $1 and s.revoked_at is null and s.expires_at > clock_timestamp() and u.disabled_at is null`,
        [sessionId],
      );
      return caller ?? null;
    },

    /** Ends a session of the actor. @returns false when the actor has no such session */
    revokeSession: (actor: Actor & { userId: string }, sessionId: string): Promise<boolean> =>
      database.transaction((session) => revokeSession(session, actor, sessionId)),

    /** Null for an address without an account, or a disabled one. */
    findPassword: async (email: string): Promise<PasswordRecord | null> => {
      const [row] = await database.query<PasswordRecord>(
        `select id as "userId", password_hash as "passwordHash" from app_user where email = $1 and disabled_at is null`,
        [email],
      );
      return row ?? null;
    },

    passwordHashOf: async (userId: string): Promise<string | null> => {
      const [row] = await database.query<{ hash: string | null }>(
        `select password_hash as hash from app_user where id = $1`,
        [userId],
      );
      return row?.hash ?? null;
    },

    /** Sets a password and signs out everywhere but in `keptSessionId`; unused links of the user die too. */
    setPasswordHash: (actor: Actor & { userId: string }, hash: string, keptSessionId: string | null) =>
      database.transaction(async (session) => {
        await session.query('update app_user set password_hash = $2 where id = $1', [actor.userId, hash]);
        await session.query(
          `update session set revoked_at = clock_timestamp()
           where user_id = $1 and revoked_at is null and id is distinct from $2::bigint`,
          [actor.userId, keptSessionId],
        );
        await session.query(
          'update sign_in_link set used_at = clock_timestamp() where user_id = $1 and used_at is null',
          [actor.userId],
        );
        await recordChange(session, actor, {
          projectId: null,
          verb: 'set_password',
          summary: 'Changed the password.',
        });
      }),

    /** See tries.ts. */
    countTry: (email: string): Promise<TryAllowance> => countTry(database, email),

    /** After a success: forgets the tries, and with them those of other addresses that are a day old. */
    clearTries: async (email: string): Promise<void> => {
      await database.query(
        `delete from sign_in_failure where email = $1 or last_at < clock_timestamp() - interval '1 day'`,
        [email],
      );
    },
  };
}

const system: Actor = { userId: null, source: 'system' };

async function createLink(
  session: Session,
  userId: string,
  validHours: number,
  actor: Actor,
): Promise<string> {
  const secret = newSecret();
  const { email } = onlyRow(
    await session.query<{ email: string }>(
      `with link as (
         insert into sign_in_link (user_id, token_hash, expires_at)
         values ($1, $2, clock_timestamp() + $3 * interval '1 hour') returning user_id
       ) select email from app_user where id = (select user_id from link)`,
      [userId, hashOf(secret), validHours],
    ),
  );
  await recordChange(session, actor, {
    projectId: null,
    verb: 'create_sign_in_link',
    summary: `Made a one-time sign-in link for ${email}.`,
  });
  return secret;
}

async function revokeSession(
  session: Session,
  actor: Actor & { userId: string },
  sessionId: string,
): Promise<boolean> {
  if (!isId(sessionId)) return false;
  const rows = await session.query(
    `update session set revoked_at = clock_timestamp()
     where id = $1 and user_id = $2 and revoked_at is null returning id`,
    [sessionId, actor.userId],
  );
  if (rows.length === 0) return false;
  await recordChange(session, actor, {
    projectId: null,
    verb: 'end_session',
    summary: 'Signed a browser out.',
  });
  return true;
}

async function createSession(session: Session, userId: string, userAgent: string): Promise<NewSession> {
  const secret = newSecret();
  onlyRow(
    await session.query(
      `insert into session (user_id, token_hash, user_agent, expires_at)
       values ($1, $2, $3, clock_timestamp() + $4 * interval '1 day') returning id`,
      [userId, hashOf(secret), userAgent.slice(0, 500), sessionDays],
    ),
  );
  return { secret, userId };
}

async function findSession(session: Session, secret: string): Promise<SessionCaller | null> {
  const [row] = await session.query<SessionCaller & { isStale: boolean }>(
    `select s.id as "sessionId", u.id as "userId", u.is_administrator as "isAdministrator",
       s.last_seen_at < clock_timestamp() - interval '1 minute' as "isStale"
     from session s join app_user u on u.id = s.user_id
     where s.token_hash = $1 and s.revoked_at is null and s.expires_at > clock_timestamp() and u.disabled_at is null`,
    [hashOf(secret)],
  );
  if (row === undefined) return null;
  // Once a minute is enough for people, and spares a write on every request.
  if (row.isStale) {
    await session.query('update session set last_seen_at = clock_timestamp() where id = $1', [row.sessionId]);
  }
  const { sessionId, userId, isAdministrator } = row;
  return { sessionId, userId, isAdministrator };
}
