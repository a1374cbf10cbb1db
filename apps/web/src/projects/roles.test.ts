import { expect, it } from '@jest/globals';
import { roleMeaning } from './roles';

it('says what a role may do, with "and" before the last thing', () => {
  expect(roleMeaning('viewer')).toBe('sees everything');
  expect(roleMeaning('editor')).toBe('sees everything, uploads files and runs batches');
  expect(roleMeaning('maintainer')).toMatch(/ and manages members and settings$/);
});
