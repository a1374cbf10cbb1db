import { expect, it } from '@jest/globals';
import { chunkAdvice } from './advice.js';

it.each([
  [1, 'one run is best'],
  [99, 'one run is best'],
  [100, '2 to 4 chunks at a time are best'],
  [999, '2 to 4 chunks at a time are best'],
  [1000, '4 to 8 chunks at a time are best'],
  [9999, '4 to 8 chunks at a time are best'],
  [10_000, '8 or more chunks at a time are best'],
])('S3-27 advises for %d frames: %s', (frames, advice) => {
  expect(chunkAdvice(frames)).toBe(advice);
});
