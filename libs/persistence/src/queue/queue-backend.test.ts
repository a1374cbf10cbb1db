import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DatabaseProxy, startProxy } from '../../../../test/faults/proxy.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { type Database, openDatabase } from '../database/session.js';
import { openJobQueue } from './job-queue.js';

let database: TestDatabase;
let session: Database;
let proxy: DatabaseProxy;
let proxiedUrl: string;

beforeAll(async () => {
  database = await createTestDatabase();
  session = await openDatabase(database.databaseUrl, { maxConnections: 2 });
  const url = new URL(database.databaseUrl.replace('@/', '@127.0.0.1/'));
  const { host, port = '5432' } = Object.fromEntries(url.searchParams);
  proxy = await startProxy({ path: `${host}/.s.PGSQL.${port}` });
  url.search = '';
  url.port = String(proxy.port);
  proxiedUrl = url.href;
});
afterAll(async () => {
  await session.close();
  await proxy.close();
  await database.dispose();
});

it('a consumer whose first connection fails leaves the process its time, and hears of jobs once it is mended', async () => {
  const queue = openJobQueue({ databaseUrl: proxiedUrl });
  const heard: string[] = [];
  const errors: string[] = [];
  proxy.swallow(true);
  try {
    queue.consume({
      concurrency: 1,
      handle: async (jobIds) => void heard.push(...jobIds),
      onError: ({ message }) => errors.push(message),
    });
    while (errors.length === 0) await sleep(50);
    await sleep(1_000);
    expect(errors.length).toBeLessThan(10);
    proxy.swallow(false);
    await queue.enqueue(session, [{ id: '1', attempt: 0 }]);
    while (heard.length === 0) await sleep(50);
    expect(heard).toEqual(['1']);
  } finally {
    proxy.swallow(false);
    await queue.close();
  }
});
