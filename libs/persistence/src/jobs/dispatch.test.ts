import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchOptions, createFairRule } from '@batchyard/domain';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';

const livingMs = 60_000;
let database: TestDatabase;
let store: Persistence;
let filesDir: string;
let projects = 0;
let projectId: string;

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
beforeEach(async () => {
  projectId = await addProject(database, `p${++projects}`);
});
afterEach(async () => {
  await database.query('delete from batch');
  await database.query(`update worker set stopped_at = clock_timestamp()`);
});

let workers = 0;
async function addWorker(slots: number, labels: readonly string[] = []): Promise<string> {
  const id = `w${++workers}`;
  await store.workers.register({ id, host: 'here', pid: 1, slots, version: '0', labels });
  return id;
}

async function batchOf(
  jobs: number,
  options: Partial<BatchOptions> & { label?: string } = {},
  owner = projectId,
) {
  const params = Array.from({ length: jobs }, (_, index) => ({ index }));
  const { batchId } = await store.batches.create(newBatch(owner, params, options));
  return batchId;
}

/** One pass of a dispatcher that has just begun. */
const dispatch = () => store.jobs.dispatch(createFairRule(), livingMs);

async function queuedOf(batchId: string): Promise<number> {
  return (await store.batches.counts(batchId)).queued;
}

async function modeOf(batchId: string) {
  const [row] = await database.query<{ concurrency: number | null; mode_reason: string }>(
    'select concurrency, mode_reason from batch where id = $1',
    [batchId],
  );
  return row;
}

async function jobOf(batchId: string, position: number): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    'select id from job where batch_id = $1 and position = $2',
    [batchId, position],
  );
  return row?.id ?? '';
}

async function waitingOf(batchId: string, position = 0) {
  const id = await jobOf(batchId, position);
  return (await store.jobs.waiting([id])).get(id);
}

describe('jobs that were queued long ago', () => {
  it('count as long as their messages wait, and not once these are lost', async () => {
    await addWorker(2);
    const batchId = await batchOf(50);
    await dispatch();
    const queued = await queuedOf(batchId);
    await database.query(`update job set queued_at = queued_at - interval '5 s' where state = 'queued'`);
    await dispatch();
    expect(await queuedOf(batchId)).toBe(queued);
    await database.query(`delete from bullmq.job`);
    await dispatch();
    expect(await queuedOf(batchId)).toBe(2 * queued);
  });
});

describe('what is queued', () => {
  it('keeps to the limit of the project, over all its batches', async () => {
    await addWorker(8);
    await database.query('update project set concurrency = 3 where id = $1', [projectId]);
    const batches = [await batchOf(5, { label: 'a' }), await batchOf(5, { label: 'b' })];
    expect(await dispatch()).toBe(3);
    expect(await dispatch()).toBe(0);
    expect(await Promise.all(batches.map(queuedOf))).toEqual([3, 0]);
  });

  it('is one job at a time of a sequential batch', async () => {
    await addWorker(8);
    const batchId = await batchOf(5, { mode: 'sequential', concurrency: 4 });
    expect(await dispatch()).toBe(1);
    expect(await modeOf(batchId)).toEqual({
      concurrency: 1,
      mode_reason:
        'Sequential, as asked for: 5 jobs, 8 slots of 1 worker, no history of how long a job takes.',
    });
  });

  it('is as much as workers have room for otherwise, and the batch says so', async () => {
    await addWorker(2);
    const batchId = await batchOf(9);
    expect(await dispatch()).toBe(4);
    expect((await modeOf(batchId))?.mode_reason).toMatch(/^Parallel, up to 2 at once: 9 jobs, 2 slots/);
  });

  it('is of the batch with the greatest head start in its project', async () => {
    await addWorker(1);
    const first = await batchOf(5, { label: 'first' });
    const second = await batchOf(5, { label: 'second', priority: 60 });
    expect(await dispatch()).toBe(2);
    expect([await queuedOf(first), await queuedOf(second)]).toEqual([0, 2]);
  });

  it('is shared evenly by two projects, however much one of them wants', async () => {
    await addWorker(3);
    const other = await addProject(database, `other${projects}`);
    const greedy = [
      await batchOf(50, { label: 'a', priority: 600_000 }),
      await batchOf(50, { label: 'b', priority: 600_000 }),
    ];
    const modest = await batchOf(50, { label: 'c' }, other);
    await dispatch();
    const [a = 0, b = 0] = await Promise.all(greedy.map(queuedOf));
    expect([a + b, await queuedOf(modest)]).toEqual([3, 3]);
  });

  it('is only for workers that carry the labels and take jobs', async () => {
    await addWorker(4);
    const batchId = await batchOf(9, { labels: ['gpu'] });
    expect(await dispatch()).toBe(0);
    const gpu = await addWorker(2, ['big', 'gpu']);
    await store.workers.heartbeat(gpu, { freeDiskBytes: 5, refusal: 'The disk is nearly full.' });
    expect(await dispatch()).toBe(0);
    await store.workers.heartbeat(gpu, { freeDiskBytes: 5e9, refusal: null });
    expect(await dispatch()).toBe(4);
    expect(await queuedOf(batchId)).toBe(4);
  });
});

