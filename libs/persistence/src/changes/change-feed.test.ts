import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { createBatch } from '../batches/create.js';
import { type Database, openDatabase } from '../database/session.js';
import { type ChangeFeed, openChangeFeed } from './change-feed.js';
import { coalesce } from './coalesce.js';

let database: TestDatabase;
let session: Database;
let feed: ChangeFeed;
let projectId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  session = await openDatabase(database.databaseUrl, { maxConnections: 2 });
  feed = openChangeFeed(database.databaseUrl);
  projectId = await addProject(database, 'feed');
});
afterAll(async () => {
  await feed.close();
  await session.close();
  await database.dispose();
});

/** Counts calls, and waits for the next one. */
function listener() {
  let calls = 0;
  let wake: () => void = () => undefined;
  return {
    call: () => {
      calls++;
      wake();
    },
    calls: () => calls,
    async atLeast(count: number) {
      while (calls < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

async function addBatch(label: string) {
  const { batchId } = await session.transaction((tx) =>
    createBatch(tx, newBatch(projectId, [{}, {}], { label })),
  );
  const [job] = await database.query<{ id: string }>('select id from job where batch_id = $1', [batchId]);
  return { batchId, jobId: job?.id ?? '' };
}

async function listening(): Promise<void> {
  const started = listener();
  const end = feed.subscribe('all', started.call);
  while (started.calls() === 0) {
    await database.query(`select pg_notify('batchyard_change', '{"batch": "0", "jobs": []}')`);
    await sleep(20);
  }
  end();
}

describe('change feed', () => {
  it('tells of the batch, the job and everything that was subscribed to, and of nothing else', async () => {
    const [one, two] = [await addBatch('one'), await addBatch('two')];
    await listening();
    const [batch, otherBatch, job, otherJob, all] = [1, 2, 3, 4, 5].map(listener) as ReturnType<
      typeof listener
    >[];
    feed.subscribe({ batchId: one.batchId }, batch!.call);
    feed.subscribe({ batchId: two.batchId }, otherBatch!.call);
    feed.subscribe({ jobId: one.jobId }, job!.call);
    feed.subscribe({ jobId: two.jobId }, otherJob!.call);
    feed.subscribe('all', all!.call);
    await database.query(
      `update job set state = 'cancelled', finished_at = clock_timestamp() where id = $1`,
      [one.jobId],
    );
    await Promise.all([batch!.atLeast(1), job!.atLeast(1), all!.atLeast(1)]);
    expect([otherBatch!.calls(), otherJob!.calls()]).toEqual([0, 0]);
  });

  it('says nothing of what nobody can see', async () => {
    const { batchId, jobId } = await addBatch('silent');
    await listening();
    const batch = listener();
    feed.subscribe({ batchId }, batch.call);
    await database.query(`update job set available_at = clock_timestamp() where id = $1`, [jobId]);
    await listening();
    expect(batch.calls()).toBe(0);
  });

  it('comes back after its connection broke, and tells everybody to look again', async () => {
    await listening();
    const all = listener();
    feed.subscribe({ batchId: '999' }, all.call);
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()`,
    );
    await all.atLeast(1);
    await listening();
  });
});

describe('coalesce', () => {
  it('calls at once, joins what follows into one later call, and rests when nothing follows', async () => {
    let calls = 0;
    const call = coalesce(() => calls++, 60);
    call();
    expect(calls).toBe(1);
    for (let index = 0; index < 50; index++) call();
    expect(calls).toBe(1);
    await sleep(150);
    expect(calls).toBe(2);
    await sleep(100);
    expect(calls).toBe(2);
    call();
    call();
    call.cancel();
    await sleep(100);
    expect(calls).toBe(3);
  });
});
