import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type FailureKind, normaliseMessage } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';

let database: TestDatabase;
let store: Persistence;
let projectId: string;
let filesDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  projectId = await addProject(database, 'alpha');
  await store.workers.register({ id: 'w1', host: 'here', pid: 1, slots: 4, version: '0' });
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(filesDir, { recursive: true });
});

async function batchOf(jobs: number, label: string, maxAttempts = 1) {
  const params = Array.from({ length: jobs }, (_, index) => ({ index }));
  const { batchId } = await store.batches.create(newBatch(projectId, params, { label, maxAttempts }));
  const rows = await database.query<{ id: string }>(
    'select id from job where batch_id = $1 order by position',
    [batchId],
  );
  return { batchId, jobIds: rows.map((row) => row.id) };
}

async function start(jobId: string, leaseMs = 60_000) {
  await database.query(`update job set state = 'queued', queued_at = now() where id = $1`, [jobId]);
  const started = await store.jobs.start(jobId, 'w1', leaseMs);
  if (started === null) throw new Error(`Job ${jobId} did not start.`);
  return started.fence;
}

async function fail(
  jobId: string,
  message: string,
  kind: FailureKind = 'pipeline_error',
  exitCode: number | null = null,
) {
  const fence = await start(jobId);
  const finished = await store.jobs.finish(fence, {
    outcome: kind === 'cancelled' ? 'cancelled' : 'failed',
    error: { stage: 'fit', message, problems: [] },
    failure: { kind, key: normaliseMessage(message), exitCode },
    warnings: [],
    metrics: {},
    artifacts: [],
    stages: [],
    peakMemoryBytes: null,
  });
  expect(finished).toBe(true);
}

describe('failure groups', () => {
  it('count what failed alike, largest first, with the newest failure as example', async () => {
    const { batchId, jobIds } = await batchOf(7, 'groups');
    const other = await batchOf(1, 'other');
    const [a = '', b = '', c = '', d = '', e = '', f = ''] = jobIds;
    await fail(a, 'No space for "x".', 'disk_full');
    await fail(d, 'Frame 12 of walk.csv diverged.', 'pipeline_error', 139);
    await fail(c, 'Frame 3 of run.csv diverged.');
    await fail(b, 'Frame 7 of jump.csv diverged.');
    await fail(e, 'cancelled', 'cancelled');
    await fail(f, 'No space for "y".', 'disk_full');
    await fail(other.jobIds[0] ?? '', 'Frame 1 of a.csv diverged.');
    expect(await store.failures.groups([batchId])).toEqual([
      {
        batchId,
        key: 'Frame <n> of <path> diverged.',
        kind: 'pipeline_error',
        message: 'Frame 7 of jump.csv diverged.',
        stage: 'fit',
        jobs: 3,
        exampleId: b,
      },
      {
        batchId,
        key: 'No space for "…".',
        kind: 'disk_full',
        message: 'No space for "y".',
        stage: 'fit',
        jobs: 2,
        exampleId: f,
      },
    ]);
    expect((await store.failures.groups([other.batchId, batchId])).map((group) => group.jobs).sort()).toEqual(
      [1, 2, 3],
    );
  });

  it('lead to exactly their jobs, and lose those that are retried', async () => {
    const { batchId, jobIds } = await batchOf(3, 'retried');
    for (const id of jobIds) await fail(id, 'It diverged at 3.', 'pipeline_error', 3);
    const [group] = await store.failures.groups([batchId]);
    const filter = { batchId, failureKey: group?.key ?? '' };
    expect((await store.jobLists.ofProject(projectId, { first: 10 }, filter)).rows).toHaveLength(3);
    await store.jobs.retry(jobIds[0] ?? '');
    expect((await store.failures.groups([batchId])).map(({ jobs }) => jobs)).toEqual([2]);
    const { rows } = await store.jobLists.ofProject(projectId, { first: 10 }, filter);
    expect(rows.map((job) => [job.id, job.failureKind, job.exitCode])).toEqual([
      [jobIds[2], 'pipeline_error', 3],
      [jobIds[1], 'pipeline_error', 3],
    ]);
  });

  it('hold jobs whose workers died however often', async () => {
    const { batchId, jobIds } = await batchOf(2, 'lost', 2);
    const [once = '', twice = ''] = jobIds;
    await database.query('update job set attempt_limit = 1 where id = $1', [once]);
    for (const id of [once, twice, twice]) {
      await start(id);
      await database.query(`update job set lease_until = clock_timestamp() - interval '1 s' where id = $1`, [
        id,
      ]);
      await store.jobs.loseExpired(() => 0);
    }
    const groups = await store.failures.groups([batchId]);
    expect(groups.map(({ kind, jobs }) => ({ kind, jobs }))).toEqual([{ kind: 'worker_lost', jobs: 2 }]);
    expect((await store.jobDetails.attempts([once]))[0]).toMatchObject({
      outcome: 'lost',
      failureKind: 'worker_lost',
    });
  });

  it('that are alike pause a batch although their messages differ', async () => {
    const { batchId, jobIds } = await batchOf(8, 'alike');
    for (const [index, id] of jobIds.slice(0, 5).entries()) {
      await fail(id, `Frame ${index} diverged.`);
      await store.batches.settle(batchId);
    }
    const [batch] = await database.query('select state, state_reason from batch where id = $1', [batchId]);
    expect(batch).toEqual({
      state: 'paused',
      state_reason:
        '5 of the first 5 jobs failed alike: Frame 0 diverged. Mend the cause, then resume or cancel.',
    });
  });
});

describe('the last lines of a job', () => {
  it('are the last 20 of its newest attempt, in order', async () => {
    const { jobIds } = await batchOf(1, 'lines', 2);
    const [id = ''] = jobIds;
    for (const attempt of [1, 2]) {
      const fence = await start(id);
      const lines = Array.from({ length: 25 }, (_, line) => ({
        line,
        at: new Date(),
        level: 'info' as const,
        stage: 'fit',
        text: `attempt ${attempt}, line ${line}`,
      }));
      await store.jobs.report(fence, { stage: 'fit', progress: 0, stages: [], lines, metricSteps: [] });
      await store.jobs.handBack(fence);
    }
    const lines = await store.failures.lastLines([id]);
    expect(lines.map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, index) => `attempt 2, line ${index + 5}`),
    );
    expect(lines[0]?.jobId).toBe(id);
  });
});
