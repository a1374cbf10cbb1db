import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFinalBatchState } from '@batchyard/domain';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../../test/fixtures/database.js';
import { startWorkerProcess } from '../../../../../test/fixtures/worker.js';
import { type Administrator, firstAdministrator } from '../administrator.js';
import type { Sample } from './project.js';
import { makeRiver } from './river.js';

let database: TestDatabase;
let store: Persistence;
let filesDir: string;
let administrator: Administrator;
let sample: Sample | null;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  administrator = await firstAdministrator(store);
  sample = await makeRiver(store, administrator);
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(filesDir, { recursive: true });
});

describe('the sample river', () => {
  it('is made once, and what an interrupted start has made is found again', async () => {
    expect(sample).toMatchObject({ jobs: 1 });
    expect(await makeRiver(store, administrator)).toBeNull();
    await database.query("delete from instance_setting where key = 'sample_river_batch'");
    expect(await makeRiver(store, administrator)).toEqual(sample);
    const [counts] = await database.query<{ files: number; batches: number }>(
      'select (select count(*)::int from file) as files, (select count(*)::int from batch) as batches',
    );
    expect(counts).toEqual({ files: 2, batches: 1 });
  });

  it('has a discharge', async () => {
    const workDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-work-'));
    const worker = startWorkerProcess({ databaseUrl: database.databaseUrl, filesDir, workDir });
    const stateOf = async () => (await store.batchLists.find(administrator, sample?.batchId ?? '')).state;
    try {
      while (!isFinalBatchState(await stateOf()) && !worker.hasExited()) await sleep(200);
    } finally {
      await worker.dispose();
      await rm(workDir, { recursive: true, force: true });
    }
    expect(await stateOf()).toBe('succeeded');
    const [metric] = await database.query<{ value: number }>(
      "select value from job_metric where name like 'discharge%' limit 1",
    );
    expect(metric!.value).toBeGreaterThan(1);
  });
});
