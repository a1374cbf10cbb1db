/** The days of a calendar strip with what happened on each. */
import type { CalendarOccurrence } from './queries';
import { dayInZone } from './zone-time';

export interface CalendarDay {
  /** `2026-10-25` by the clocks of the schedule. */
  readonly day: string;
  /** Due times by the clock or run again; of a time that was run again only the newest counts. */
  readonly occurrences: readonly CalendarOccurrence[];
}

/** Worst first: what a day is coloured by. */
const severity: readonly CalendarOccurrence['state'][] = [
  'failed',
  'running',
  'waiting',
  'succeeded',
  'skipped',
];

/** One entry a day from the first to the last, ascending, days without a due time too. */
export function calendarDays(
  occurrences: readonly CalendarOccurrence[],
  zone: string,
  from: Date,
  until: Date,
): CalendarDay[] {
  const newest = new Map(occurrences.map((occurrence) => [occurrence.dueAt, occurrence]));
  const byDay = new Map<string, CalendarOccurrence[]>();
  for (const occurrence of newest.values()) {
    const day = dayInZone(occurrence.dueAt, zone);
    byDay.set(day, [...(byDay.get(day) ?? []), occurrence]);
  }
  const days: CalendarDay[] = [];
  const last = dayInZone(until.toISOString(), zone);
  for (let at = Date.parse(dayInZone(from.toISOString(), zone)); ; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push({ day, occurrences: byDay.get(day) ?? [] });
    if (day >= last) return days;
  }
}

/** The state that stands for a day; null: nothing was due. */
export function stateOfDay({ occurrences }: CalendarDay): CalendarOccurrence['state'] | null {
  return severity.find((state) => occurrences.some((occurrence) => occurrence.state === state)) ?? null;
}
