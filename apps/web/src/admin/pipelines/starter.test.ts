import { expect, it } from '@jest/globals';
import { asNextVersion, nextVersion } from './starter';

it.each([
  ['1.0.0', '1.0.1'],
  ['1.2.9', '1.2.10'],
  ['2.0.0-rc1', '2.0.0-rc2'],
])('after %s comes %s', (version, next) => {
  expect(nextVersion(version)).toBe(next);
});

it('raises the version of a definition and nothing else', () => {
  const yaml = 'name: x\nversion: "1.0.0"\nsummary: as in version 1.0.0\n';
  expect(asNextVersion(yaml, '1.0.0')).toBe('name: x\nversion: "1.0.1"\nsummary: as in version 1.0.0\n');
});
