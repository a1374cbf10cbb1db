import { expect, it } from '@jest/globals';
import { formatDuration, formatDurationRange, formatRelative } from './time';

it.each([
  [0, '0 s'],
  [0.0124, '12 ms'],
  [2.14, '2.1 s'],
  [3, '3.0 s'],
  [9.96, '10 s'],
  [59.7, '1 min'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
  [86_400, '1 d'],
  [100_000, '1 d 3 h'],
])('%p seconds last %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

const now = Date.parse('2026-03-14T12:00:00Z');

it.each([
  ['2026-03-14T11:59:55Z', 'just now'],
  ['2026-03-14T11:59:20Z', '40 s ago'],
  ['2026-03-14T11:55:00Z', '5 min ago'],
  ['2026-03-14T09:00:00Z', '3 h ago'],
  ['2026-03-13T11:00:00Z', '1 day ago'],
  ['2026-03-20T12:00:00Z', 'in 6 days'],
  ['2026-01-02T12:00:00Z', '2 January 2026'],
])('%s is %s', (iso, text) => {
  expect(formatRelative(iso, now)).toBe(text);
});

it.each([
  [12, 18, '12–18 s'],
  [2, 2.04, '2.0 s'],
  [40, 200, '40 s–3 min 20 s'],
  [120, 240, '2–4 min'],
  [125, 245, '2 min 5 s–4 min 5 s'],
])('says the range from %p to %p seconds', (low, high, text) => {
  expect(formatDurationRange(low, high)).toBe(text);
});
