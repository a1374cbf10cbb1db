import {
  eventSubject,
  eventsMessage,
  type Message,
  type NotificationEvent,
  webhookBody,
} from '@batchyard/domain';
import type {
  DeliveryOutcome,
  NotificationSettingsRecord,
  Persistence,
  TakenDelivery,
} from '@batchyard/persistence';
import { sendMail } from './send-mail.js';
import { type Resolve, sendWebhook, type WebhookAnswer } from './send-webhook.js';

export interface DeliverMeans {
  readonly store: Pick<Persistence, 'notifications'>;
  readonly settings: NotificationSettingsRecord;
  /** Absent: by DNS. */
  readonly resolve?: Resolve | undefined;
}

/** Sends one delivery and tells what became of it. Nothing is written, so whoever dies here has it sent again. */
export async function deliver(means: DeliverMeans, taken: TakenDelivery): Promise<DeliveryOutcome> {
  const startedAt = new Date();
  const started = performance.now();
  const { subject, ...answer } = await send(means, taken).catch((error: Error) => ({
    ...notSent(error.message),
    mayPass: true,
    subject: 'Not composed',
  }));
  return { startedAt, durationMs: performance.now() - started, subject, ...answer };
}

type Sent = WebhookAnswer & { readonly subject: string };

async function send(means: DeliverMeans, taken: TakenDelivery): Promise<Sent> {
  const { notifications } = means.store;
  const events = taken.kind === 'test' ? [] : await notifications.eventsOf(taken.id);
  if (taken.kind === 'events' && events.length === 0)
    return { ...notSent('What it told of is gone.'), subject: 'Gone' };
  return taken.channel === 'webhook' ? call(means, taken, events[0]) : mail(means, taken, events);
}

function subjectOf(event: NotificationEvent): string {
  const name = event.kind === 'digest' ? event.facts.digest.schedule : event.facts.name;
  return eventSubject(event.kind, name);
}

async function call(
  { store, settings, resolve }: DeliverMeans,
  taken: TakenDelivery,
  event: NotificationEvent | undefined,
): Promise<Sent> {
  const body = event === undefined ? testBody(taken) : webhookBody(taken.key, event, settings.baseUrl);
  const answer = await sendWebhook(
    {
      url: taken.url ?? '',
      secret: store.notifications.secretOf(taken),
      delivery: taken.key,
      event: body.event,
      body: JSON.stringify(body),
      allowedNetworks: settings.allowedNetworks,
    },
    resolve,
  );
  return { ...answer, subject: event === undefined ? 'Test' : subjectOf(event) };
}

function testBody({ key, projectSlug }: TakenDelivery) {
  return { delivery: key, event: 'test', at: new Date().toISOString(), project: projectSlug, facts: {} };
}

async function mail(
  { store, settings }: DeliverMeans,
  taken: TakenDelivery,
  events: readonly NotificationEvent[],
): Promise<Sent> {
  const message = events.length === 0 ? testMessage : eventsMessage(events, settings.baseUrl);
  const { mailServer: server } = settings;
  if (server === null) return { ...notSent('No mail server is set up.'), subject: message.subject };
  const password = await store.notifications.password();
  const answer = await sendMail({ server, password, addresses: taken.addresses, key: taken.key, message });
  return { ...answer, subject: message.subject };
}

const testMessage: Message = {
  subject: '[Batchyard] Test',
  parts: [{ kind: 'text', text: 'This is a test: mail of Batchyard arrives here.' }],
};

const notSent = (error: string): WebhookAnswer => ({
  status: null,
  responseHead: null,
  error,
  mayPass: false,
});
