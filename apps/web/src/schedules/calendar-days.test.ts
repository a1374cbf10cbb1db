import { expect, it } from '@jest/globals';
import { calendarDays, stateOfDay } from './calendar-days';
import type { CalendarOccurrence } from './queries';

const occurrence = (dueAt: string, state: CalendarOccurrence['state'], id = dueAt): CalendarOccurrence => ({
  id,
  dueAt,
  state,
  story: 'on_time',
  batch: null,
});

it('has one entry a day by the clocks of the zone, across a change of clocks', () => {
  const days = calendarDays(
    [occurrence('2026-10-24T22:30:00Z', 'succeeded'), occurrence('2026-10-25T22:59:00Z', 'failed')],
    'Europe/Berlin',
    new Date('2026-10-24T10:00:00Z'),
    new Date('2026-10-26T10:00:00Z'),
  );
  expect(days.map(({ day, occurrences }) => `${day} ${occurrences.length}`)).toEqual([
    '2026-10-24 0',
    '2026-10-25 2',
    '2026-10-26 0',
  ]);
  expect(days.map(stateOfDay)).toEqual([null, 'failed', null]);
});

it('counts a time that was run again as it ended last', () => {
  const [day] = calendarDays(
    [occurrence('2026-03-01T02:00:00Z', 'failed', '1'), occurrence('2026-03-01T02:00:00Z', 'succeeded', '2')],
    'UTC',
    new Date('2026-03-01T00:00:00Z'),
    new Date('2026-03-01T12:00:00Z'),
  );
  expect(day?.occurrences.map(({ state }) => state)).toEqual(['succeeded']);
});
