import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startOfProcess } from '@batchyard/persistence';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { lockHome } from './home-lock.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'batchyard lock '));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const leave = (text: string) => writeFileSync(path.join(home, 'up.lock'), text);

it('is given once, tells others where to look, and is given again after release', () => {
  const first = lockHome(home);
  if (!('lock' in first)) throw new Error('The lock was not given.');
  expect(lockHome(home)).toMatchObject({ holder: { pid: process.pid, url: null } });
  first.lock.announce('http://localhost:3000');
  expect(lockHome(home)).toMatchObject({ holder: { url: 'http://localhost:3000' } });
  first.lock.release();
  expect('lock' in lockHome(home)).toBe(true);
});

const stale: readonly (readonly [string, string])[] = [
  ['a process that is gone', JSON.stringify({ pid: 4_194_303, start: '1', url: null })],
  [
    'a stranger that got the same number after a reboot',
    JSON.stringify({ pid: process.pid, start: `${startOfProcess(process.pid)}1`, url: null }),
  ],
  ['half a file', '{"pid": 12'],
];

it.each(stale)('is taken over from %s', (_title, text) => {
  leave(text);
  expect('lock' in lockHome(home)).toBe(true);
  expect(readdirSync(home)).toEqual(['up.lock']);
});
