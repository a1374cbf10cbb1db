import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { batchOptionsSchema, type DesignInput, designSchema } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';

let database: TestDatabase;
let store: Persistence;
let other: Persistence;
let folder: string;
let projectId: string;
let inputs: { markers: string }[];
const actor = { userId: null, source: 'system' } as const;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-adaptive-'));
  const options = { databaseUrl: database.databaseUrl, filesDir: folder };
  [store, other] = await Promise.all([openPersistence(options), openPersistence(options)]);
  const [project] = await database.query<{ id: string }>(
    `insert into project (slug, name) values ('p', 'P') returning id`,
  );
  projectId = project?.id ?? '';
  inputs = await Promise.all(['a', 'b'].map(async (name) => ({ markers: await addFile(name) })));
});
afterAll(async () => {
  await Promise.all([store.close(), other.close()]);
  await database.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function addFile(name: string): Promise<string> {
  const { sha256, sizeBytes } = await store.blobs.put(Readable.from([Buffer.from(name)]));
  const [file] = await database.query<{ id: string }>(
    `insert into file (project_id, name, size_bytes, sha256, media_type) values ($1, $2, $3, $4, 'text/csv') returning id`,
    [projectId, `${name}.csv`, sizeBytes, sha256],
  );
  return file?.id ?? '';
}

let seed = 0;

/** 2 inputs and 1 replicate, unless told otherwise; each design with a seed of its own, so that none reuses another. */
const requestOf = (more: Partial<DesignInput> = {}, options: object = {}) => {
  seed++;
  const spec = designSchema.parse({
    name: 'Search',
    pipeline: 'rigid-body',
    kind: 'adaptive',
    samples: 8,
    adaptive: { startup: 3, parallel: 2 },
    objective: { metric: 'final_cost', direction: 'minimize' },
    axes: [
      { parameter: 'weights.lambda_rigid', distribution: 'log_uniform', min: 1, max: 1000 },
      { parameter: 'optimization.max_iterations', distribution: 'integer', min: 5, max: 20 },
    ],
    inputs,
    seed,
    ...more,
  });
  return { projectId, designId: null, name: null, spec, options: batchOptionsSchema.parse(options) };
};
const start = async (...given: Parameters<typeof requestOf>) =>
  (await store.batchStarts.start(actor, requestOf(...given))).batchId;

interface JobRow {
  readonly id: string;
  readonly position: number;
  readonly state: string;
  readonly settingKey: string;
  readonly setting: Record<string, number>;
  readonly outputName: string;
}
const jobsOf = (batchId: string) =>
  database.query<JobRow>(
    `select id, position, state, setting_key as "settingKey", setting, output_name as "outputName" from job
     where batch_id = $1 order by position`,
    [batchId],
  );
const batchOf = async (batchId: string) => {
  const [batch] = await database.query<{ state: string; left: number; jobs: number; reason: string | null }>(
    `select state, proposals_left as "left", job_count as jobs, state_reason as reason from batch where id = $1`,
    [batchId],
  );
  return batch;
};

/** Ends waiting jobs as a worker would, with a value that grows with the distance of lambda_rigid from 30. */
async function endWaiting(batchId: string, state = 'succeeded'): Promise<number> {
  const waiting = (await jobsOf(batchId)).filter((job) => job.state === 'waiting');
  for (const { id, setting } of waiting) {
    await database.query(`update job set state = 'queued', queued_at = now() where id = $1`, [id]);
    await database.query(
      `update job set state = 'running', attempt = attempt + 1, lease_until = now() + interval '1 hour', started_at = now() where id = $1`,
      [id],
    );
    if (state === 'succeeded') {
      await database.query(
        `insert into job_metric (job_id, name, value, project_id) values ($1, 'final_cost', $2, $3)`,
        [id, Math.abs(Math.log((setting['weights.lambda_rigid'] ?? 1) / 30)), projectId],
      );
    }
    await database.query(`update job set state = $2, lease_until = null, finished_at = now() where id = $1`, [
      id,
      state,
    ]);
  }
  await store.batches.settle(batchId);
  return waiting.length;
}

describe('a batch of an adaptive design', () => {
  it('begins with its startup settings, and says what it will come to', async () => {
    const request = requestOf();
    const plan = await store.batchStarts.preview(request);
    expect(plan.cellCount).toBe(16);
    expect(plan.jobs).toHaveLength(6);
    expect(plan.counts.new).toBe(16);
    expect(plan.reasons).toContainEqual({ kind: 'new', reason: 'chosen_later', jobs: 10 });
    const { batchId } = await store.batchStarts.start(actor, {
      ...request,
      planFingerprint: plan.fingerprint,
    });
    expect(await batchOf(batchId)).toMatchObject({ state: 'running', left: 10, jobs: 6 });
    expect(await store.adaptive.proposeJobs()).toBe(0);
    await store.batches.cancel(batchId);
  });

  it('chooses as results come, keeps two settings under way, and ends when its budget is used', async () => {
    const batchId = await start();
    await endWaiting(batchId);
    // All that there is has ended, but the batch has not.
    expect(await batchOf(batchId)).toMatchObject({ state: 'running', left: 10 });
    while ((await store.adaptive.proposeJobs()) > 0) {
      const waiting = (await jobsOf(batchId)).filter((job) => job.state === 'waiting');
      expect(new Set(waiting.map((job) => job.settingKey)).size).toBeLessThanOrEqual(2);
      await endWaiting(batchId);
    }
    expect(await batchOf(batchId)).toMatchObject({ state: 'succeeded', left: 0, jobs: 16, reason: null });
    const jobs = await jobsOf(batchId);
    expect(jobs.map((job) => job.position)).toEqual(Array.from({ length: 16 }, (_, index) => index));
    expect(new Set(jobs.map((job) => job.settingKey)).size).toBe(8);
    expect(new Set(jobs.map((job) => job.outputName)).size).toBe(16);
    expect(jobs.at(-1)?.outputName).toBe('b_0015');
  });

  it('is proposed for once, however many workers look at the same time', async () => {
    const batchId = await start({ samples: 40, adaptive: { startup: 4, parallel: 4 } });
    await endWaiting(batchId);
    const looks = Array.from({ length: 12 }, (_, index) =>
      (index % 2 === 0 ? store : other).adaptive.proposeJobs(),
    );
    expect((await Promise.all(looks)).reduce((sum, added) => sum + added, 0)).toBe(4);
    expect(await batchOf(batchId)).toMatchObject({ left: 64, jobs: 16 });
    await store.batches.cancel(batchId);
  });

  it('is left as it was when the process dies in between', async () => {
    const batchId = await start();
    await endWaiting(batchId);
    const neighbour = await start();
    await endWaiting(neighbour);
    // The last statement of the transaction fails, as it would without a connection.
    await database.query(
      `alter table batch add constraint no_more_jobs check (id <> ${batchId} or job_count < 7) not valid`,
    );
    await expect(store.adaptive.proposeJobs()).rejects.toThrow(/no_more_jobs/);
    expect(await jobsOf(batchId)).toHaveLength(6);
    expect(await batchOf(batchId)).toMatchObject({ left: 10, jobs: 6 });
    // Nobody else has to wait for it.
    expect(await batchOf(neighbour)).toMatchObject({ left: 6, jobs: 10 });
    await store.batches.cancel(neighbour);
    await database.query('alter table batch drop constraint no_more_jobs');
    expect(await store.adaptive.proposeJobs()).toBe(2);
    await store.batches.cancel(batchId);
  });

  it('proposes nothing while paused, and nothing any more once stopped or cancelled', async () => {
    const paused = await start();
    await store.batches.pause(paused);
    await endWaiting(paused);
    expect(await store.adaptive.proposeJobs()).toBe(0);
    expect(await batchOf(paused)).toMatchObject({ state: 'paused', left: 10 });
    await store.batches.resume(paused);
    expect(await store.adaptive.proposeJobs()).toBe(2);
    await store.batches.stop(paused);
    expect(await batchOf(paused)).toMatchObject({ state: 'stopped', left: 0 });
    const cancelled = await start();
    await store.batches.cancel(cancelled);
    expect(await batchOf(cancelled)).toMatchObject({ state: 'cancelled', left: 0 });
    expect(await store.adaptive.proposeJobs()).toBe(0);
  });

  it('goes on past failures, unless it is told not to', async () => {
    const batchId = await start();
    await endWaiting(batchId, 'failed');
    expect(await batchOf(batchId)).toMatchObject({ left: 10 });
    await database.query(`update batch set state = 'running' where id = $1`, [batchId]);
    expect(await store.adaptive.proposeJobs()).toBe(2);
    await endWaiting(batchId);
    await store.batches.cancel(batchId);
    const strict = await start({}, { continueOnError: false });
    await endWaiting(strict, 'failed');
    expect(await batchOf(strict)).toMatchObject({ state: 'stopped', left: 0 });
  });

  it('pauses itself when its first jobs fail alike, though more settings are to be chosen', async () => {
    const batchId = await start();
    await endWaiting(batchId, 'failed');
    expect(await batchOf(batchId)).toMatchObject({ state: 'paused', left: 10 });
    await store.batches.cancel(batchId);
  });

  it('takes over results of equal cells, and goes straight on', async () => {
    const design = requestOf({
      axes: [{ parameter: 'optimization.max_iterations', values: [5, 6, 7, 8, 9] }],
    });
    const run = async () => {
      const { batchId } = await store.batchStarts.start(actor, design);
      for (let rounds = 0; rounds < 20; rounds++) {
        if ((await endWaiting(batchId)) + (await store.adaptive.proposeJobs()) === 0) break;
      }
      return batchId;
    };
    const first = await run();
    // Five settings are all there are.
    expect(await batchOf(first)).toMatchObject({ state: 'succeeded', left: 0, jobs: 10 });
    expect((await batchOf(first))?.reason).toContain('Every allowed setting has been computed');
    const second = await run();
    expect(await batchOf(second)).toMatchObject({ state: 'succeeded', left: 0, jobs: 10 });
    expect((await jobsOf(second)).map((job) => job.state)).toEqual(Array(10).fill('reused'));
  });

  it('refuses options that need to know all jobs', async () => {
    const { problems } = await store.batchStarts.preview(requestOf({}, { outputName: '{input}' }));
    expect(problems.map((problem) => problem.code)).toContain('ADAPTIVE_OUTPUT_NAME');
  });
});
