import { describe, expect, it } from '@jest/globals';
import { dayInZone, formatInZone, offsetInZone, spanOfDays } from './zone-time';

describe('moments by the clocks of a zone', () => {
  it.each([
    ['2026-10-24T23:30:00Z', 'Europe/Berlin', 'Sun 25 Oct 2026, 01:30', '+02:00', '2026-10-25'],
    ['2026-10-25T01:00:00Z', 'Europe/Berlin', 'Sun 25 Oct 2026, 02:00', '+01:00', '2026-10-25'],
    ['2026-10-25T01:00:00Z', 'America/New_York', 'Sat 24 Oct 2026, 21:00', '-04:00', '2026-10-24'],
    ['2026-01-01T00:00:00Z', 'UTC', 'Thu 1 Jan 2026, 00:00', '+00:00', '2026-01-01'],
  ])('%s in %s', (iso, zone, text, offset, day) => {
    expect(formatInZone(iso, zone)).toBe(text);
    expect(offsetInZone(iso, zone)).toBe(offset);
    expect(dayInZone(iso, zone)).toBe(day);
  });
});

it('knows when days begin and end, also the long one', () => {
  const now = new Date('2026-12-01T00:00:00Z');
  const [from, until] = spanOfDays(['2026-10-25', '2026-10-25'], 'Europe/Berlin', now);
  expect(from.toISOString()).toBe('2026-10-24T22:00:00.000Z');
  expect(until.toISOString()).toBe('2026-10-25T22:59:59.999Z');
  expect(spanOfDays(['2026-11-30', '2026-12-01'], 'UTC', now)[1]).toEqual(now);
});
