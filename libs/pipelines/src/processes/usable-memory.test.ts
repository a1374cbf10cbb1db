import { totalmem } from 'node:os';
import { expect, it } from '@jest/globals';
import { usableMemoryBytes } from './usable-memory.js';

it('is some memory, and no more than the machine has', () => {
  expect(usableMemoryBytes()).toBeGreaterThan(64e6);
  expect(usableMemoryBytes()).toBeLessThanOrEqual(totalmem());
});
