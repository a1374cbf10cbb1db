/** Mail server, address of the service and allowed networks; the password is kept encrypted beside them. */
import {
  type NotificationSettings,
  noNotificationSettings,
  notificationSettingsSchema,
  UserError,
} from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { toJson } from '../database/json.js';
import type { Database, Session } from '../database/session.js';
import { seal, unseal } from '../secrets/seal.js';

const settingKey = 'notifications';
const passwordName = 'password of the mail server';

interface Stored {
  readonly settings: NotificationSettings;
  /** Base64; null: there is none. */
  readonly sealedPassword: string | null;
}

export interface NotificationSettingsRecord extends NotificationSettings {
  readonly hasPassword: boolean;
}

export async function readSettings(session: Session): Promise<NotificationSettingsRecord> {
  const { settings, sealedPassword } = await readStored(session);
  return { ...settings, hasPassword: sealedPassword !== null };
}

/** @throws Error where it was stored with another key */
export async function readPassword(session: Session, key: Buffer | null): Promise<string | null> {
  const { sealedPassword } = await readStored(session);
  if (sealedPassword === null) return null;
  if (key === null)
    throw new Error(`There is no key of secrets here, so the ${passwordName} cannot be read.`);
  return unseal(key, passwordName, Buffer.from(sealedPassword, 'base64'));
}

/** @param password undefined: as it was; empty: none. @throws UserError NO_KEY */
export function writeSettings(
  database: Database,
  key: Buffer | null,
  actor: Actor,
  settings: NotificationSettings,
  password: string | undefined,
): Promise<void> {
  return database.transaction(async (session) => {
    const { sealedPassword: former } = await readStored(session);
    const sealedPassword = password === undefined ? former : sealPassword(key, password);
    await session.query(
      `insert into instance_setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value`,
      [settingKey, toJson({ settings, sealedPassword } satisfies Stored)],
    );
    await recordChange(session, actor, {
      projectId: null,
      verb: 'set_notification_settings',
      summary: 'Changed the mail server and the settings of notifications.',
    });
  });
}

function sealPassword(key: Buffer | null, password: string): string | null {
  if (password === '') return null;
  return seal(requireKey(key), passwordName, password).toString('base64');
}

/** @throws UserError NO_KEY */
export function requireKey(key: Buffer | null): Buffer {
  if (key !== null) return key;
  const message = 'This installation has no key for secrets. Set SECRETS_KEY to 32 random bytes in Base64.';
  throw new UserError('NO_KEY', message, { parameter: 'password' });
}

async function readStored(session: Session): Promise<Stored> {
  const [row] = await session.query<{ value: Stored }>('select value from instance_setting where key = $1', [
    settingKey,
  ]);
  if (row === undefined) return { settings: noNotificationSettings, sealedPassword: null };
  return {
    settings: notificationSettingsSchema.parse(row.value.settings),
    sealedPassword: row.value.sealedPassword,
  };
}
