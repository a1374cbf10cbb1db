import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFairRule } from '@batchyard/domain';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { consumeJobs } from './consume-jobs.js';

let database: TestDatabase;
let store: Persistence;
let filesDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(filesDir, { recursive: true });
});

it('hears of jobs that ask for what the worker carries, and holds few more messages than it has slots', async () => {
  const projectId = await addProject(database, 'a');
  const slots = 2;
  await store.workers.register({ id: 'w', host: 'h', pid: 1, slots, version: '0', labels: ['big', 'gpu'] });
  await store.workers.register({ id: 'v', host: 'h', pid: 1, slots: 8, version: '0', labels: ['fpga'] });
  const batches = new Map<string, string>();
  for (const labels of [[], ['gpu'], ['gpu', 'big'], ['fpga']]) {
    const jobs = [{ n: 1 }, { n: 2 }, { n: 3 }];
    const label = labels.join('+') || 'none';
    const { batchId } = await store.batches.create(newBatch(projectId, jobs, { label, labels }));
    batches.set(batchId, label);
  }
  const heard: string[] = [];
  let inHand = 0;
  let most = 0;
  const source = consumeJobs(store, {
    slots,
    labels: ['big', 'gpu'],
    onError: () => undefined,
    async handle(jobIds) {
      most = Math.max(most, ++inHand);
      await sleep(50);
      heard.push(...jobIds);
      inHand--;
    },
  });
  const rule = createFairRule();
  for (let tries = 0; tries < 300 && heard.length < 9; tries++) {
    await store.jobs.dispatch(rule, 60_000);
    await database.query(
      `update job set state = 'running', attempt = 1, lease_until = 'infinity', started_at = now()
       where state = 'queued' and id = any($1)`,
      [heard],
    );
    await database.query(
      `update job set state = 'cancelled', lease_until = null, finished_at = now() where state = 'running'`,
    );
    await sleep(50);
  }
  await source.pause();
  const of = await database.query<{ id: string; batch: string }>(
    'select id, batch_id as batch from job where id = any($1)',
    [heard],
  );
  const count = (label: string) => of.filter(({ batch }) => batches.get(batch) === label).length;
  expect(['none', 'gpu', 'gpu+big', 'fpga'].map(count)).toEqual([3, 3, 3, 0]);
  // Until it hears that the slots are full, each of the three listeners may fetch as many as there are slots.
  expect(most).toBeLessThanOrEqual(3 * slots);
});
