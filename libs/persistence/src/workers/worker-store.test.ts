import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';

const filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-workers-'));
let database: TestDatabase;
let store: Persistence;

beforeAll(async () => {
  database = await createTestDatabase();
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
});

afterAll(async () => {
  await store.close();
  await database.dispose();
  rmSync(filesDir, { recursive: true, force: true });
});

it('lists workers that run or fell silent, not those that were stopped or are long gone', async () => {
  for (const id of ['alive', 'silent', 'stopped', 'gone']) {
    await store.workers.register({ id, host: 'here', pid: 1, slots: 2, version: '0' });
  }
  await store.workers.stop('stopped');
  await database.query(
    `update worker set heartbeat_at = heartbeat_at - interval '1 minute' where id = 'silent'`,
  );
  await database.query(`update worker set heartbeat_at = heartbeat_at - interval '2 days' where id = 'gone'`);
  const listed = await store.workers.list();
  expect(
    listed.map(({ id, isAlive, slots, runningJobs }) => [id, isAlive, slots, runningJobs]).sort(),
  ).toEqual([
    ['alive', true, 2, 0],
    ['silent', false, 2, 0],
  ]);
});
