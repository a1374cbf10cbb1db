/** Receivers of notifications of a server and what they were sent, as the command asks for them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '@batchyard/pipelines';
import { Unreachable, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { pickNamed } from '../server/yaml-file.js';

/** One mail or one call of a webhook, with its newest try. */
export interface ShownDelivery {
  readonly id: string;
  readonly isTest: boolean;
  readonly state: 'waiting' | 'sent' | 'failed';
  /** null: a mail that more may still join. */
  readonly subject: string | null;
  readonly eventCount: number;
  readonly attempts: number;
  readonly availableAt: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  /** Of HTTP or SMTP. */
  readonly status: number | null;
  readonly durationMs: number | null;
  readonly responseHead: string | null;
  readonly error: string | null;
}

export interface ShownReceiver {
  readonly id: string;
  readonly name: string;
  readonly kind: 'mail' | 'webhook';
  readonly isActive: boolean;
  readonly addresses: readonly string[];
  readonly url: string | null;
  readonly events: readonly string[];
  /** Newest first. */
  readonly deliveries: { readonly nodes: readonly ShownDelivery[] };
}

const receiverFields = 'id name kind isActive addresses url events';
const deliveryFields =
  'id isTest state subject eventCount attempts availableAt createdAt finishedAt status durationMs responseHead error';

/** By name, each with its newest delivery. @throws UsageError, Unreachable */
export async function listReceivers(
  client: ServerClient,
  project: string,
): Promise<readonly ShownReceiver[]> {
  const answer = await client.graphql<{ notificationReceivers: readonly ShownReceiver[] }>(
    `query ($slug: String!) { notificationReceivers(projectSlug: $slug) {
      ${receiverFields} deliveries(first: 1) { nodes { ${deliveryFields} } } } }`,
    { slug: project },
  );
  return answer.notificationReceivers;
}

/** With its newest delivery. @param given a name or an id @throws UsageError, Unreachable */
export async function findReceiver(
  client: ServerClient,
  project: string,
  given: string,
): Promise<ShownReceiver> {
  return pickNamed('receiver', given, await listReceivers(client, project));
}

interface LogPage {
  readonly notificationReceiver: {
    readonly deliveries: {
      readonly nodes: readonly ShownDelivery[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

/** Most deliveries that the server gives at once. */
const pageSize = 500;

/** What one receiver was sent, newest first. @param most so many at most @throws UsageError, Unreachable */
export async function readLog(
  client: ServerClient,
  receiverId: string,
  most: number,
): Promise<readonly ShownDelivery[]> {
  const log: ShownDelivery[] = [];
  for (let after: string | null = null; ; ) {
    const answer: LogPage = await client.graphql<LogPage>(
      `query ($id: ID!, $first: Int!, $after: String) { notificationReceiver(id: $id) {
        deliveries(first: $first, after: $after) { nodes { ${deliveryFields} } pageInfo { hasNextPage endCursor } } } }`,
      { id: receiverId, first: Math.min(pageSize, most - log.length), after },
    );
    const { nodes, pageInfo } = answer.notificationReceiver.deliveries;
    log.push(...nodes);
    if (!pageInfo.hasNextPage || log.length >= most) return log;
    after = pageInfo.endCursor;
  }
}

/** Deliveries among which a test is looked for. */
const lookedAt = 20;
/** A worker looks every 2 s, and a webhook has 10 s to answer. */
const [longestWaitMs, pollMs] = [60_000, 500];

/**
 * Sends a test and waits for what becomes of it; a test is tried once only.
 * @throws UsageError with the server's problems; Unreachable when no worker sends it within a minute
 */
export async function testReceiver(
  client: ServerClient,
  project: string,
  receiver: ShownReceiver,
): Promise<ShownDelivery> {
  const before = new Set((await readLog(client, receiver.id, lookedAt)).map(({ id }) => id));
  const { testNotificationReceiver: answer } = await client.graphql<{
    testNotificationReceiver: { readonly done: boolean; readonly problems: readonly Problem[] };
  }>(
    `mutation ($input: NotificationReceiverInput!) { testNotificationReceiver(input: $input) { done ${problemFields} } }`,
    { input: { receiverId: receiver.id } },
  );
  if (!answer.done) throw new UsageError('The server refuses this.', answer.problems);
  for (const giveUpMs = Date.now() + longestWaitMs; Date.now() < giveUpMs; await sleep(pollMs)) {
    const log = await readLog(client, receiver.id, lookedAt);
    // The oldest new one: somebody else may test at the same time.
    const test = log.findLast(({ id, isTest }) => isTest && !before.has(id));
    if (test !== undefined && test.state !== 'waiting') return test;
  }
  throw new Unreachable(
    `The test to ${receiver.name} was not sent within ${longestWaitMs / 1000} s. Is a worker running? The log shows what becomes of it: batchyard notifications log ${receiver.id} --project ${project}`,
  );
}
