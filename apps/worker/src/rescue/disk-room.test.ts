import { tmpdir } from 'node:os';
import { expect, it } from '@jest/globals';
import { refusalFor, watchDisks } from './disk-room.js';

it.each([
  ['a large disk with 1 GB left', 1e9, 500e9, null, null],
  ['a large disk with less', 400e6, 500e9, null, 'Only 400 MB free in /data; needs 1 GB.'],
  ['a small disk with 5 % left', 1e6, 20e6, null, null],
  ['a small disk with less', 0.5e6, 20e6, null, 'Only 0 MB free in /data; needs 1 MB.'],
  ['a limit of the operator', 2.5e9, 500e9, 4_000, 'Only 2.5 GB free in /data; needs 4 GB.'],
  ['a limit of 0, which is none', 0, 500e9, 0, null],
])('%s', (_what, freeBytes, totalBytes, minFreeMb, refusal) => {
  expect(refusalFor('/data', { freeBytes, totalBytes }, minFreeMb)).toBe(refusal);
});

it('looks at all folders, and past those that are not there', async () => {
  const roomy = watchDisks(['/nowhere/at/all', tmpdir()], 0);
  const health = await roomy.look();
  expect(health.refusal).toBeNull();
  expect(health.freeDiskBytes).toBeGreaterThan(0);
  const full = watchDisks([tmpdir()], 1e12);
  expect(full.refusal).toBeNull();
  await full.look();
  expect(full.refusal).toMatch(/^Only \S+ GB free in .*; needs 1000000000 GB\.$/);
});
