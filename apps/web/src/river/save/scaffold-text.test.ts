import { expect, it } from '@jest/globals';
import { fileNameOf, isScaffoldName } from './scaffold-text';

it.each([
  ['Bridge, upstream camera', 'bridge-upstream-camera.scaffold.json'],
  ['Brücke/Öst', 'brücke-öst.scaffold.json'],
  ['  ', 'site.scaffold.json'],
  ['../..', 'site.scaffold.json'],
])('%j is saved as %s', (title, name) => {
  expect(fileNameOf(title)).toBe(name);
  expect(isScaffoldName(name)).toBe(true);
});

it.each([
  ['scaffold.json', true],
  ['Site.IVY', true],
  ['params.json', false],
  ['scaffold.json.txt', false],
])('%s is a scaffold by its name: %s', (name, is) => {
  expect(isScaffoldName(name)).toBe(is);
});
