import { expect, it } from '@jest/globals';
import { saveEveryOf } from './saving.js';

it.each([
  [1, 150],
  [30_000, 150],
  [30_001, 151],
  [100_000, 500],
])('S2-54: of %d entries %d are saved at a time', (entries, every) => {
  expect(saveEveryOf(entries)).toBe(every);
});
