import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { type Database, openDatabase } from '../database/session.js';
import { type JobQueue, openJobQueue } from './job-queue.js';

let database: TestDatabase;
let session: Database;
let queue: JobQueue;

beforeAll(async () => {
  database = await createTestDatabase();
  session = await openDatabase(database.databaseUrl, { maxConnections: 2 });
  queue = openJobQueue({ databaseUrl: database.databaseUrl });
});
afterAll(async () => {
  await queue.close();
  await session.close();
  await database.dispose();
});

const messages = () =>
  database.query<{ state: string; jobs: string[] }>(
    `select state::text, data->'jobIds' as jobs from bullmq.job order by seq`,
  );

it('announces again what a dead worker took, whatever the clocks say, and nothing that waits its turn', async () => {
  await queue.enqueue(session, [{ id: '1', attempt: 0 }]);
  await queue.enqueue(session, [{ id: '2', attempt: 0 }]);
  const inAnHour = Date.now() + 3_600_000;
  await database.query(
    `update bullmq.job set state = 'active', locked_until_ms = $1 where data->'jobIds' ? '1'`,
    [inAnHour],
  );
  await database.query(`insert into bullmq.meta (queue, field, value) values ('jobs', 'stalled-check', $1)`, [
    String(inAnHour),
  ]);
  const forgotten = ['1', '2'].map((id) => ({ id, attempt: 0 }));
  for (let pass = 0; pass < 3; pass++) await queue.announceAgain(session, forgotten);
  expect(await messages()).toEqual([
    { state: 'active', jobs: ['1'] },
    { state: 'waiting', jobs: ['2'] },
    { state: 'waiting', jobs: ['1'] },
  ]);
});