describe('the next job of a batch', () => {
  const startNext = async (batchId: string, workerId: string, by = store) =>
    (await by.jobs.startNext(batchId, workerId, 10_000, 1))[0] ?? null;

  /** A batch that is open as soon as its worker is known. */
  async function openBatch(jobs: number) {
    const workerId = await addWorker(2);
    const batchId = await batchOf(jobs);
    await dispatch();
    return { batchId, workerId };
  }

  it('is started without being queued, best first, each by one alone, and counted', async () => {
    const { batchId, workerId } = await openBatch(40);
    const other = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
    await database.query('update job set priority = 5 where batch_id = $1 and position = 20', [batchId]);
    expect((await startNext(batchId, workerId))?.fence.jobId).toBe(await jobOf(batchId, 20));
    const asked = Array.from({ length: 25 }, () => [
      startNext(batchId, workerId),
      startNext(batchId, workerId, other),
    ]);
    const answers = await Promise.all(asked.flat());
    await other.close();
    const started = answers.filter((job) => job !== null);
    // 4 of the 40 were queued for two free slots.
    expect(started).toHaveLength(35);
    expect(new Set(started.map(({ fence }) => fence.jobId)).size).toBe(35);
    expect(started.every(({ isOpen, fence }) => isOpen && fence.attempt === 1)).toBe(true);
    expect(await store.batches.counts(batchId)).toMatchObject({ waiting: 0, queued: 4, running: 36 });
    const unqueued = `select id from job where batch_id = $1 and queued_at is null`;
    expect(await database.query(unqueued, [batchId])).toEqual([]);
  });

  it('is none that is to start later', async () => {
    const { batchId, workerId } = await openBatch(6);
    const later = `update job set available_at = now() + interval '1 hour' where batch_id = $1 and position = 4`;
    await database.query(later, [batchId]);
    const answers = [await startNext(batchId, workerId), await startNext(batchId, workerId)];
    expect(answers.map((job) => job?.fence.jobId ?? null)).toEqual([await jobOf(batchId, 5), null]);
  });

  it('is left to dispatch as soon as another batch wants the slots, or the batch is paused', async () => {
    const { batchId, workerId } = await openBatch(30);
    expect(await startNext(batchId, workerId)).not.toBeNull();
    await store.batches.pause(batchId);
    expect(await startNext(batchId, workerId)).toBeNull();
    await store.batches.resume(batchId);
    expect(await startNext(batchId, workerId)).not.toBeNull();
    await batchOf(1, { label: 'rival' });
    await dispatch();
    expect(await startNext(batchId, workerId)).toBeNull();
  });

  it('is left to dispatch when nobody has said for a while that the batch is open', async () => {
    const { batchId, workerId } = await openBatch(30);
    await database.query(`update open_batch set until = clock_timestamp()`);
    expect(await startNext(batchId, workerId)).toBeNull();
    await dispatch();
    expect(await startNext(batchId, workerId)).not.toBeNull();
  });

  it('travels with the end of the job before it', async () => {
    const { batchId, workerId } = await openBatch(30);
    const first = await startNext(batchId, workerId);
    if (first === null) throw new Error('The batch is not open.');
    const result = {
      outcome: 'succeeded' as const,
      error: null,
      warnings: [],
      metrics: { score: 1 },
      artifacts: [],
      stages: [],
      peakMemoryBytes: null,
    };
    const [isEnded, next] = await Promise.all([
      store.jobs.finish(first.fence, result),
      startNext(batchId, workerId),
    ]);
    expect([isEnded, next === null]).toEqual([true, false]);
    expect(await store.batches.counts(batchId)).toMatchObject({ succeeded: 1, running: 1 });
  });

  describe('with others that are to follow it', () => {
    const die = async () => {
      await database.query(`update job set lease_until = now() - interval '1 s' where state = 'running'`);
      await store.jobs.loseExpired(() => 0);
    };
    const outcomesOf = async (batchId: string) =>
      database.query<{ position: number; state: string; moreAttempts: number; outcome: string }>(
        `select position, job.state, attempt_limit - $2::int as "moreAttempts", attempt.outcome
         from job join attempt on job_id = job.id and number = job.attempt where batch_id = $1 order by position`,
        [batchId, 3],
      );
    const startTogether = async (count: number) => {
      const { batchId, workerId } = await openBatch(12);
      const jobs = await store.jobs.startNext(batchId, workerId, 10_000, count);
      // Each of them says all that its run needs.
      expect(jobs.every(({ options, params }) => options.maxAttempts > 0 && 'index' in params)).toBe(true);
      return { batchId, workerId, jobs };
    };

    it('is as many as there are, each given to one who asked', async () => {
      const { batchId, workerId } = await openBatch(12);
      const asked = [5, 2, 4].map((count) => store.jobs.startNext(batchId, workerId, 10_000, count));
      const jobIds = (await Promise.all(asked)).map((jobs) => jobs.map(({ fence }) => fence.jobId));
      // 4 of the 12 were queued for two free slots.
      expect(jobIds.map(({ length }) => length)).toEqual([5, 2, 1]);
      expect(new Set(jobIds.flat()).size).toBe(8);
      const [worker] = (await store.workers.list()).filter(({ id }) => id === workerId);
      // Those that follow others take no slot.
      expect(worker?.runningJobs).toBe(3);
    });

    it('is the only one that a death costs an attempt, but for those that were heard of', async () => {
      const { batchId, jobs } = await startTogether(3);
      const [, , heard] = jobs;
      if (heard === undefined) throw new Error('There are not three.');
      const report = { stage: 'fit', progress: 0, stages: [], lines: [], metricSteps: [] };
      expect(await store.jobs.report(heard.fence, report)).toBe(true);
      await die();
      expect(await outcomesOf(batchId)).toEqual([
        { position: 4, state: 'lost', moreAttempts: 0, outcome: 'lost' },
        { position: 5, state: 'waiting', moreAttempts: 1, outcome: 'handed_back' },
        { position: 6, state: 'lost', moreAttempts: 0, outcome: 'lost' },
      ]);
      expect(await store.batches.counts(batchId)).toMatchObject({ waiting: 6, running: 0 });
    });

    it('is the only one that a death costs an attempt, however many follow', async () => {
      const { batchId, workerId } = await openBatch(300);
      expect(await store.jobs.startNext(batchId, workerId, 10_000, 250)).toHaveLength(250);
      await die();
      await die();
      const outcomes = (await outcomesOf(batchId)).map(({ outcome }) => outcome);
      expect(outcomes).toEqual(['lost', ...Array.from({ length: 249 }, () => 'handed_back')]);
    });

    it('costs one at last also those that every worker dies before', async () => {
      const { batchId, workerId, jobs } = await startTogether(2);
      const last = jobs[1]?.fence.jobId;
      const outcomes: (string | null)[] = [];
      for (let deaths = 0; deaths < 4; deaths++) {
        await die();
        const [attempt] = await database.query<{ outcome: string | null }>(
          'select outcome from attempt where job_id = $1 order by number desc limit 1',
          [last],
        );
        outcomes.push(attempt?.outcome ?? null);
        // So that it is taken as the second again.
        await database.query('update job set priority = 5 where id = $1', [last]);
        const before = 'update job set priority = 9 where batch_id = $1 and position = $2';
        await database.query(before, [batchId, 8 - deaths]);
        await store.jobs.startNext(batchId, workerId, 10_000, 2);
      }
      expect(outcomes).toEqual(['handed_back', 'handed_back', 'handed_back', 'lost']);
    });

    it('began after those before it, and says so', async () => {
      const { jobs } = await startTogether(2);
      const fence = jobs[1]?.fence;
      if (fence === undefined) throw new Error('There is no second one.');
      const started = async () =>
        database.query<{ job: Date; attempt: Date }>(
          `select job.started_at as job, attempt.started_at as attempt
           from job join attempt on job_id = job.id where job.id = $1`,
          [fence.jobId],
        );
      const [before] = await started();
      await store.jobs.finish(fence, {
        outcome: 'succeeded',
        error: null,
        warnings: [],
        metrics: {},
        artifacts: [],
        stages: [],
        peakMemoryBytes: null,
        waitedMs: 50,
      });
      const [after] = await started();
      expect(Number(after?.job) - Number(before?.job)).toBe(50);
      expect(Number(after?.attempt) - Number(before?.attempt)).toBe(50);
    });
  });
});

