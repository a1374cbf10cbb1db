/** What people and programs can be told of. */
import type { BatchState } from '../batches/state.js';
import type { NightDigest } from '../digests/digest-message.js';
import type { NightWord } from '../digests/night.js';

export const notificationEventKinds = [
  'batch_finished',
  'batch_failed',
  'batch_paused',
  'schedule_missed',
  'digest',
] as const;
export type NotificationEventKind = (typeof notificationEventKinds)[number];

/** Shown wherever kinds are chosen. */
export const notificationEventMeanings: Readonly<
  Record<NotificationEventKind, { readonly title: string; readonly meaning: string }>
> = {
  batch_finished: {
    title: 'Batch finished',
    meaning: 'It ended without a failure, or somebody stopped or cancelled it.',
  },
  batch_failed: { title: 'Batch failed', meaning: 'It ended, and some of its jobs or all of them failed.' },
  batch_paused: {
    title: 'Batch paused itself',
    meaning: 'Its first jobs failed alike; it waits for somebody.',
  },
  schedule_missed: {
    title: 'Schedule missed a time',
    meaning:
      'A time passed while nothing could start, a batch could not be started, or the schedule paused itself.',
  },
  digest: {
    title: 'Nightly digest',
    meaning:
      'One message for a night of a schedule in which something was notable, else a sign of life each week.',
  },
};

/** What a log calls one event, for example `Batch failed: Night 12`. @param name of the batch or schedule */
export function eventSubject(kind: NotificationEventKind, name: string): string {
  return `${notificationEventMeanings[kind].title}: ${name}`;
}

/** What a person gets mail of who has chosen nothing. */
export const defaultNotificationEvents: readonly NotificationEventKind[] = [
  'batch_failed',
  'batch_paused',
  'schedule_missed',
  'digest',
];

export interface BatchEventFacts {
  readonly name: string;
  readonly state: BatchState;
  /** Why, where it was no person's wish. */
  readonly reason: string | null;
  readonly pipeline: string;
  readonly pipelineVersion: string;
  readonly jobCount: number;
}

export interface ScheduleEventFacts {
  readonly name: string;
  readonly what: 'missed' | 'not_started' | 'paused';
  /** IANA name. */
  readonly zone: string;
  /** How many times; absent where it paused itself. */
  readonly times?: number;
  readonly runAfterwards?: number;
  readonly firstDueAt?: string;
  readonly lastDueAt?: string;
  readonly reason?: string | null;
}

export interface DigestEventFacts {
  readonly word: NightWord;
  readonly digest: NightDigest;
}

interface EventBase {
  readonly id: string;
  readonly createdAt: Date;
  readonly projectSlug: string;
  readonly projectName: string;
  readonly batchId: string | null;
  readonly scheduleId: string | null;
}

export type NotificationEvent = EventBase &
  (
    | { readonly kind: 'batch_finished' | 'batch_failed' | 'batch_paused'; readonly facts: BatchEventFacts }
    | { readonly kind: 'schedule_missed'; readonly facts: ScheduleEventFacts }
    | { readonly kind: 'digest'; readonly facts: DigestEventFacts }
  );
