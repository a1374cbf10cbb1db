/** Secrets of the instance, which only programs of command pipelines get to see. */
import { NotFound, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Database, Session } from '../database/session.js';
import { seal, unseal } from './seal.js';

/** A secret without its value. */
export interface SecretRecord {
  readonly name: string;
  readonly updatedAt: Date;
  readonly updatedById: string | null;
}

const maxValueChars = 10_000;
const columns = `name, updated_at as "updatedAt", updated_by as "updatedById"`;

/** @param key 32 bytes; null: this installation has none, so it keeps no secrets */
export function secretStore(database: Database, key: Buffer | null) {
  return {
    /** By name. */
    list: () => database.query<SecretRecord>(`select ${columns} from secret order by name`),

    /** Stores a value, also in the place of a former one. @throws UserError INVALID_NAME, INVALID_VALUE, NO_KEY */
    set: (actor: Actor, name: string, value: string): Promise<SecretRecord> =>
      database.transaction((session) => setSecret(session, key, actor, name, value)),

    /** @throws NotFound */
    remove: (actor: Actor, name: string): Promise<void> =>
      database.transaction((session) => removeSecret(session, actor, name)),

    /** Values by name, for a job; those that are not stored are left out. @throws Error where the key does not fit */
    read: async (names: readonly string[]): Promise<Record<string, string>> => {
      if (names.length === 0 || key === null) return {};
      const rows = await database.query<{ name: string; sealed: Buffer }>(
        'select name, sealed from secret where name = any($1)',
        [names],
      );
      return Object.fromEntries(rows.map(({ name, sealed }) => [name, unseal(key, name, sealed)]));
    },
  };
}

async function setSecret(
  session: Session,
  key: Buffer | null,
  actor: Actor,
  name: string,
  value: string,
): Promise<SecretRecord> {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name) || name.startsWith('BATCHYARD_')) {
    const message =
      'A secret is named like an environment variable: letters, digits and _, for example API_KEY.';
    throw new UserError('INVALID_NAME', message, { parameter: 'name' });
  }
  if (value === '' || value.length > maxValueChars) {
    const message = `A secret has 1 to ${maxValueChars} characters.`;
    throw new UserError('INVALID_VALUE', message, { parameter: 'value' });
  }
  if (key === null) {
    const message = 'This installation has no key for secrets. Set SECRETS_KEY to 32 random bytes in Base64.';
    throw new UserError('NO_KEY', message, { parameter: 'value' });
  }
  const [stored] = await session.query<SecretRecord>(
    `insert into secret (name, sealed, updated_by) values ($1, $2, $3)
     on conflict (name) do update set sealed = excluded.sealed, updated_by = excluded.updated_by,
       updated_at = clock_timestamp()
     returning ${columns}`,
    [name, seal(key, name, value), actor.userId],
  );
  // The value is no part of the journal.
  await recordChange(session, actor, {
    projectId: null,
    verb: 'set_secret',
    summary: `Stored the secret ${name}.`,
  });
  if (stored === undefined) throw new Error(`The secret ${name} was not stored.`);
  return stored;
}

async function removeSecret(session: Session, actor: Actor, name: string): Promise<void> {
  const removed = await session.query('delete from secret where name = $1 returning name', [name]);
  if (removed.length === 0) throw new NotFound('The secret');
  await recordChange(session, actor, {
    projectId: null,
    verb: 'remove_secret',
    summary: `Removed the secret ${name}.`,
  });
}