describe('the queue', () => {
  it('brings jobs with labels to those alone that listen for them', async () => {
    await addWorker(4, ['gpu']);
    const heard: [string, string][] = [];
    const listen = (name: string, labels: readonly string[]) =>
      store.queue.consume({
        labels,
        concurrency: 4,
        onError: () => undefined,
        handle: async (jobIds) => void heard.push(...jobIds.map((id): [string, string] => [name, id])),
      });
    const consumers = [listen('any', []), listen('gpu', ['gpu'])];
    expect(await store.jobs.wantedLabels()).toEqual([]);
    const plain = await batchOf(1, { label: 'plain' });
    const labelled = await batchOf(1, { label: 'labelled', labels: ['gpu'] });
    expect(await store.jobs.wantedLabels()).toEqual([['gpu']]);
    await dispatch();
    const wanted = [await jobOf(plain, 0), await jobOf(labelled, 0)];
    // Messages of other tests' jobs are heard as well.
    const ours = () => heard.filter(([, id]) => wanted.includes(id)).sort();
    for (let tries = 0; tries < 200 && ours().length < 2; tries++) await sleep(25);
    await Promise.all(consumers.map((consumer) => consumer.close()));
    expect(ours()).toEqual([
      ['any', wanted[0]],
      ['gpu', wanted[1]],
    ]);
  });

  it('brings no more than is allowed, until more is allowed', async () => {
    await addWorker(4);
    const heard: string[] = [];
    const consumer = store.queue.consume({
      concurrency: 4,
      onError: () => undefined,
      handle: async (jobIds) => void heard.push(...jobIds),
    });
    consumer.allow(0);
    // What was being fetched at that moment is not there yet.
    await sleep(100);
    await batchOf(3);
    await dispatch();
    await sleep(500);
    expect(heard).toEqual([]);
    consumer.allow(2);
    for (let tries = 0; tries < 400 && heard.length < 3; tries++) await sleep(25);
    expect(heard).toHaveLength(3);
    await consumer.close();
  });
});

