import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchOptions, type DispatchRule, emptyJobCounts, type JobCounts } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { advisoryLocks } from '../database/advisory-locks.js';
import { connectClient } from '../database/pool.js';
import { openPersistence, type Persistence } from '../persistence.js';
import type { Fence } from './fence.js';
import type { AttemptResult } from './finish.js';
import type { StartedJob } from './start.js';

let database: TestDatabase;
let store: Persistence;
let projectId: string;
let filesDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  projectId = await addProject(database, 'alpha');
  for (const id of ['w1', 'w2']) {
    await store.workers.register({ id, host: 'here', pid: 1, slots: 4, version: '0' });
  }
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(filesDir, { recursive: true });
});

const everything: DispatchRule = {
  limits: ({ batches }) =>
    new Map(batches.filter((batch) => batch.state === 'running').map((batch) => [batch.id, 100])),
  choose: ({ batches }, candidates) => ({
    choices: batches.flatMap((batch) =>
      (candidates.get(batch.id) ?? []).map((job) => ({
        projectId: batch.projectId,
        labels: batch.labels,
        job,
      })),
    ),
    jobsPerMessage: 1,
    openBatchId: null,
  }),
};
const succeeded: AttemptResult = {
  outcome: 'succeeded',
  error: null,
  warnings: ['look here'],
  metrics: { score: 1.5 },
  artifacts: [
    {
      path: 'a.csv',
      title: 'Table',
      role: 'data',
      mediaType: 'text/csv',
      sizeBytes: 3,
      sha256: 'a'.repeat(64),
    },
  ],
  stages: [{ position: 0, name: 'fit', state: 'succeeded', startedAt: new Date(0), durationMs: 12 }],
  peakMemoryBytes: 1_000,
};
const failure = (message: string): AttemptResult => ({
  ...succeeded,
  outcome: 'failed',
  error: { stage: 'fit', message, problems: [] },
});
const leaseMs = 10_000;

async function batchOf(jobs: number, options: Partial<BatchOptions> & { label?: string } = {}) {
  const params = Array.from({ length: jobs }, (_, index) => ({ index }));
  const { batchId } = await store.batches.create(newBatch(projectId, params, options));
  return { batchId, jobIds: await jobsOf(batchId) };
}

async function jobsOf(batchId: string): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    'select id from job where batch_id = $1 order by position',
    [batchId],
  );
  return rows.map((row) => row.id);
}

async function startedBatch(jobs: number, options: Partial<BatchOptions> = {}) {
  const { batchId, jobIds } = await batchOf(jobs, options);
  await store.jobs.dispatch(everything, 60_000);
  const started = await Promise.all(jobIds.map((id) => store.jobs.start(id, 'w1', leaseMs)));
  return { batchId, jobs: started as StartedJob[], fences: started.map((job) => job?.fence as Fence) };
}

async function jobRow(id: string) {
  const rows = await database.query<Record<string, unknown>>('select * from job where id = $1', [id]);
  return rows[0] as Record<string, unknown>;
}

async function batchState(batchId: string) {
  const rows = await database.query<{ state: string; state_reason: string | null }>(
    'select state, state_reason from batch where id = $1',
    [batchId],
  );
  return rows[0];
}

async function expireLease(jobId: string) {
  await database.query(`update job set lease_until = clock_timestamp() - interval '1 s' where id = $1`, [
    jobId,
  ]);
}

/** Jobs per state counted one by one, to be compared with the counters. */
async function recount(batchId: string): Promise<JobCounts> {
  const rows = await database.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from job where batch_id = $1 group by 1',
    [batchId],
  );
  return Object.assign(emptyJobCounts(), Object.fromEntries(rows.map((row) => [row.state, row.n])));
}

