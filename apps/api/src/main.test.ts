/** The program itself: what it prints, how it ends, when it refuses to start. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/fixtures/database.js';

const main = path.resolve(import.meta.dirname, '../dist/main.js');
let database: TestDatabase;
let filesDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-main-'));
});
afterAll(async () => {
  await database.dispose();
  rmSync(filesDir, { recursive: true, force: true });
});

function start(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the program', () => {
  it('prints one line when it listens, and ends in order on SIGTERM', async () => {
    const child = start({ DATABASE_URL: database.databaseUrl, FILES_DIR: filesDir, PORT: '0' });
    const errors = text(child.stderr!);
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    const told = JSON.parse(line.toString()) as { ready: boolean; port: number };
    expect(told).toEqual({ ready: true, port: expect.any(Number) });
    const response = await fetch(`http://127.0.0.1:${told.port}/health`);
    expect(await response.json()).toMatchObject({ status: 'ok' });
    const rest = text(child.stdout!);
    child.kill('SIGTERM');
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code === 0 || signal === 'SIGTERM', await rest, await errors]).toEqual([true, '', '']);
  });

  it.each([
    ['without settings', () => ({}), 'DATABASE_URL'],
    [
      'on another schema version',
      () => ({ DATABASE_URL: database.databaseUrl, FILES_DIR: filesDir, PORT: '0' }),
      'schema version',
    ],
  ])('refuses to start %s, and says why', async (_name, env, reason) => {
    await database.query(`update schema_migration set version = version + 1000`);
    const child = start(env() as Record<string, string>);
    const [errors, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
    await database.query(`update schema_migration set version = version - 1000`);
    expect(code).toBe(1);
    expect(errors).toContain(reason);
  });
});
