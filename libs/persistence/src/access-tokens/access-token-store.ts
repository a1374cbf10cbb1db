import { UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { type Database, onlyRow } from '../database/session.js';
import { type Caller, isId } from '../projects/access.js';
import { hashOf, newSecret } from '../sign-ins/secret.js';

export const accessScopes = ['read', 'write'] as const;
export type AccessScope = (typeof accessScopes)[number];

/** Begins every token, so that people and secret scanners know one when they see it. */
export const accessTokenPrefix = 'byt_';
const maxDays = 366;

export interface AccessTokenRecord {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scope: AccessScope;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface NewAccessToken {
  readonly name: string;
  readonly scope: AccessScope;
  /** 1 to 366 */
  readonly expiresInDays: number;
}

export interface TokenCaller extends Caller {
  readonly tokenId: string;
  readonly scope: AccessScope;
}

const columns = `id, name, prefix, scope, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"`;

export function accessTokenStore(database: Database) {
  return {
    /** Tokens that are not revoked, newest first, expired ones included. */
    list: (userId: string) =>
      database.query<AccessTokenRecord>(
        `select ${columns} from access_token where user_id = $1 and revoked_at is null order by id desc limit 200`,
        [userId],
      ),

    /** @returns the record and the token itself, which is not stored. @throws UserError */
    create: (actor: Actor & { userId: string }, given: NewAccessToken) => {
      requireValid(given);
      const token = `${accessTokenPrefix}${newSecret()}`;
      return database.transaction(async (session) => {
        const record = onlyRow(
          await session.query<AccessTokenRecord>(
            `insert into access_token (user_id, name, prefix, token_hash, scope, expires_at)
             values ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 day') returning ${columns}`,
            [
              actor.userId,
              given.name.trim(),
              token.slice(0, 10),
              hashOf(token),
              given.scope,
              given.expiresInDays,
            ],
          ),
        );
        await recordChange(session, actor, {
          projectId: null,
          verb: 'create_access_token',
          summary: `Created the access token ${record.name} (${record.scope}).`,
        });
        return { record, token };
      });
    },

    /** @returns false when the user has no such token */
    revoke: (actor: Actor & { userId: string }, tokenId: string): Promise<boolean> =>
      database.transaction(async (session) => {
        if (!isId(tokenId)) return false;
        const [row] = await session.query<{ name: string }>(
          `update access_token set revoked_at = clock_timestamp()
           where id = $1 and user_id = $2 and revoked_at is null returning name`,
          [tokenId, actor.userId],
        );
        if (row === undefined) return false;
        await recordChange(session, actor, {
          projectId: null,
          verb: 'revoke_access_token',
          summary: `Revoked the access token ${row.name}.`,
        });
        return true;
      }),

    /** The caller of a token as it is now; null when it is no longer valid. */
    tokenCaller: async (tokenId: string): Promise<Caller | null> => {
      const [caller] = await database.query<Caller>(
        `select u.id as "userId", u.is_administrator as "isAdministrator" from access_token t join app_user u on u.id = t.user_id
         where t.id = $1 and t.revoked_at is null and t.expires_at > clock_timestamp() and u.disabled_at is null`,
        [tokenId],
      );
      return caller ?? null;
    },

    /** @returns null when the token is unknown, expired or revoked, or its user disabled */
    find: async (token: string): Promise<TokenCaller | null> => {
      if (!token.startsWith(accessTokenPrefix)) return null;
      const [row] = await database.query<TokenCaller & { isStale: boolean }>(
        `select t.id as "tokenId", t.scope, u.id as "userId", u.is_administrator as "isAdministrator",
           coalesce(t.last_used_at < clock_timestamp() - interval '1 minute', true) as "isStale"
         from access_token t join app_user u on u.id = t.user_id
         where t.token_hash = $1 and t.revoked_at is null and t.expires_at > clock_timestamp() and u.disabled_at is null`,
        [hashOf(token)],
      );
      if (row === undefined) return null;
      const { isStale, ...caller } = row;
      if (isStale) {
        await database.query('update access_token set last_used_at = clock_timestamp() where id = $1', [
          row.tokenId,
        ]);
      }
      return caller;
    },
  };
}

function requireValid({ name, scope, expiresInDays }: NewAccessToken): void {
  if (name.trim() === '' || name.length > 100) {
    throw new UserError('INVALID_NAME', 'A token needs a name of 1 to 100 characters.', {
      parameter: 'name',
    });
  }
  if (!accessScopes.includes(scope)) {
    throw new UserError('INVALID_SCOPE', `A token's scope is ${accessScopes.join(' or ')}.`, {
      parameter: 'scope',
    });
  }
  if (!Number.isInteger(expiresInDays) || expiresInDays < 1 || expiresInDays > maxDays) {
    throw new UserError('INVALID_EXPIRY', `A token expires in 1 to ${maxDays} days, not ${expiresInDays}.`, {
      parameter: 'expiresInDays',
    });
  }
}