describe('the way of a job', () => {
  it('leads from waiting to succeeded, and leaves one attempt, numbers, files and stages', async () => {
    const { batchId, fences } = await startedBatch(1);
    const fence = fences[0] as Fence;
    expect(
      await store.jobs.report(fence, { stage: 'fit', progress: 0.5, stages: [], lines: [], metricSteps: [] }),
    ).toBe(true);
    expect(await store.jobs.finish(fence, succeeded)).toBe(true);
    expect(await jobRow(fence.jobId)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
      progress: 1,
      lease_until: null,
      warnings: ['look here'],
    });
    expect(
      await database.query('select name, value from job_metric where job_id = $1', [fence.jobId]),
    ).toEqual([{ name: 'score', value: 1.5 }]);
    expect(
      await database.query('select path, attempt from artifact where job_id = $1', [fence.jobId]),
    ).toEqual([{ path: 'a.csv', attempt: 1 }]);
    expect(
      await database.query('select name, state, duration_ms from job_stage where job_id = $1', [fence.jobId]),
    ).toEqual([{ name: 'fit', state: 'succeeded', duration_ms: 12 }]);
    expect(await store.batches.settle(batchId)).toBe('succeeded');
  });

  it('is started by exactly one of many workers', async () => {
    const { jobIds } = await batchOf(1);
    await store.jobs.dispatch(everything, 60_000);
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        store.jobs.start(jobIds[0] ?? '', `w${1 + (index % 2)}`, leaseMs),
      ),
    );
    expect(tries.filter((job) => job !== null)).toHaveLength(1);
    expect(await jobRow(jobIds[0] ?? '')).toMatchObject({ state: 'running', attempt: 1 });
  });

  it('does not start while its batch is paused, and is queued again on resume', async () => {
    const { batchId, jobIds } = await batchOf(1);
    await store.jobs.dispatch(everything, 60_000);
    await store.batches.pause(batchId);
    expect(await store.jobs.start(jobIds[0] ?? '', 'w1', leaseMs)).toBeNull();
    await store.batches.resume(batchId);
    expect(await store.jobs.start(jobIds[0] ?? '', 'w1', leaseMs)).not.toBeNull();
  });

  it('that is being started when its batch is paused has started when the pause returns, or never starts', async () => {
    const { batchId, jobIds } = await batchOf(1);
    const jobId = jobIds[0] ?? '';
    await store.jobs.dispatch(everything, 60_000);
    const other = await connectClient(database.databaseUrl);
    // The start has read everything and gets stuck at the job's row.
    await other.query('begin');
    await other.query('select from job where id = $1 for no key update', [jobId]);
    const start = store.jobs.start(jobId, 'w1', leaseMs);
    await sleep(200);
    const stateAtPause = store.batches.pause(batchId).then(async () => (await jobRow(jobId)).state);
    await sleep(200);
    await other.end();
    await start;
    expect((await jobRow(jobId)).state).toBe(await stateAtPause);
  });

  it('whose start had to wait for a pause does not start', async () => {
    const { batchId, jobIds } = await batchOf(1);
    await store.jobs.dispatch(everything, 60_000);
    const other = await connectClient(database.databaseUrl);
    await other.query('begin');
    await other.query('select pg_advisory_xact_lock($1::int, $2::int)', [
      advisoryLocks.startsOfBatch,
      batchId,
    ]);
    const start = store.jobs.start(jobIds[0] ?? '', 'w1', leaseMs);
    await sleep(200);
    await other.query(`update batch set state = 'paused' where id = $1`, [batchId]);
    await other.query('commit');
    expect(await start).toBeNull();
    await other.end();
  });

  it('goes back to waiting for a failure that can pass, until no attempt is left', async () => {
    const { fences } = await startedBatch(1, { maxAttempts: 2 });
    const first = fences[0] as Fence;
    expect(await store.jobs.retryLater(first, failure('the disk was full'), 0)).toBe(true);
    expect(await jobRow(first.jobId)).toMatchObject({ state: 'waiting', attempt: 1, worker_id: null });
    expect(await database.query('select from job_metric where job_id = $1', [first.jobId])).toEqual([]);
    await store.jobs.dispatch(everything, 60_000);
    const second = (await store.jobs.start(first.jobId, 'w2', leaseMs))?.fence as Fence;
    expect(second.attempt).toBe(2);
    expect(await store.jobs.retryLater(second, failure('the disk was full'), 0)).toBe(false);
    expect(await store.jobs.finish(second, failure('the disk was full'))).toBe(true);
    expect(
      await database.query('select number, outcome from attempt where job_id = $1 order by 1', [first.jobId]),
    ).toEqual([
      { number: 1, outcome: 'failed' },
      { number: 2, outcome: 'failed' },
    ]);
  });

  it('is handed back without using up an attempt', async () => {
    const { fences } = await startedBatch(1, { maxAttempts: 1 });
    const fence = fences[0] as Fence;
    expect(await store.jobs.handBack(fence)).toBe(true);
    expect(await jobRow(fence.jobId)).toMatchObject({ state: 'waiting', attempt: 1, attempt_limit: 2 });
    expect(
      await database.query('select outcome, error from attempt where job_id = $1', [fence.jobId]),
    ).toEqual([{ outcome: 'handed_back', error: null }]);
    expect(await store.jobs.finish(fence, succeeded)).toBe(false);
  });

  it('ends as skipped where it had nothing to do, without numbers, neither succeeded nor failed', async () => {
    const { batchId, fences } = await startedBatch(1);
    const fence = fences[0] as Fence;
    expect(await store.jobs.finish(fence, { ...succeeded, outcome: 'skipped', artifacts: [] })).toBe(true);
    expect(await store.batches.settle(batchId)).toBe('succeeded');
    expect(await jobRow(fence.jobId)).toMatchObject({ state: 'skipped', warnings: ['look here'] });
    const n = await database.query(
      `select (select count(*)::int from job_metric where job_id = $1) as metrics,
         (select outcome from attempt where job_id = $1) as outcome,
         (select json_agg(json_build_array(state, n)) from batch_job_count where batch_id = $2 and n > 0) as counts`,
      [fence.jobId, batchId],
    );
    expect(n).toEqual([{ metrics: 0, outcome: 'skipped', counts: [['skipped', 1]] }]);
  });

  it('starts over by an explicit retry: counted, with the former numbers and files gone', async () => {
    const { batchId, fences } = await startedBatch(1);
    const fence = fences[0] as Fence;
    await store.jobs.finish(fence, failure('bad luck'));
    expect(await store.batches.settle(batchId)).toBe('failed');
    expect(await database.query('select path from artifact where job_id = $1', [fence.jobId])).toHaveLength(
      1,
    );
    await store.jobs.retry(fence.jobId);
    expect(await jobRow(fence.jobId)).toMatchObject({
      state: 'waiting',
      retries: 1,
      error: null,
      attempt_limit: 4,
    });
    expect(await database.query('select path from artifact where job_id = $1', [fence.jobId])).toEqual([]);
    expect((await batchState(batchId))?.state).toBe('running');
    await expect(store.jobs.retry(fence.jobId)).rejects.toThrow(/is waiting and cannot be retried/);
  });
});

