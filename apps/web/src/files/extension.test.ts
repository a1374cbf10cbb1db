import { expect, it } from '@jest/globals';
import { hasExtension } from './extension';

it('accepts file names by their ending, in any case', () => {
  expect(hasExtension('WALK.CSV', ['.csv'])).toBe(true);
  expect(hasExtension('walk.csv.zip', ['.csv'])).toBe(false);
  expect(hasExtension('anything', [])).toBe(true);
});
