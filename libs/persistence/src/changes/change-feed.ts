/**
 * Tells this process what changed, from one LISTEN connection. The triggers of `job` and `batch` announce each change
 * with its own commit; a notice only says "read again", so nothing is lost by joining many into one.
 */
import type pg from 'pg';
import { connectClient } from '../database/pool.js';
import { type Coalesced, coalesce } from './coalesce.js';

/** What to hear about: one batch with its jobs, one job, one or all bulk actions, one subject, or every batch. */
export type ChangeSubject =
  | { readonly batchId: string }
  | { readonly jobId: string }
  | { readonly bulkActionId: string }
  | { readonly subjectId: string; readonly projectId: string }
  | 'bulk_actions'
  | 'all';

export interface ChangeFeed {
  /**
   * Calls back while the subject changes, and after a lost connection is back.
   * @param atMostEveryMs what a reader can follow, unless somebody must hear of it sooner
   * @returns ends the subscription
   */
  subscribe(subject: ChangeSubject, callback: () => void, atMostEveryMs?: number): () => void;
  /** Calls back at once when somebody asks to cancel running jobs. */
  onCancel(callback: () => void): () => void;
  close(): Promise<void>;
}

/**
 * Channel of the triggers in the schema and of stores: `{batch: id, jobs: [ids], empty when many}`, `{bulkAction: id}` or
 * `{project: id, subjects: [ids], empty when many}`.
 */
export const changeChannel = 'batchyard_change';
/** Channel that the cancel verbs notify. */
export const cancelChannel = 'batchyard_cancel';
const readableEveryMs = 250;
const reconnectMs = 500;

interface Subscription {
  readonly subject: ChangeSubject;
  readonly notify: Coalesced;
}

/** Connects with the first subscription. */
export function openChangeFeed(databaseUrl: string): ChangeFeed {
  const subscriptions = new Set<Subscription>();
  const cancelListeners = new Set<() => void>();
  const hear = (message: { channel: string; payload?: string | undefined }) => {
    if (message.channel === cancelChannel) for (const listener of cancelListeners) listener();
    else hearChange(subscriptions, message.payload ?? '{}');
  };
  const wakeAll = () => {
    for (const { notify } of subscriptions) notify();
    for (const listener of cancelListeners) listener();
  };
  const connection = keepListening(databaseUrl, hear, wakeAll);
  return {
    subscribe(subject, callback, atMostEveryMs = readableEveryMs) {
      connection.start();
      const subscription = { subject, notify: coalesce(callback, atMostEveryMs) };
      subscriptions.add(subscription);
      return () => {
        subscriptions.delete(subscription);
        subscription.notify.cancel();
      };
    },
    onCancel(callback) {
      connection.start();
      cancelListeners.add(callback);
      return () => void cancelListeners.delete(callback);
    },
    close: () => connection.close(),
  };
}

type Change =
  | { readonly batch: string; readonly jobs: readonly string[] }
  | { readonly bulkAction: string }
  | { readonly project: string; readonly subjects: readonly string[] };

function hearChange(subscriptions: Iterable<Subscription>, payload: string): void {
  const change = JSON.parse(payload) as Change;
  for (const { subject, notify } of subscriptions) if (concerns(change, subject)) notify();
}

function concerns(change: Change, subject: ChangeSubject): boolean {
  if ('bulkAction' in change) {
    if (typeof subject === 'string') return subject === 'bulk_actions';
    return 'bulkActionId' in subject && subject.bulkActionId === change.bulkAction;
  }
  if ('subjects' in change)
    return typeof subject === 'object' && 'subjectId' in subject && hasChanged(change, subject);
  if (typeof subject === 'string') return subject === 'all';
  if ('batchId' in subject) return subject.batchId === change.batch;
  return 'jobId' in subject && (change.jobs.length === 0 || change.jobs.includes(subject.jobId));
}

function hasChanged(
  change: Extract<Change, { subjects: readonly string[] }>,
  { subjectId, projectId }: { readonly subjectId: string; readonly projectId: string },
): boolean {
  if (change.subjects.length === 0) return change.project === projectId;
  return change.subjects.includes(subjectId);
}

/** Holds a listening connection and replaces it when it breaks. `onBack` runs after each replacement. */
function keepListening(
  databaseUrl: string,
  onMessage: (message: pg.Notification) => void,
  onBack: () => void,
): { start(): void; close(): Promise<void> } {
  let client: pg.Client | null = null;
  let running: Promise<void> | null = null;
  const closed = new AbortController();
  const run = async () => {
    for (let first = true; !closed.signal.aborted; first = false) {
      try {
        client = await connectClient(databaseUrl);
        const ended = new Promise<void>((resolve) => client?.once('end', () => resolve()));
        client.on('notification', onMessage);
        await client.query(`listen ${changeChannel}; listen ${cancelChannel}`);
        if (!first) onBack();
        if (closed.signal.aborted) await client.end();
        await ended;
      } catch {
        // The database is away; tried again below.
      }
      if (!closed.signal.aborted) await pause(reconnectMs, closed.signal);
    }
  };
  return {
    start() {
      running ??= run();
    },
    async close() {
      closed.abort();
      await client?.end();
      await running;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
