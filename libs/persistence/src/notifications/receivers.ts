/** Whom a project tells, and of what a person wants mail. */
import { randomBytes } from 'node:crypto';
import {
  defaultNotificationEvents,
  NotFound,
  type NotificationEventKind,
  type ReceiverKind,
  type ReceiverSettings,
  UserError,
} from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { onlyRow, type Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { seal } from '../secrets/seal.js';
import { requireKey } from './settings.js';

export interface ReceiverRecord {
  readonly id: string;
  readonly projectId: string;
  readonly kind: ReceiverKind;
  readonly name: string;
  readonly events: readonly NotificationEventKind[];
  /** Of a webhook: none. */
  readonly addresses: readonly string[];
  /** Of mail: null. */
  readonly url: string | null;
  readonly isActive: boolean;
  readonly createdAt: Date;
}

const columns = `r.id, r.project_id as "projectId", r.kind, r.name, r.events, r.addresses, r.url,
  r.is_active as "isActive", r.created_at as "createdAt"`;

/** Receivers of one project at most. */
const mostReceivers = 50;

export function listReceivers(session: Session, projectId: string): Promise<ReceiverRecord[]> {
  return session.query<ReceiverRecord>(
    `select ${columns} from notification_receiver r where r.project_id = $1 order by lower(r.name), r.id`,
    [projectId],
  );
}

/** @throws NotFound */
export async function findReceiver(session: Session, projectId: string, id: string): Promise<ReceiverRecord> {
  const [receiver] = await session.query<ReceiverRecord>(
    `select ${columns} from notification_receiver r where r.project_id = $1 and r.id = any($2)`,
    [projectId, [id].filter(isId)],
  );
  if (receiver === undefined) throw new NotFound('The notification receiver');
  return receiver;
}

/** @returns the id, and of a webhook the secret, which is shown this once. @throws UserError NAME_TAKEN, TOO_MANY, NO_KEY */
export async function createReceiver(
  session: Session,
  key: Buffer | null,
  actor: Actor,
  projectId: string,
  settings: ReceiverSettings,
): Promise<{ id: string; secret: string | null }> {
  await requireFreeName(session, projectId, settings.name, null);
  const isWebhook = settings.kind === 'webhook';
  if (isWebhook) requireKey(key);
  const { id } = onlyRow(
    await session.query<{ id: string }>(
      `insert into notification_receiver (project_id, kind, name, events, addresses, url, sealed_secret, is_active, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
      [
        projectId,
        settings.kind,
        ...valuesOf(settings),
        isWebhook ? Buffer.alloc(0) : null,
        settings.isActive,
        actor.userId,
      ],
    ),
  );
  const secret = isWebhook ? await renewSecret(session, key, id) : null;
  await record(
    session,
    actor,
    projectId,
    'create_notification_receiver',
    `Set up the notification receiver ${settings.name}.`,
  );
  return { id, secret };
}

/** What it is (mail or webhook) stays. @throws UserError NAME_TAKEN, OTHER_KIND */
export async function updateReceiver(
  session: Session,
  actor: Actor,
  { id, projectId, kind }: ReceiverRecord,
  settings: ReceiverSettings,
): Promise<void> {
  if (settings.kind !== kind)
    throw new UserError('OTHER_KIND', 'A receiver stays what it is. Add another one.', { parameter: 'kind' });
  await requireFreeName(session, projectId, settings.name, id);
  await session.query(
    'update notification_receiver set name = $2, events = $3, addresses = $4, url = $5, is_active = $6 where id = $1',
    [id, ...valuesOf(settings), settings.isActive],
  );
  await record(
    session,
    actor,
    projectId,
    'change_notification_receiver',
    `Changed the notification receiver ${settings.name}.`,
  );
}

/** A new secret in the place of the former one. @returns it, this once @throws UserError NO_KEY */
export async function renewReceiverSecret(
  session: Session,
  key: Buffer | null,
  actor: Actor,
  { id, projectId, kind, name }: ReceiverRecord,
): Promise<string> {
  if (kind !== 'webhook')
    throw new UserError('OTHER_KIND', 'Only webhooks have a secret.', { parameter: 'receiverId' });
  const secret = await renewSecret(session, key, id);
  await record(session, actor, projectId, 'renew_webhook_secret', `Gave the webhook ${name} a new secret.`);
  return secret;
}

/** With its log. */
export async function removeReceiver(
  session: Session,
  actor: Actor,
  { id, projectId, name }: ReceiverRecord,
): Promise<void> {
  await session.query('delete from notification_receiver where id = $1', [id]);
  await record(
    session,
    actor,
    projectId,
    'remove_notification_receiver',
    `Removed the notification receiver ${name}.`,
  );
}

/** Name under which the secret of a webhook is sealed. */
export const webhookSecretName = (receiverId: string) => `webhook ${receiverId}`;

async function renewSecret(session: Session, key: Buffer | null, id: string): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString('base64url')}`;
  const sealed = seal(requireKey(key), webhookSecretName(id), secret);
  await session.query('update notification_receiver set sealed_secret = $2 where id = $1', [id, sealed]);
  return secret;
}

function valuesOf(settings: ReceiverSettings) {
  const isMail = settings.kind === 'mail';
  return [settings.name, settings.events, isMail ? settings.addresses : [], isMail ? null : settings.url];
}

function record(
  session: Session,
  actor: Actor,
  projectId: string,
  verb: string,
  summary: string,
): Promise<string> {
  return recordChange(session, actor, { projectId, verb, summary });
}

async function requireFreeName(
  session: Session,
  projectId: string,
  name: string,
  id: string | null,
): Promise<void> {
  const rows = await session.query<{ isTaken: boolean }>(
    'select name = $2 as "isTaken" from notification_receiver where project_id = $1 and id is distinct from $3',
    [projectId, name, id],
  );
  if (rows.some(({ isTaken }) => isTaken)) {
    throw new UserError(
      'NAME_TAKEN',
      `The project has a receiver ${name} already. Give this one another name.`,
      { parameter: 'name' },
    );
  }
  if (rows.length >= mostReceivers)
    throw new UserError('TOO_MANY', `A project has at most ${mostReceivers} receivers.`, {
      parameter: 'name',
    });
}

/** The kinds of events that a person gets mail of. */
export async function readPreference(
  session: Session,
  userId: string,
): Promise<readonly NotificationEventKind[]> {
  const [row] = await session.query<{ events: NotificationEventKind[] }>(
    'select events from notification_preference where user_id = $1',
    [userId],
  );
  return row?.events ?? defaultNotificationEvents;
}

export async function writePreference(
  session: Session,
  userId: string,
  events: readonly NotificationEventKind[],
): Promise<void> {
  await session.query(
    `insert into notification_preference (user_id, events) values ($1, $2)
     on conflict (user_id) do update set events = excluded.events`,
    [userId, events],
  );
}
