/** What becomes of the times at which a schedule is due: decided once, in order, from the clock alone. */
import { seededFrom } from '../sampling/seeded-from.js';
import { type CronRule, previousTimes, timesBetween } from './cron.js';
import type { SchedulePolicies } from './policies.js';

/** How a due time came to its start, or why it has none. */
export const occurrenceStories = [
  'on_time',
  'late',
  'missed_run',
  'missed_skipped',
  'coalesced',
  'paused',
  'overlap_queued',
  'overlap_skipped',
  'nothing_new',
  'backfilled',
  'by_hand',
] as const;
export type OccurrenceStory = (typeof occurrenceStories)[number];

/** A due time with its decision. */
export interface DueOccurrence {
  readonly dueAt: Date;
  readonly story: Extract<
    OccurrenceStory,
    'on_time' | 'late' | 'missed_run' | 'missed_skipped' | 'coalesced' | 'paused'
  >;
  /** Not to be started before; null: is not started at all. */
  readonly startAt: Date | null;
}

export interface DueRequest {
  readonly scheduleId: string;
  readonly rule: CronRule;
  readonly policies: SchedulePolicies;
  readonly isPaused: boolean;
  /** The newest due time that was decided already, or when the schedule was made. */
  readonly after: Date;
  readonly now: Date;
}

/** Decisions taken in one go; a long absence takes several. */
const mostAtOnce = 1000;
/** A start within so long after its due time is on time, ms. */
const onTimeMs = 60_000;

/**
 * Decides all times that became due after `after`, ascending, at most 1,000; call again with the last one's time for more.
 * Each time is decided exactly once, whatever the process that asks had been doing meanwhile.
 */
export function decideDueTimes(request: DueRequest): DueOccurrence[] {
  const times = timesBetween(request.rule, request.after, request.now, mostAtOnce);
  const firstRun = firstMissedToRun(request);
  return times.map((dueAt) => decide(dueAt, firstRun, request));
}

/** Drawn from the schedule and its due time: equal on every machine and at every look. */
export function startTime(scheduleId: string, dueAt: Date, jitterS: number): Date {
  const share = seededFrom(`${scheduleId} ${dueAt.toISOString()}`)();
  return new Date(dueAt.getTime() + Math.round(share * jitterS * 1000));
}

function decide(dueAt: Date, firstRun: Date | null, request: DueRequest): DueOccurrence {
  const { scheduleId, policies, isPaused, now } = request;
  if (isPaused) return { dueAt, story: 'paused', startAt: null };
  if (isMissed(dueAt, request)) return decideMissed(dueAt, firstRun, policies);
  const startAt = startTime(scheduleId, dueAt, policies.jitterS);
  return { dueAt, story: now.getTime() - startAt.getTime() <= onTimeMs ? 'on_time' : 'late', startAt };
}

function decideMissed(dueAt: Date, firstRun: Date | null, { missed }: SchedulePolicies): DueOccurrence {
  if (firstRun !== null && dueAt >= firstRun) return { dueAt, story: 'missed_run', startAt: dueAt };
  return { dueAt, story: missed === 'once' ? 'coalesced' : 'missed_skipped', startAt: null };
}

/** Missed times from this one on are run; null: none is. */
function firstMissedToRun(request: DueRequest): Date | null {
  const { policies, rule } = request;
  if (policies.missed === 'skip') return null;
  const newest = previousTimes(
    rule,
    missedUntil(request),
    policies.missed === 'once' ? 1 : policies.missedMost,
  );
  return newest[0] ?? null;
}

const isMissed = (dueAt: Date, request: DueRequest) => dueAt < missedUntil(request);

function missedUntil({ now, policies }: DueRequest): Date {
  return new Date(now.getTime() - (policies.missedAfterS + policies.jitterS) * 1000);
}