describe('leases', () => {
  it('are renewed without waiting for a job whose row is being changed', async () => {
    const { fences } = await startedBatch(2);
    const other = await connectClient(database.databaseUrl);
    await other.query('begin');
    await other.query('update job set progress = 0.5 where id = $1', [fences[0]?.jobId]);
    const renewed = await store.jobs.renewLeases('w1', fences, leaseMs);
    await other.query('rollback');
    await other.end();
    expect(renewed).toEqual(
      fences.map(({ jobId, attempt }, index) => ({
        jobId,
        attempt,
        cancelRequested: false,
        isRenewed: index === 1,
      })),
    );
  });
});

describe('a lease that ran out', () => {
  it('lets the worker write nothing more, even before anybody noticed', async () => {
    const { fences } = await startedBatch(1);
    const fence = fences[0] as Fence;
    await expireLease(fence.jobId);
    expect(await store.jobs.renewLeases('w1', [fence], leaseMs)).toEqual([]);
    expect(
      await store.jobs.report(fence, { stage: 'fit', progress: 1, stages: [], lines: [], metricSteps: [] }),
    ).toBe(false);
    expect(await store.jobs.finish(fence, succeeded)).toBe(false);
    expect(await store.jobs.handBack(fence)).toBe(false);
  });

  it('makes the job lost, then queued again, and the late worker changes nothing', async () => {
    const { fences } = await startedBatch(1);
    const fence = fences[0] as Fence;
    await expireLease(fence.jobId);
    const lost = await store.jobs.loseExpired(() => 0);
    expect(lost.jobIds).toContain(fence.jobId);
    expect(await jobRow(fence.jobId)).toMatchObject({ state: 'lost' });
    await store.jobs.dispatch(everything, 60_000);
    const next = (await store.jobs.start(fence.jobId, 'w2', leaseMs))?.fence as Fence;
    expect(await store.jobs.finish(fence, failure('late'))).toBe(false);
    expect(await store.jobs.finish(next, succeeded)).toBe(true);
    expect(
      await database.query('select number, worker_id, outcome from attempt where job_id = $1 order by 1', [
        fence.jobId,
      ]),
    ).toEqual([
      { number: 1, worker_id: 'w1', outcome: 'lost' },
      { number: 2, worker_id: 'w2', outcome: 'succeeded' },
    ]);
  });

  it('fails the job when no attempt is left, and says how often workers died', async () => {
    const { batchId, fences } = await startedBatch(1, { maxAttempts: 1 });
    const fence = fences[0] as Fence;
    await expireLease(fence.jobId);
    await store.jobs.loseExpired(() => 0);
    const job = await jobRow(fence.jobId);
    expect(job).toMatchObject({
      state: 'failed',
      error: { message: 'The worker died while it ran this job; no attempt is left.' },
    });
    expect(await store.batches.settle(batchId)).toBe('failed');
  });

  it('stops a batch that does not continue on error with the last death, and leaves its neighbours alone', async () => {
    const strict = await batchOf(2, { maxAttempts: 1, continueOnError: false });
    const other = await batchOf(2, { maxAttempts: 1 });
    await store.jobs.dispatch(everything, 60_000);
    for (const [jobId = ''] of [strict.jobIds, other.jobIds]) {
      await store.jobs.start(jobId, 'w1', leaseMs);
      await expireLease(jobId);
    }
    const lost = await store.jobs.loseExpired(() => 0);
    expect(lost.batchIds).toEqual(expect.arrayContaining([strict.batchId, other.batchId]));
    const states = (jobIds: readonly string[]) =>
      Promise.all(jobIds.map(async (id) => (await jobRow(id)).state));
    expect(await states(strict.jobIds)).toEqual(['failed', 'skipped']);
    expect(await states(other.jobIds)).toEqual(['failed', 'queued']);
  });

  it('cancels the job when that was asked for', async () => {
    const { fences } = await startedBatch(1);
    const fence = fences[0] as Fence;
    await store.jobs.cancel(fence.jobId);
    await expireLease(fence.jobId);
    await store.jobs.loseExpired(() => 0);
    expect(await jobRow(fence.jobId)).toMatchObject({ state: 'cancelled' });
  });
});

