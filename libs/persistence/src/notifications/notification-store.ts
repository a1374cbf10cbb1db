/**
 * Notifications: what happened is written by triggers with the change itself, handed on to receivers by workers, and
 * sent under a lease, at least once and with the same key at every try.
 */
import type { NotificationEventKind, NotificationSettings, ReceiverSettings } from '@batchyard/domain';
import type { Actor } from '../changesets/record.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import type { PageRequest } from '../projects/page.js';
import {
  addTest,
  type DeliveryOutcome,
  deliveredEvents,
  listDeliveries,
  newestOfUser,
  recordOutcome,
  secretOf,
  sendAgain,
  sweepNotifications,
  type TakenDelivery,
  takeDeliveries,
} from './deliveries.js';
import {
  createReceiver,
  findReceiver,
  listReceivers,
  type ReceiverRecord,
  readPreference,
  removeReceiver,
  renewReceiverSecret,
  updateReceiver,
  writePreference,
} from './receivers.js';
import { readPassword, readSettings, writeSettings } from './settings.js';
import { spreadEvents } from './spread.js';

/** @param key of secrets; null: none can be kept */
export function notificationStore(database: Database, key: Buffer | null) {
  const inTransaction = <T>(work: (session: Session) => Promise<T>) => database.transaction(work);
  const timeOf = async (clock?: () => Date) => clock?.() ?? databaseTime(database);
  return {
    settings: () => readSettings(database),
    /** Of the mail server; null: there is none. */
    password: () => readPassword(database, key),
    /** @param password undefined: as it was; empty: none. @throws UserError NO_KEY */
    setSettings: (actor: Actor, settings: NotificationSettings, password?: string) =>
      writeSettings(database, key, actor, settings, password),

    /** Kinds of events that a person gets mail of. */
    preference: (userId: string) => readPreference(database, userId),
    setPreference: (userId: string, events: readonly NotificationEventKind[]) =>
      writePreference(database, userId, events),
    /** The newest 20 mails to a person. */
    mailsOf: (userId: string) => newestOfUser(database, userId, 20),

    /** By name. */
    receivers: (projectId: string) => listReceivers(database, projectId),
    /** @throws NotFound */
    receiver: (projectId: string, id: string) => findReceiver(database, projectId, id),
    /** @returns the id and, this once, the secret of a webhook. @throws UserError NAME_TAKEN, TOO_MANY, NO_KEY */
    createReceiver: (actor: Actor, projectId: string, settings: ReceiverSettings) =>
      inTransaction((session) => createReceiver(session, key, actor, projectId, settings)),
    /** @throws UserError NAME_TAKEN, OTHER_KIND */
    updateReceiver: (actor: Actor, receiver: ReceiverRecord, settings: ReceiverSettings) =>
      inTransaction((session) => updateReceiver(session, actor, receiver, settings)),
    /** @throws UserError NO_KEY, OTHER_KIND */
    renewSecret: (actor: Actor, receiver: ReceiverRecord) =>
      inTransaction((session) => renewReceiverSecret(session, key, actor, receiver)),
    removeReceiver: (actor: Actor, receiver: ReceiverRecord) =>
      inTransaction((session) => removeReceiver(session, actor, receiver)),
    deliveries: (receiverId: string, page: PageRequest) => listDeliveries(database, receiverId, page),
    test: (to: { readonly receiverId: string } | { readonly userId: string }) => addTest(database, to),
    /** @throws NotFound */
    sendAgain: (receiverId: string, deliveryId: string) => sendAgain(database, receiverId, deliveryId),

    /** Hands on what happened. @param clock absent: the database's @returns how many events */
    spread: async (clock?: () => Date) => spreadEvents(database, await timeOf(clock)),
    /** Deliveries whose time has come, for this caller alone until the lease ends. */
    take: async (count: number, clock?: () => Date) => takeDeliveries(database, await timeOf(clock), count),
    eventsOf: (deliveryId: string) => deliveredEvents(database, deliveryId),
    secretOf: (taken: TakenDelivery) => secretOf(taken, key),
    record: async (taken: TakenDelivery, outcome: DeliveryOutcome, clock?: () => Date) =>
      recordOutcome(database, taken, outcome, await timeOf(clock)),
    sweep: async (clock?: () => Date) => sweepNotifications(database, await timeOf(clock)),
  };
}

export async function databaseTime(session: Session): Promise<Date> {
  return onlyRow(await session.query<{ now: Date }>('select clock_timestamp() as now')).now;
}
