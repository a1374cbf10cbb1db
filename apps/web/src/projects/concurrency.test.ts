import { expect, it } from '@jest/globals';
import { capText, readCap } from './concurrency';

it.each([
  ['', null],
  [' 8 ', 8],
  ['0', 'invalid'],
  ['2.5', 'invalid'],
  ['many', 'invalid'],
] as const)('reads the cap %p as %p', (text, cap) => {
  expect(readCap(text)).toBe(cap);
});

it('writes a cap so that it can be read again', () => {
  expect([readCap(capText(null)), readCap(capText(12))]).toEqual([null, 12]);
});