describe('cancel', () => {
  it('ends a waiting job at once and a running one through its worker', async () => {
    const { batchId, jobIds } = await batchOf(2);
    await store.jobs.dispatch(everything, 60_000);
    const running = (await store.jobs.start(jobIds[0] ?? '', 'w1', leaseMs))?.fence as Fence;
    await store.jobs.cancel(jobIds[1] ?? '');
    await store.jobs.cancel(running.jobId);
    expect(await store.jobs.renewLeases('w1', [running], leaseMs)).toEqual([
      { jobId: running.jobId, attempt: 1, cancelRequested: true, isRenewed: true },
    ]);
    expect(await store.jobs.retryLater(running, failure('x'), 0)).toBe(false);
    await store.jobs.finish(running, { ...failure('x'), outcome: 'cancelled', error: null });
    expect(await store.batches.counts(batchId)).toMatchObject({ cancelled: 2 });
    await expect(store.jobs.cancel(running.jobId)).rejects.toThrow(/is cancelled and cannot be cancelled/);
  });

  it('and finish at the same time leave one final state', async () => {
    for (let round = 0; round < 20; round++) {
      const { batchId, fences } = await startedBatch(1);
      const fence = fences[0] as Fence;
      const [finished] = await Promise.all([
        store.jobs.finish(fence, succeeded),
        store.batches.cancel(batchId).catch(() => undefined),
      ]);
      expect(finished).toBe(true);
      expect(await jobRow(fence.jobId)).toMatchObject({ state: 'succeeded' });
      expect(await store.batches.settle(batchId)).toBe('cancelled');
    }
  });
});

