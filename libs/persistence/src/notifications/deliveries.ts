/** Deliveries on their way: taken by one worker at a time under a lease, with a log of every try. */
import { NotFound, type NotificationEvent, type ReceiverKind, retryDelayMs } from '@batchyard/domain';
import type { Database, Session } from '../database/session.js';
import { isId } from '../projects/access.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../projects/page.js';
import { unseal } from '../secrets/seal.js';
import { webhookSecretName } from './receivers.js';
import { requireKey } from './settings.js';

/** A worker that has not said within this time what became of a delivery is taken for dead. */
const leaseMs = 120_000;

export interface TakenDelivery {
  readonly id: string;
  /** The same at every try. */
  readonly key: string;
  /** Number of this try, and the fence of what is written about it. */
  readonly attempt: number;
  readonly kind: 'events' | 'test';
  readonly channel: ReceiverKind;
  /** Of mail. */
  readonly addresses: readonly string[];
  /** Of a webhook. */
  readonly url: string | null;
  readonly sealedSecret: Buffer | null;
  readonly receiverId: string | null;
  readonly projectSlug: string | null;
}

/** What became of one try. */
export interface DeliveryOutcome {
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Of HTTP or SMTP; null: no answer came. */
  readonly status: number | null;
  readonly responseHead: string | null;
  /** null: it arrived. */
  readonly error: string | null;
  /** Whether another try may do better. */
  readonly mayPass: boolean;
  readonly subject: string;
}

export const deliveryStates = ['waiting', 'sent', 'failed'] as const;

export interface DeliveryRecord {
  readonly id: string;
  readonly key: string;
  readonly kind: 'events' | 'test';
  readonly state: (typeof deliveryStates)[number];
  readonly subject: string | null;
  readonly eventCount: number;
  readonly attempts: number;
  readonly availableAt: Date;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** Of the newest try. */
  readonly status: number | null;
  readonly durationMs: number | null;
  readonly responseHead: string | null;
  readonly error: string | null;
}

/** At most `count` deliveries whose time has come, for this caller alone. */
export async function takeDeliveries(session: Session, now: Date, count: number): Promise<TakenDelivery[]> {
  return session.query<TakenDelivery>(
    `with taken as (
       update notification_delivery set is_open = false, attempts = attempts + 1, lease_until = $1::timestamptz + $3 * interval '1 ms'
       where id in (
         select id from notification_delivery
         where state = 'waiting' and available_at <= $1 and (lease_until is null or lease_until <= $1)
         order by available_at limit $2 for update skip locked)
       returning id, key, attempts, kind, receiver_id, user_id)
     select t.id, t.key, t.attempts as attempt, t.kind, coalesce(r.kind, 'mail') as channel,
       coalesce(r.addresses, array[u.email]) as addresses, r.url, r.sealed_secret as "sealedSecret",
       t.receiver_id as "receiverId", p.slug as "projectSlug"
     from taken t left join notification_receiver r on r.id = t.receiver_id left join project p on p.id = r.project_id
       left join app_user u on u.id = t.user_id`,
    [now, count, leaseMs],
  );
}

/** What a delivery tells of, oldest first. */
export function deliveredEvents(session: Session, deliveryId: string): Promise<NotificationEvent[]> {
  return session.query<NotificationEvent>(
    `select e.id, e.kind, e.created_at as "createdAt", p.slug as "projectSlug", p.name as "projectName",
       e.batch_id as "batchId", e.schedule_id as "scheduleId", e.facts
     from notification_delivery_event d join notification_event e on e.id = d.event_id join project p on p.id = e.project_id
     where d.delivery_id = $1 order by e.id`,
    [deliveryId],
  );
}

/** The secret that signs the calls of a webhook. @throws Error where the key does not fit */
export function secretOf({ receiverId, sealedSecret }: TakenDelivery, key: Buffer | null): string {
  if (receiverId === null || sealedSecret === null) throw new Error('Only webhooks have a secret.');
  return unseal(requireKey(key), webhookSecretName(receiverId), sealedSecret);
}

