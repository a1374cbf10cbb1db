import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  endJob,
  fillProject,
  jobIdsOf,
  runJob,
  specOf,
  startBatch,
  startJob,
  type TestProject,
} from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let bob: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  bob = await service.signIn('bob');
  project = await fillProject(alice, 'a');
  await service.persistence.batches.cancel(project.batchId);
});
afterAll(() => service.stop());

let values = 1000;
async function newBatch(jobs: number, options: object = {}) {
  const weights = Array.from({ length: jobs }, () => ++values);
  const batchId = await startBatch(alice, 'a', { spec: specOf(project.fileId, weights), options });
  return { batchId, jobIds: await jobIdsOf(alice, batchId) };
}

const registerWorker = (id: string, labels: readonly string[] = []) =>
  service.persistence.workers.register({ id, host: 'here', pid: 1, slots: 4, version: '1', labels });

async function askJob(client: Client, id: string | undefined) {
  const { data, codes } = await client.graphql<{ job: Record<string, unknown> } | null>(
    'query ($id: ID!) { job(id: $id) { state waiting { reason position aboutSeconds } explanation } }',
    { id },
  );
  return { ...data?.job, codes };
}

async function askBatch(id: string) {
  const { data, codes } = await alice.graphql<{ batch: Record<string, unknown> } | null>(
    `query ($id: ID!) { batch(id: $id) {
       percent modeReason metadata etaSeconds etaLowSeconds etaHighSeconds etaText jobsPerHour } }`,
    { id },
  );
  expect(codes).toEqual([]);
  return data?.batch;
}

describe('a waiting job', () => {
  beforeEach(() => service.database.query('delete from worker'));

  it('says that no worker runs, then its place, and the same in its explanation', async () => {
    const { jobIds } = await newBatch(3);
    const nobody = 'No worker is running; it starts when one does.';
    expect(await askJob(alice, jobIds[1])).toEqual({
      state: 'waiting',
      waiting: { reason: nobody, position: null, aboutSeconds: null },
      explanation: nobody,
      codes: [],
    });
    await registerWorker('w1');
    const reason = expect.stringMatching(/^It is number 2 in its batch’s line/);
    expect(await askJob(alice, jobIds[1])).toMatchObject({
      waiting: { reason, position: 2 },
      explanation: reason,
    });
  });

  it('says which label no worker has', async () => {
    const { jobIds } = await newBatch(1, { labels: ['gpu'] });
    await registerWorker('w1');
    expect(await askJob(alice, jobIds[0])).toMatchObject({
      waiting: { reason: 'No running worker has the label gpu that its batch asks for.' },
    });
  });

  it('has no such answer once it has ended', async () => {
    const { jobIds } = await newBatch(1);
    await runJob(service, jobIds[0] ?? '', { outcome: 'succeeded' });
    expect(await askJob(alice, jobIds[0])).toMatchObject({ waiting: null, explanation: 'It succeeded.' });
  });

  it('does not exist for others', async () => {
    const { jobIds } = await newBatch(1);
    expect(await askJob(bob, jobIds[0])).toEqual({ codes: ['NOT_FOUND'] });
    expect(await askJob(alice, '999999')).toEqual({ codes: ['NOT_FOUND'] });
  });

  it('is answered for a page of jobs in a handful of statements', async () => {
    const { batchId } = await newBatch(40);
    const { data, codes } = await alice.graphql<{
      batch: { jobs: { nodes: { waiting: { position: number | null; reason: string } }[] } };
    }>('query ($id: ID!) { batch(id: $id) { jobs(first: 40) { nodes { waiting { position reason } } } } }', {
      id: batchId,
    });
    expect(codes).toEqual([]);
    expect(new Set(data.batch.jobs.nodes.map(({ waiting }) => waiting.reason))).toEqual(
      new Set(['No worker is running; it starts when one does.']),
    );
  });
});

describe('a running job', () => {
  it('is slow once it takes longer than almost all others', async () => {
    const { batchId, jobIds } = await newBatch(12);
    const [slow = '', ...quick] = jobIds;
    for (const jobId of quick) await runJob(service, jobId, { outcome: 'succeeded' });
    await service.database.query(
      `update job set started_at = finished_at - interval '10 s' where batch_id = $1 and state = 'succeeded'`,
      [batchId],
    );
    await startJob(service, slow);
    expect(await askJob(alice, slow)).toMatchObject({
      waiting: null,
      explanation: 'It runs on worker test.',
    });
    await service.database.query(`update job set started_at = now() - interval '60 s' where id = $1`, [slow]);
    expect(await askJob(alice, slow)).toMatchObject({
      explanation: expect.stringMatching(
        /^It runs on worker test\. It is slow: it has taken 6\d s so far, and 95 % of the finished jobs of its batch took at most 10 s\.$/,
      ),
    });
  });
});

