import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { makeWorkerFolder, sweepWorkerFolders } from './folders.js';
import { keepFolder, keptPath, markToKeep, sweepKeptFolders } from './kept-folders.js';

let workDir: string;
beforeEach(async () => {
  workDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-kept-'));
});
afterEach(() => rm(workDir, { recursive: true, force: true }));

async function attemptFolder(workerId: string, name: string): Promise<string> {
  const folder = path.join(await makeWorkerFolder(workDir, workerId), name);
  await mkdir(path.join(folder, 'outputs'), { recursive: true });
  await writeFile(path.join(folder, 'outputs', 'a.txt'), 'a');
  return folder;
}

it('outlives the attempt for 7 days', async () => {
  const folder = await attemptFolder('w1', '7-1');
  await markToKeep(folder);
  await keepFolder(folder);
  const file = path.join(workDir, 'kept', 'w1-7-1', 'outputs', 'a.txt');
  expect(path.join(keptPath(folder), 'outputs', 'a.txt')).toBe(file);
  expect([existsSync(folder), existsSync(file)]).toEqual([false, true]);
  const dayMs = 24 * 3_600_000;
  expect(await sweepKeptFolders(workDir, Date.now() + 6.9 * dayMs)).toBe(0);
  expect(existsSync(file)).toBe(true);
  expect(await sweepKeptFolders(workDir, Date.now() + 7.1 * dayMs)).toBe(1);
  expect(existsSync(file)).toBe(false);
});

it('outlives a worker that died, and only where it is marked', async () => {
  const kept = await attemptFolder('w1', '7-1');
  const plain = await attemptFolder('w1', '8-1');
  await markToKeep(kept);
  // A process that is gone.
  const { pid } = spawnSync('true');
  await writeFile(path.join(workDir, 'w1', 'owner'), `${pid} long ago`);
  expect(await sweepWorkerFolders(workDir)).toBe(1);
  expect(existsSync(path.join(workDir, 'w1'))).toBe(false);
  expect(existsSync(path.join(keptPath(kept), 'outputs', 'a.txt'))).toBe(true);
  expect(existsSync(keptPath(plain))).toBe(false);
});

it('is counted from the end of the attempt', async () => {
  const folder = await attemptFolder('w1', '7-1');
  const longAgo = new Date(0);
  await utimes(folder, longAgo, longAgo);
  await keepFolder(folder);
  expect(await sweepKeptFolders(workDir)).toBe(0);
});
