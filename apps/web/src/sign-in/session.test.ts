import { expect, it } from '@jest/globals';
import { safeNext } from './session';

it.each([
  ['/projects/lab/batches/7?x=1', '/projects/lab/batches/7?x=1'],
  [null, '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/sign-in', '/'],
])('after signing in, next=%j leads to %s', (next, target) => {
  expect(safeNext(next)).toBe(target);
});
