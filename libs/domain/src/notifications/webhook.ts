import { urlOf } from './event-message.js';
import type { NotificationEvent } from './events.js';

/** What a webhook is sent: one event, as JSON. Fields may be added; those that are there keep their meaning. */
export interface WebhookBody {
  /** The same at every try. */
  readonly delivery: string;
  readonly event: string;
  readonly at: string;
  readonly project: string;
  readonly batchId?: string | null;
  readonly scheduleId?: string | null;
  readonly url?: string | null;
  readonly facts: unknown;
}

export function webhookBody(delivery: string, event: NotificationEvent, baseUrl: string | null): WebhookBody {
  return {
    delivery,
    event: event.kind,
    at: event.createdAt.toISOString(),
    project: event.projectSlug,
    batchId: event.batchId,
    scheduleId: event.scheduleId,
    url: urlOf(event, baseUrl) ?? null,
    facts: event.facts,
  };
}

/** Tries of one delivery in all. */
export const mostAttempts = 8;

const firstDelayMs = 30_000;
const mostDelayMs = 4 * 3_600_000;

/**
 * From a failed try to the next: 30 s, 2 min, 8 min, 32 min, 2 h, 4 h, 4 h.
 * @param attempts so far, from 1 @returns null: no try is left
 */
export function retryDelayMs(attempts: number): number | null {
  if (attempts >= mostAttempts) return null;
  return Math.min(firstDelayMs * 4 ** (attempts - 1), mostDelayMs);
}

/** From the first event to its mail: what happens meanwhile joins it. */
export const mailCollectMs = 30_000;
/** From one mail to the next to the same receiver, at least. */
export const mailPauseMs = 10 * 60_000;
