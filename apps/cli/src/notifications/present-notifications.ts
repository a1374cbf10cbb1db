/** Receivers of notifications and their log as the terminal shows them. */
import { formatDuration } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';
import type { ShownDelivery, ShownReceiver } from './notification-requests.js';

/** `2026-03-27 02:00:05`, UTC. */
const timeText = (iso: string) => iso.slice(0, 19).replace('T', ' ');

/** The path of a webhook may be a key, so a terminal shows its host alone. */
function headOf(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}

function placeOf({ url, addresses }: ShownReceiver): string {
  if (url !== null) return headOf(url);
  const [first = '', ...more] = addresses;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

/** Every receiver with the state of its newest delivery. */
export function presentReceivers(receivers: readonly ShownReceiver[]): string {
  if (receivers.length === 0) return 'The project has no receiver of notifications.';
  const rows = receivers.map((receiver) => {
    const { id, name, kind, isActive, events, deliveries } = receiver;
    const [newest] = deliveries.nodes;
    return [
      id,
      name,
      isActive ? kind : `${kind}, not active`,
      placeOf(receiver),
      events.join(', '),
      newest === undefined ? 'nothing sent yet' : `${newest.state} ${timeText(timeOf(newest))}`,
    ];
  });
  return renderTable(['id', 'receiver', 'kind', 'to', 'events', 'newest delivery (UTC)'], rows);
}

const timeOf = ({ finishedAt, createdAt }: ShownDelivery) => finishedAt ?? createdAt;

function eventOf({ isTest, subject, eventCount }: ShownDelivery): string {
  if (isTest) return 'test';
  const what = subject ?? 'a mail that more may still join';
  return eventCount > 1 ? `${what} (${eventCount} events)` : what;
}

function stateOf({ state, attempts, availableAt }: ShownDelivery): string {
  const tries = attempts > 1 ? `, ${attempts} tries` : '';
  const next = state === 'waiting' && attempts > 0 ? `, next try ${availableAt.slice(11, 19)}` : '';
  return `${state}${tries}${next}`;
}

/** What a receiver was sent, newest first. */
export function presentLog({ name }: ShownReceiver, log: readonly ShownDelivery[]): string {
  const rows = log.map((delivery) => [
    timeText(timeOf(delivery)),
    eventOf(delivery),
    stateOf(delivery),
    delivery.status === null ? '' : String(delivery.status),
    delivery.durationMs === null ? '' : formatDuration(delivery.durationMs),
    delivery.error ?? '',
  ]);
  if (rows.length === 0) return `${name} was sent nothing in the last 30 days.`;
  return renderTable(['time (UTC)', 'event', 'state', 'status', 'took', 'error'], rows);
}

/** What became of a test, in one sentence. */
export function presentTest(
  { name }: ShownReceiver,
  { state, status, durationMs, error }: ShownDelivery,
): string {
  if (state !== 'sent') return `${name} did not get the test: ${error ?? 'no reason is known.'}`;
  const answer = status === null ? '' : `, status ${status}`;
  return `${name} got the test${answer}${durationMs === null ? '' : `, after ${formatDuration(durationMs)}`}.`;
}