describe('a waiting job says', () => {
  it('that there is no worker, or none with the labels', async () => {
    const batchId = await batchOf(1, { labels: ['gpu', 'big'] });
    expect((await waitingOf(batchId))?.reason).toBe('No worker is running; it starts when one does.');
    await addWorker(1, ['big']);
    expect((await waitingOf(batchId))?.reason).toBe(
      'No running worker has the label gpu that its batch asks for.',
    );
  });

  it('which limit is reached and its place in the line', async () => {
    await addWorker(4);
    await database.query('update project set concurrency = 2 where id = $1', [projectId]);
    const earlier = await batchOf(3, { label: 'earlier' });
    const batchId = await batchOf(9, { label: 'later' });
    expect((await waitingOf(batchId, 4))?.reason).toBe(
      'It is number 5 in its batch’s line, after 3 jobs of batches that go first.',
    );
    await dispatch();
    expect(await waitingOf(batchId, 4)).toEqual({
      reason:
        'Its project runs at most 2 jobs at once, and so many do. It is number 5 in its batch’s line, after 1 job of batches that go first.',
      position: 5,
      aboutSeconds: null,
    });
    expect((await waitingOf(earlier))?.reason).toBe(
      'It is next in line and starts as soon as a worker takes it.',
    );
  });

  it('the limit of its batch', async () => {
    await addWorker(1);
    const batchId = await batchOf(9, { concurrency: 1 });
    await dispatch();
    await store.jobs.start(await jobOf(batchId, 0), `w${workers}`, 60_000);
    const waiting = await waitingOf(batchId, 3);
    expect(waiting?.position).toBe(3);
    expect(waiting?.reason).toMatch(/^Its batch runs at most 1 job at once, and so many do\. /);
  });

  it('that its batch is paused, and nothing when it does not wait', async () => {
    await addWorker(1);
    const batchId = await batchOf(2);
    await store.batches.pause(batchId);
    expect((await waitingOf(batchId))?.reason).toMatch(/^Its batch is paused/);
    await store.batches.cancel(batchId);
    expect(await waitingOf(batchId)).toBeUndefined();
  });

  it('its place by its own priority', async () => {
    await addWorker(1);
    const batchId = await batchOf(5);
    await database.query('update job set priority = 10 where batch_id = $1 and position = 3', [batchId]);
    expect([await waitingOf(batchId, 3), await waitingOf(batchId, 0)].map((one) => one?.position)).toEqual([
      1, 2,
    ]);
  });
});

