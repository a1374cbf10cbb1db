import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { batchOptionsSchema, designSchema } from '@batchyard/domain';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { startWorkerProcess } from '../../../../test/fixtures/worker.js';

const examples = path.resolve(import.meta.dirname, '../../../../docs/examples/rigid-body');
const actor = { userId: null, source: 'system' } as const;
let database: TestDatabase;
let store: Persistence;
let folder: string;
let projectId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-adaptive-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir: path.join(folder, 'files') });
  projectId = await addProject(database, 'alpha');
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(folder, { recursive: true });
});

async function addFile(name: string): Promise<string> {
  const { sha256, sizeBytes } = await store.blobs.put(createReadStream(path.join(examples, name)));
  const [file] = await database.query<{ id: string }>(
    `insert into file (project_id, name, size_bytes, sha256, media_type) values ($1, $2, $3, $4, 'text/csv') returning id`,
    [projectId, name, sizeBytes, sha256],
  );
  return file?.id ?? '';
}

async function startSearch(): Promise<string> {
  const spec = designSchema.parse({
    name: 'Weights',
    pipeline: 'rigid-body',
    kind: 'adaptive',
    samples: 8,
    adaptive: { startup: 3, parallel: 2 },
    objective: { metric: 'position_error_mean_mm', direction: 'minimize' },
    params: { optimization: { max_iterations: 10 } },
    axes: [{ parameter: 'weights.lambda_rigid', distribution: 'log_uniform', min: 1, max: 10_000 }],
    inputs: [{ markers: await addFile('walk_01.csv'), truth: await addFile('walk_01_truth.csv') }],
  });
  const options = batchOptionsSchema.parse({});
  const request = { projectId, designId: null, name: null, spec, options };
  return (await store.batchStarts.start(actor, request)).batchId;
}

const batchOf = async (id: string) => {
  const [batch] = await database.query<{ state: string; jobs: number; left: number }>(
    'select state, job_count as jobs, proposals_left as "left" from batch where id = $1',
    [id],
  );
  return batch;
};

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 90_000; !(await condition()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
  }
}

describe('workers with a batch of an adaptive design', () => {
  it('compute its whole budget, although one of them is killed on the way', async () => {
    const options = {
      databaseUrl: database.databaseUrl,
      filesDir: path.join(folder, 'files'),
      workDir: path.join(folder, 'work'),
    };
    const [first, second] = [startWorkerProcess(options), startWorkerProcess(options)];
    try {
      const batchId = await startSearch();
      await until('settings were chosen', async () => ((await batchOf(batchId))?.jobs ?? 0) > 3);
      first.kill('SIGKILL');
      await until('the batch has ended', async () => (await batchOf(batchId))?.state === 'succeeded');
      expect(await batchOf(batchId)).toEqual({ state: 'succeeded', jobs: 8, left: 0 });
      const jobs = await database.query<{ value: number; key: string; at: Date; ended: Date }>(
        `select m.value, j.setting_key as key, j.created_at as at, j.finished_at as ended from job j
         join job_metric m on m.job_id = j.id and m.name = 'position_error_mean_mm'
         where j.batch_id = $1 order by j.position`,
        [batchId],
      );
      expect(new Set(jobs.map((job) => job.key)).size).toBe(8);
      // Each later setting was chosen after results that it could rest on.
      for (const later of jobs.slice(3)) {
        expect(jobs.filter((job) => job.ended < later.at).length).toBeGreaterThanOrEqual(2);
      }
    } finally {
      await Promise.all([first.dispose(), second.dispose()]);
    }
  });
});
