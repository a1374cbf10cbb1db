import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { startWorkerProcess } from '../../../../test/fixtures/worker.js';
import { carryOutBulkActions } from './bulk-actions.js';

const system = { userId: null, source: 'system' } as const;
const administrator = { userId: '0', isAdministrator: true };
let database: TestDatabase;
let store: Persistence;
let projectId: string;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bulk-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir: path.join(folder, 'files') });
  projectId = await addProject(database, 'alpha');
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(folder, { recursive: true });
});

async function batchOf(jobs: number, params: object = {}) {
  const list = Array.from({ length: jobs }, (_, index) => ({ index, ...params }));
  return (await store.batches.create(newBatch(projectId, list, { label: `${jobs} jobs` }))).batchId;
}
const cancelAll = (batchId: string) =>
  store.bulkActions.start(system, { projectId, verb: 'cancel', jobs: { filter: { batchId } } });

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 40_000; !(await condition()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
  }
}
const isDone = async (id: string) => (await store.bulkActions.find(administrator, id)).state === 'done';

describe('the bulk pass of a worker', () => {
  it('begins as soon as an action is announced, and settles the batches', async () => {
    const errors: unknown[] = [];
    const [one, other] = [0, 1].map(() => carryOutBulkActions(store, (error) => errors.push(error)));
    const batchId = await batchOf(2_500);
    const id = await cancelAll(batchId);
    await until('it is done', () => isDone(id));
    await until('the batch has ended', async () => {
      const [batch] = await database.query<{ state: string }>('select state from batch where id = $1', [
        batchId,
      ]);
      return batch?.state === 'failed';
    });
    await Promise.all([one?.stop(), other?.stop()]);
    const action = await store.bulkActions.find(administrator, id);
    expect(action).toMatchObject({ total: 2_500, succeeded: 2_500 });
    expect(errors).toEqual([]);
  });

  it('goes on elsewhere when its worker is killed', async () => {
    const options = {
      databaseUrl: database.databaseUrl,
      filesDir: path.join(folder, 'files'),
      workDir: path.join(folder, 'work'),
    };
    const batchId = await batchOf(12_000, { do: 'sleep', ms: 60_000 });
    const worker = startWorkerProcess(options);
    const progress = async (id: string) => (await store.bulkActions.find(administrator, id)).succeeded;
    const id = await cancelAll(batchId);
    try {
      await until('some are cancelled', async () => (await progress(id)) > 0);
    } finally {
      await worker.dispose();
    }
    const second = startWorkerProcess(options);
    try {
      await until('it is done', () => isDone(id));
    } finally {
      await second.dispose();
    }
    expect(await store.bulkActions.find(administrator, id)).toMatchObject({ succeeded: 12_000, failed: 0 });
    const [entries] = await database.query(
      'select count(*)::int as n from bulk_action_entry where bulk_action_id = $1',
      [id],
    );
    expect(entries).toEqual({ n: 12_000 });
  });

  it('reaches running jobs: deaf ones are killed with all they have started', async () => {
    const ledger = path.join(folder, 'ledger');
    const batchId = await batchOf(3, { do: 'spin', ledger });
    const worker = startWorkerProcess({
      databaseUrl: database.databaseUrl,
      filesDir: path.join(folder, 'files'),
      workDir: path.join(folder, 'work'),
      // Process ids are those of this machine then.
      environment: { BATCHYARD_TEST_ENCLOSURE: 'group' },
    });
    try {
      await until('two jobs run with a child each', async () => (await processesOf(ledger)).length === 4);
      const processes = await processesOf(ledger);
      const id = await cancelAll(batchId);
      await until('it is done', () => isDone(id));
      await until('all processes are gone', async () => !processes.some(isAlive));
      await until('the jobs have ended', async () => (await store.batches.counts(batchId)).cancelled === 3);
      expect(await store.bulkActions.find(administrator, id)).toMatchObject({ succeeded: 3, skipped: 0 });
      expect(await processesOf(ledger)).toEqual(processes);
    } finally {
      await worker.dispose();
    }
  });
});

/** Process ids of all jobs that have started, and of what they have started. */
async function processesOf(ledger: string): Promise<number[]> {
  const text = await readFile(ledger, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as { event: string; pid: number })
    .map(({ event, pid }) => Number(/^grandchild (\d+)/.exec(event)?.[1] ?? pid));
}

/** Whether a process is there and is no zombie. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