describe('a job whose worker died', () => {
  async function lostJob(options: Partial<BatchOptions>) {
    const workerId = await addWorker(1);
    const batchId = await batchOf(1, options);
    const id = await jobOf(batchId, 0);
    await dispatch();
    await store.jobs.start(id, workerId, 60_000);
    await database.query(`update job set lease_until = clock_timestamp() - interval '1 s' where id = $1`, [
      id,
    ]);
    const firstDelays: number[] = [];
    await store.jobs.loseExpired((_attempt, firstMs) => {
      firstDelays.push(firstMs);
      return 60_000;
    });
    const [job] = await database.query<{ state: string; error: { message: string } | null }>(
      'select state, error from job where id = $1',
      [id],
    );
    return { job, firstDelays, waiting: (await store.jobs.waiting([id])).get(id) };
  }

  it('waits as long as its batch says, and says so', async () => {
    const { job, firstDelays, waiting } = await lostJob({ backoffS: 7 });
    expect(job?.state).toBe('lost');
    expect(firstDelays).toEqual([7_000]);
    expect(waiting?.reason).toMatch(
      /^Its worker stopped answering\. It is tried again in (60|59) s \(attempt 2 of 3\)\.$/,
    );
  });

  it('fails where its batch does not want it tried again', async () => {
    const { job } = await lostJob({ retryOn: ['disk_full'] });
    expect(job).toMatchObject({
      state: 'failed',
      error: { message: 'The worker died while it ran this job; its batch does not try again after that.' },
    });
  });
});