describe('any order of operations', () => {
  it('keeps counters equal to a recount, attempts without gaps and at most one success', async () => {
    const operation = fc.record({
      job: fc.nat({ max: 3 }),
      verb: fc.constantFrom(
        'dispatch',
        'start',
        'finish',
        'fail',
        'later',
        'back',
        'expire',
        'cancel',
        'retry',
      ),
    });
    const batchVerb = fc.constantFrom('pause', 'resume', 'retryFailed', 'settle');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 6, arbitrary: operation }, batchVerb), { maxLength: 30 }),
        async (steps) => {
          const { batchId, jobIds } = await batchOf(4, { label: 'random' });
          const fences = new Map<string, Fence>();
          // Two at a time, so that they meet in the database.
          for (let index = 0; index < steps.length; index += 2) {
            await Promise.all(
              steps
                .slice(index, index + 2)
                .map((step) => apply(step, batchId, jobIds, fences).catch(ignoreRefusal)),
            );
          }
          expect(await store.batches.counts(batchId)).toEqual(await recount(batchId));
          const gaps = await database.query(
            `select job.id from job left join attempt a on a.job_id = job.id where batch_id = $1 group by job.id
           having count(a.number) <> job.attempt or coalesce(max(a.number), 0) <> job.attempt
             or count(*) filter (where a.outcome = 'succeeded') > 1`,
            [batchId],
          );
          expect(gaps).toEqual([]);
          await store.batches.cancel(batchId).catch(ignoreRefusal);
        },
      ),
      { numRuns: 25 },
    );
  });

  async function apply(
    step: string | { job: number; verb: string },
    batchId: string,
    jobIds: readonly string[],
    fences: Map<string, Fence>,
  ): Promise<unknown> {
    if (typeof step === 'string')
      return store.batches[step as 'pause' | 'resume' | 'retryFailed' | 'settle'](batchId);
    const jobId = jobIds[step.job] ?? '';
    const fence = fences.get(jobId) ?? { jobId, attempt: 1, workerId: 'w1' };
    switch (step.verb) {
      case 'dispatch':
        return store.jobs.dispatch(everything, 60_000);
      case 'start': {
        const started = await store.jobs.start(jobId, 'w1', leaseMs);
        if (started !== null) fences.set(jobId, started.fence);
        return started;
      }
      case 'finish':
        return store.jobs.finish(fence, succeeded);
      case 'fail':
        return store.jobs.finish(fence, failure('random'));
      case 'later':
        return store.jobs.retryLater(fence, failure('random'), 0);
      case 'back':
        return store.jobs.handBack(fence);
      case 'expire':
        await database.query(
          `update job set lease_until = clock_timestamp() - interval '1 s' where id = $1 and state = 'running'`,
          [jobId],
        );
        return store.jobs.loseExpired(() => 0);
      default:
        return store.jobs[step.verb as 'cancel' | 'retry'](jobId);
    }
  }

  function ignoreRefusal(error: Error): void {
    if (error.name !== 'Conflict') throw error;
  }
});