/** Writes what became of a try, unless another worker has taken the delivery since. */
export function recordOutcome(
  database: Database,
  taken: TakenDelivery,
  outcome: DeliveryOutcome,
  now: Date,
): Promise<void> {
  return database.transaction(async (session) => {
    const { state, again } = nextState(taken, outcome, now);
    const moved = await session.query(
      `update notification_delivery set state = $3, lease_until = null, available_at = coalesce($4, available_at),
         finished_at = case when $3 = 'waiting' then null else $5::timestamptz end, subject = $6
       where id = $1 and attempts = $2 and state = 'waiting' returning id`,
      [taken.id, taken.attempt, state, again, now, outcome.subject],
    );
    if (moved.length === 0) return;
    const { startedAt, durationMs, status, responseHead, error } = outcome;
    await session.query(
      `insert into notification_attempt (delivery_id, number, started_at, duration_ms, status, response_head, error)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [taken.id, taken.attempt, startedAt, durationMs, status, responseHead, error],
    );
  });
}

function nextState({ attempt, kind }: TakenDelivery, { error, mayPass }: DeliveryOutcome, now: Date) {
  if (error === null) return { state: 'sent', again: null };
  // Whoever tests wants to know at once.
  const delayMs = mayPass && kind !== 'test' ? retryDelayMs(attempt) : null;
  return delayMs === null
    ? { state: 'failed', again: null }
    : { state: 'waiting', again: new Date(now.getTime() + delayMs) };
}

const columns = `d.id, d.key, d.kind, d.state, d.subject, d.attempts, d.available_at as "availableAt",
  d.created_at as "createdAt", d.finished_at as "finishedAt", a.status, a.duration_ms as "durationMs",
  a.response_head as "responseHead", a.error,
  (select count(*)::int from notification_delivery_event e where e.delivery_id = d.id) as "eventCount"`;
const withNewestTry = `notification_delivery d left join lateral (
  select * from notification_attempt t where t.delivery_id = d.id order by t.number desc limit 1) a on true`;

/** Of a receiver of a project, newest first. */
export async function listDeliveries(
  session: Session,
  receiverId: string,
  { first, after }: PageRequest,
): Promise<Page<DeliveryRecord>> {
  const rows = await session.query<DeliveryRecord>(
    `select ${columns} from ${withNewestTry}
     where d.receiver_id = $1 and ($2::bigint is null or d.id < $2) order by d.id desc limit $3`,
    [receiverId, decodeCursor(after, 1)?.[0] ?? null, first + 1],
  );
  return pageOf(rows, first, (row) => [row.id]);
}

/** The newest of a person. */
export function newestOfUser(session: Session, userId: string, count: number): Promise<DeliveryRecord[]> {
  return session.query<DeliveryRecord>(
    `select ${columns} from ${withNewestTry} where d.user_id = $1 order by d.id desc limit $2`,
    [userId, count],
  );
}

/** A message that only says that messages arrive. */
export async function addTest(
  session: Session,
  to: { readonly receiverId: string } | { readonly userId: string },
): Promise<void> {
  const [receiverId, userId] = 'receiverId' in to ? [to.receiverId, null] : [null, to.userId];
  await session.query(
    `insert into notification_delivery (receiver_id, user_id, kind, subject) values ($1, $2, 'test', 'Test')`,
    [receiverId, userId],
  );
}

/** Sends a failed delivery once more. @throws NotFound */
export async function sendAgain(session: Session, receiverId: string, deliveryId: string): Promise<void> {
  const rows = await session.query(
    `update notification_delivery set state = 'waiting', finished_at = null, available_at = clock_timestamp()
     where receiver_id = $1 and id = any($2) and state = 'failed' returning id`,
    [receiverId, [deliveryId].filter(isId)],
  );
  if (rows.length === 0) throw new NotFound('The failed delivery');
}

/** Days that the log is kept. */
const keptDays = 30;

/** Forgets old deliveries and events, some at a time. */
export async function sweepNotifications(session: Session, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  await session.query(
    `delete from notification_delivery where id in (
       select id from notification_delivery where state <> 'waiting' and finished_at < $1 order by id limit 1000)`,
    [before],
  );
  await session.query(
    `delete from notification_event where id in (
       select id from notification_event e where spread_at < $1
         and not exists (select from notification_delivery_event d where d.event_id = e.id) order by id limit 1000)`,
    [before],
  );
}