describe('a batch', () => {
  it('says its mode, its share done, its rate and when it will be done', async () => {
    const { batchId, jobIds } = await newBatch(8);
    expect(await askBatch(batchId)).toEqual({
      percent: 0,
      modeReason: expect.stringMatching(/^Parallel.*: 8 jobs/),
      metadata: {},
      etaSeconds: null,
      etaLowSeconds: null,
      etaHighSeconds: null,
      etaText: 'estimating…',
      jobsPerHour: null,
    });
    for (const jobId of jobIds.slice(0, 4)) await runJob(service, jobId, { outcome: 'succeeded' });
    await startJob(service, jobIds[4] ?? '');
    // 10 s each, one after another.
    await service.database.query(
      `update job set finished_at = now() - (3 - position) * interval '10 s',
         started_at = now() - (4 - position) * interval '10 s' where batch_id = $1 and state = 'succeeded'`,
      [batchId],
    );
    const batch = await askBatch(batchId);
    expect(batch).toMatchObject({ percent: 50, etaText: 'about 35 s left' });
    // 3 unstarted jobs and half of the running one, one at a time.
    for (const name of ['etaSeconds', 'etaLowSeconds', 'etaHighSeconds']) {
      expect(batch?.[name]).toBeCloseTo(35, 3);
    }
    expect(batch?.jobsPerHour).toBeGreaterThan(300);
    expect(batch?.jobsPerHour).toBeLessThanOrEqual(360);
  });

  it('does not count reused jobs as speed, and is at 100 % when it is over', async () => {
    const { batchId: first, jobIds } = await newBatch(3);
    for (const jobId of jobIds) await endJob(service, await startJob(service, jobId));
    const again = await startBatch(alice, 'a', {
      spec: specOf(project.fileId, [values - 2, values - 1, values]),
    });
    expect(await askBatch(first)).toMatchObject({ percent: 100, etaText: 'finished' });
    expect(await askBatch(again)).toMatchObject({
      percent: 100,
      jobsPerHour: null,
      modeReason: 'Nothing is to be computed.',
    });
  });

  it('runs one job at a time when it is sequential', async () => {
    const { batchId } = await newBatch(4, { mode: 'sequential' });
    expect((await askBatch(batchId))?.modeReason).toMatch(/^Sequential, as asked for: 4 jobs/);
    const [row] = await service.database.query<{ concurrency: number }>(
      'select concurrency from batch where id = $1',
      [batchId],
    );
    expect(row?.concurrency).toBe(1);
  });
});

describe('the limit of a project', () => {
  const change = async (client: Client, projectSlug: string, concurrency: number | null | undefined) => {
    const { data, codes } = await client.graphql<{
      result: { project: { concurrency: number | null } | null; problems: { code: string }[] };
    } | null>(
      `mutation ($input: UpdateProjectInput!) { result: updateProject(input: $input) {
         project { name concurrency } problems { code place { parameter } } } }`,
      { input: { projectSlug, concurrency } },
    );
    return { ...data?.result, codes };
  };

  it('is set, kept by other changes, and lifted by a maintainer', async () => {
    expect(await change(alice, 'a', 4)).toMatchObject({ project: { concurrency: 4 }, problems: [] });
    expect(await change(alice, 'a', undefined)).toMatchObject({ project: { concurrency: 4 } });
    expect(await change(alice, 'a', null)).toMatchObject({ project: { concurrency: null } });
  });

  it.each([0, -1, 10_001])('refuses %d', async (concurrency) => {
    expect(await change(alice, 'a', concurrency)).toMatchObject({
      project: null,
      problems: [{ code: 'INVALID_CONCURRENCY', place: { parameter: 'concurrency' } }],
    });
  });

  it('is not for editors, and does not exist for strangers', async () => {
    expect((await change(bob, 'a', 1)).codes).toEqual(['NOT_FOUND']);
    expect((await change(alice, 'nowhere', 1)).codes).toEqual(['NOT_FOUND']);
    await service.addMember('a', bob, 'editor');
    expect((await change(bob, 'a', 1)).codes).toEqual(['FORBIDDEN']);
    await service.database.query('delete from project_member where user_id = $1', [bob.userId]);
  });
});

describe('workers', () => {
  it('show labels, free disk space and why they take no jobs', async () => {
    await service.database.query('delete from worker');
    await registerWorker('w1', ['gpu']);
    await service.persistence.workers.heartbeat('w1', { freeDiskBytes: 5e12, refusal: 'The disk is full.' });
    await registerWorker('w2');
    const ask = () =>
      alice.graphql<{ workers: object[] }>('{ workers { id labels freeDiskBytes refusal isAlive } }');
    const plain = { id: 'w2', labels: [], freeDiskBytes: null, refusal: null, isAlive: true };
    expect((await ask()).data.workers).toEqual([
      plain,
      { id: 'w1', labels: ['gpu'], freeDiskBytes: 5e12, refusal: 'The disk is full.', isAlive: true },
    ]);
    await service.persistence.workers.heartbeat('w1');
    expect((await ask()).data.workers[1]).toMatchObject({ refusal: 'The disk is full.' });
    await service.persistence.workers.heartbeat('w1', { freeDiskBytes: 6e12, refusal: null });
    expect((await ask()).data.workers[1]).toMatchObject({ refusal: null, freeDiskBytes: 6e12 });
  });
});
