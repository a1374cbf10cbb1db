import { expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';

it.each([
  [1, 0, 1_000],
  [1, 0.5, 2_000],
  [3, 0.5, 8_000],
  [20, 0.5, 300_000],
])('attempt %d at random %d waits %d ms', (attempt, random, delayMs) => {
  expect(backoffMs(attempt, 2_000, () => random)).toBe(delayMs);
});
