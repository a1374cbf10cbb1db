import { expect, it } from '@jest/globals';
import { slugOf } from './slug';

it.each([
  ['Rigid body, 2nd cohort', 'rigid-body-2nd-cohort'],
  ['Flüsse & Bäche', 'flusse-bache'],
  ['  --  ', ''],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('%j becomes %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
