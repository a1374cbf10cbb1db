/**
 * Hands events on to everybody who wants to hear of them: to a webhook each on its own, to a mailbox in one mail for all
 * that happens meanwhile. An event is handed on in one transaction, by one worker, once.
 */
import { randomUUID } from 'node:crypto';
import {
  defaultNotificationEvents,
  eventSubject,
  mailCollectMs,
  mailPauseMs,
  type NotificationEventKind,
  type ReceiverKind,
} from '@batchyard/domain';
import { toJson } from '../database/json.js';
import type { Database, Session } from '../database/session.js';
import { readSettings } from './settings.js';

/** Events handed on in one transaction. */
const atOnce = 500;
/** Events after which a mail is full and another one begins. */
const fullMail = 2_000;

interface NewEvent {
  readonly id: string;
  readonly projectId: string;
  readonly kind: NotificationEventKind;
  readonly scheduleId: string | null;
  readonly userId: string | null;
  readonly name: string;
}

interface Listener {
  readonly receiverId: string | null;
  readonly userId: string | null;
  readonly projectId: string;
  readonly kind: ReceiverKind;
  readonly events: readonly NotificationEventKind[];
}

/** @returns how many events were handed on */
export async function spreadEvents(database: Database, now: Date): Promise<number> {
  for (let spread = 0; ; ) {
    const count = await database.transaction((session) => spreadSome(session, now));
    spread += count;
    if (count < atOnce) return spread;
  }
}

async function spreadSome(session: Session, now: Date): Promise<number> {
  const events = await session.query<NewEvent>(
    `select id, project_id as "projectId", kind, schedule_id as "scheduleId", user_id as "userId", facts->>'name' as name
     from notification_event where spread_at is null order by id limit ${atOnce} for update skip locked`,
  );
  if (events.length === 0) return 0;
  const { mailServer } = await readSettings(session);
  const listeners = [...(await projectReceivers(session, events)), ...(await people(session, events))].filter(
    // Without a server mail would only pile up.
    ({ kind }) => kind === 'webhook' || mailServer !== null,
  );
  const heard = listeners.map((listener) => ({
    listener,
    events: events.filter((event) => hears(listener, event)),
  }));
  await addCalls(session, now, heard);
  for (const { listener, events: mailed } of inOrder(heard)) {
    if (listener.kind === 'mail' && mailed.length > 0) await addToMail(session, now, listener, mailed);
  }
  await session.query('update notification_event set spread_at = $2 where id = any($1)', [
    events.map(({ id }) => id),
    now,
  ]);
  return events.length;
}

interface Heard {
  readonly listener: Listener;
  readonly events: readonly NewEvent[];
}

function hears({ projectId, userId, kind, events }: Listener, event: NewEvent): boolean {
  if (event.projectId !== projectId || !events.includes(event.kind)) return false;
  if (userId !== null && event.userId !== userId) return false;
  // Of a schedule's batches the digest tells: one message for a night.
  const isTold =
    event.scheduleId !== null && (event.kind === 'batch_finished' || event.kind === 'batch_failed');
  return kind === 'webhook' || !isTold || !events.includes('digest');
}

/** The order in which all workers take the mails they add to, so that none waits for another in a circle. */
function inOrder(heard: readonly Heard[]): readonly Heard[] {
  const key = ({ listener }: Heard) => `${listener.receiverId ?? ''} ${listener.userId ?? ''}`;
  return [...heard].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function projectReceivers(session: Session, events: readonly NewEvent[]): Promise<Listener[]> {
  return session.query<Listener>(
    `select id as "receiverId", null::bigint as "userId", project_id as "projectId", kind, events
     from notification_receiver where project_id = any($1) and is_active order by id`,
    [[...new Set(events.map(({ projectId }) => projectId))]],
  );
}

/** Whom events concern, in projects that they may still see. */
function people(session: Session, events: readonly NewEvent[]): Promise<Listener[]> {
  const concerned = events.filter(({ userId }) => userId !== null);
  return session.query<Listener>(
    `select distinct null::bigint as "receiverId", u.id as "userId", e.project_id as "projectId", 'mail' as kind,
       coalesce(n.events, $3::text[]) as events
     from unnest($1::bigint[], $2::bigint[]) e (user_id, project_id) join app_user u on u.id = e.user_id
       left join notification_preference n on n.user_id = u.id
     where u.disabled_at is null and (u.is_administrator
       or exists (select from project_member m where m.project_id = e.project_id and m.user_id = u.id))
     order by 2, 3`,
    [
      concerned.map(({ userId }) => userId),
      concerned.map(({ projectId }) => projectId),
      defaultNotificationEvents,
    ],
  );
}

/** One call of each webhook for each event. */
async function addCalls(session: Session, now: Date, heard: readonly Heard[]): Promise<void> {
  const calls = heard.flatMap(({ listener, events }) =>
    listener.kind === 'mail'
      ? []
      : events.map(({ id, kind, name }) => ({
          key: randomUUID(),
          receiver: listener.receiverId,
          event: id,
          subject: eventSubject(kind, name),
        })),
  );
  if (calls.length === 0) return;
  await session.query(
    `with call as (select * from jsonb_to_recordset($1) c (key uuid, receiver bigint, event bigint, subject text)),
       added as (
         insert into notification_delivery (key, receiver_id, kind, subject, available_at, created_at)
           select key, receiver, 'events', subject, $2, $2 from call order by event returning id, key)
     insert into notification_delivery_event (delivery_id, event_id) select a.id, c.event from added a join call c using (key)`,
    [toJson(calls), now],
  );
}

/** The mail that waits for its time, or a new one: soon, but not too soon after the last. */
async function addToMail(
  session: Session,
  now: Date,
  listener: Listener,
  events: readonly NewEvent[],
): Promise<void> {
  const { receiverId, userId } = listener;
  await session.query(
    `with last as (
       select max(finished_at) as at from (
         select finished_at from notification_delivery
         where (receiver_id = $1 or user_id = $2) and kind = 'events' order by id desc limit 5) newest),
     mail as (
       insert into notification_delivery (receiver_id, user_id, kind, is_open, available_at, created_at)
         select $1, $2, 'events', true, greatest($3::timestamptz + $4 * interval '1 ms', last.at + $5 * interval '1 ms'), $3
         from last
       on conflict (receiver_id, user_id) where is_open do update set is_open = true
       returning id)
     insert into notification_delivery_event (delivery_id, event_id)
       select mail.id, e.id from mail cross join unnest($6::bigint[]) e (id) on conflict do nothing`,
    [receiverId, userId, now, mailCollectMs, mailPauseMs, events.map(({ id }) => id)],
  );
  await session.query(
    `update notification_delivery d set is_open = false where is_open
       and (receiver_id = $1 or user_id = $2)
       and (select count(*) from notification_delivery_event e where e.delivery_id = d.id) >= ${fullMail}`,
    [receiverId, userId],
  );
}
