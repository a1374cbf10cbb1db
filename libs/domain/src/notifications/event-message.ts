import { countOf } from '../comparison-reports/numbers.js';
import { digestParts, digestSubject } from '../digests/digest-message.js';
import type {
  BatchEventFacts,
  NotificationEvent,
  NotificationEventKind,
  ScheduleEventFacts,
} from './events.js';
import type { Message, MessageItem, MessagePart } from './message.js';

/** Events of one kind that a mail lists one by one. */
const mostListed = 20;

/**
 * One mail for all events that a receiver is to hear of at once.
 * @param events at least one, ascending
 * @param baseUrl where people reach the service, without a slash at the end; null: there are no links
 */
export function eventsMessage(events: readonly NotificationEvent[], baseUrl: string | null): Message {
  const parts = [
    ...digestsOf(events, baseUrl),
    ...listOrder.flatMap((kind) => listOf(kind, events, baseUrl)),
  ];
  if (baseUrl !== null) {
    const text = `What you get mail of is set at ${baseUrl}/account, and for a project in its settings.`;
    parts.push({ kind: 'text', text });
  }
  return { subject: subjectOf(events), parts };
}

/** What concerns people most comes first. */
const listOrder = ['batch_paused', 'batch_failed', 'schedule_missed', 'batch_finished'] as const;

function subjectOf(events: readonly NotificationEvent[]): string {
  const [first] = events;
  if (events.length === 1 && first !== undefined) return `[Batchyard] ${first.projectName}: ${lineOf(first)}`;
  const counts = [...listOrder, 'digest' as const].flatMap((kind) => {
    const count = events.filter((event) => event.kind === kind).length;
    return count === 0 ? [] : [countText(kind, count)];
  });
  const projects = [...new Set(events.map(({ projectName }) => projectName))];
  return `[Batchyard] ${projects.length === 1 ? projects[0] : countOf(projects.length, 'project')}: ${counts.join(', ')}`;
}

function countText(kind: NotificationEventKind, count: number): string {
  switch (kind) {
    case 'batch_finished':
      return `${countOf(count, 'batch', 'batches')} finished`;
    case 'batch_failed':
      return `${countOf(count, 'batch', 'batches')} failed`;
    case 'batch_paused':
      return `${countOf(count, 'batch', 'batches')} paused`;
    case 'schedule_missed':
      return `schedules off their time`;
    case 'digest':
      return countOf(count, 'nightly digest');
  }
}

function digestsOf(events: readonly NotificationEvent[], baseUrl: string | null): MessagePart[] {
  return events.flatMap((event): MessagePart[] => {
    if (event.kind !== 'digest') return [];
    const { digest, word } = event.facts;
    const url = urlOf(event, baseUrl);
    const link: MessagePart[] =
      url === undefined
        ? []
        : [{ kind: 'list', items: [{ text: `The schedule ${digest.schedule} with its bands`, url }] }];
    return [
      { kind: 'heading', text: `${event.projectName}: ${digest.schedule}` },
      ...digestParts(digest, word),
      ...link,
    ];
  });
}

function listOf(
  kind: (typeof listOrder)[number],
  events: readonly NotificationEvent[],
  baseUrl: string | null,
): MessagePart[] {
  const ofKind = events.filter((event) => event.kind === kind);
  if (ofKind.length === 0) return [];
  const items: MessageItem[] = ofKind.slice(0, mostListed).map((event) => ({
    text: `${event.projectName}: ${lineOf(event)}${detailOf(event)}`,
    url: urlOf(event, baseUrl),
  }));
  if (ofKind.length > mostListed)
    items.push({ text: `and ${(ofKind.length - mostListed).toLocaleString('en-US')} more` });
  return [{ kind: 'list', items }];
}

/** What happened, in a few words. */
export function lineOf(event: NotificationEvent): string {
  switch (event.kind) {
    case 'batch_paused':
      return `batch “${event.facts.name}” paused itself`;
    case 'batch_failed':
    case 'batch_finished':
      return `batch “${event.facts.name}” ${endOf(event.facts)}`;
    case 'schedule_missed':
      return `schedule “${event.facts.name}” ${missedText(event.facts)}`;
    case 'digest':
      return digestSubject(event.facts.digest, event.facts.word);
  }
}

function endOf({ state, jobCount }: BatchEventFacts): string {
  const of = ` (${countOf(jobCount, 'job')})`;
  switch (state) {
    case 'completed_with_errors':
      return `ended with failed jobs${of}`;
    case 'failed':
      return `failed${of}`;
    case 'succeeded':
      return `succeeded${of}`;
    default:
      return `was ${state}${of}`;
  }
}

function missedText({ what, times = 1, runAfterwards = 0 }: ScheduleEventFacts): string {
  if (what === 'paused') return 'paused itself';
  if (what === 'not_started') return 'could not start its batch';
  return `missed ${countOf(times, 'time')}${runAfterwards === 0 ? '' : `, ${runAfterwards} run afterwards`}`;
}

function detailOf(event: NotificationEvent): string {
  if (event.kind === 'digest') return '';
  const { reason } = event.facts;
  if (event.kind !== 'schedule_missed') return reason ? `. ${reason}` : '';
  const { zone, firstDueAt, lastDueAt = firstDueAt } = event.facts;
  const from = firstDueAt === undefined ? '' : `, due ${zoneTime(firstDueAt, zone)}`;
  const until = lastDueAt === firstDueAt || lastDueAt === undefined ? '' : ` to ${zoneTime(lastDueAt, zone)}`;
  return `${from}${until}${reason ? `. ${reason}` : ''}`;
}

function zoneTime(time: string, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return `${format.format(new Date(time))} ${zone}`;
}

/** Page of what an event is about. */
export function urlOf(event: NotificationEvent, baseUrl: string | null): string | undefined {
  if (baseUrl === null) return undefined;
  const project = `${baseUrl}/projects/${event.projectSlug}`;
  if (event.kind === 'digest' || event.kind === 'schedule_missed')
    return `${project}/schedules/${event.scheduleId}`;
  return `${project}/batches/${event.batchId}`;
}
