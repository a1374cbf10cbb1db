import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, jobIdsOf, runJob, specOf, startBatch, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let viewer: Client;
let stranger: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  viewer = await service.signIn('viewer');
  stranger = await service.signIn('stranger');
  project = await fillProject(alice, 'a');
  await service.addMember('a', viewer, 'viewer');
});
afterAll(() => service.stop());

interface Payload {
  readonly batch: { readonly state: string; readonly allowedVerbs: string[] } | null;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

const verbMutation = (verb: string) =>
  `mutation ($id: ID!) { result: ${verb}(input: { batchId: $id }) { batch { state allowedVerbs } problems { code message } } }`;
const act = async (client: Client, verb: string, id: string) => {
  const { data, codes } = await client.graphql<{ result: Payload } | null>(verbMutation(verb), { id });
  return { payload: data?.result, codes };
};
const journal = async () =>
  (await service.database.query<{ verb: string }>('select verb from changeset order by id desc limit 1'))[0]
    ?.verb;

describe('batch verbs', () => {
  it('pause, resume, stop, retry and cancel, each with a changeset', async () => {
    const batchId = await startBatch(alice, 'a', { designId: project.designId, options: { reuse: false } });
    expect((await act(alice, 'pauseBatch', batchId)).payload).toEqual({
      batch: { state: 'paused', allowedVerbs: ['resume', 'stop', 'cancel'] },
      problems: [],
    });
    expect(await journal()).toBe('pause_batch');
    expect((await act(alice, 'resumeBatch', batchId)).payload?.batch?.state).toBe('running');
    expect(await journal()).toBe('resume_batch');
    expect((await act(alice, 'stopBatch', batchId)).payload?.batch).toEqual({
      state: 'stopped',
      allowedVerbs: ['retry_failed'],
    });
    expect(await journal()).toBe('stop_batch');
    expect((await act(alice, 'retryFailedJobs', batchId)).payload?.batch?.state).toBe('running');
    expect(await journal()).toBe('retry_failed_jobs');
    expect((await act(alice, 'cancelBatch', batchId)).payload?.batch?.state).toBe('cancelled');
    expect(await journal()).toBe('cancel_batch');
  });

  it.each(['pauseBatch', 'resumeBatch', 'stopBatch', 'cancelBatch', 'retryFailedJobs'])(
    '%s: a conflict is a problem, a viewer is refused, to others the batch does not exist',
    async (verb) => {
      const done = await startBatch(alice, 'a', { designId: project.designId, options: { reuse: false } });
      for (const id of await jobIdsOf(alice, done)) await runJob(service, id, { outcome: 'succeeded' });
      const conflict = await act(alice, verb, done);
      expect(conflict.payload?.batch).toBeNull();
      expect(conflict.payload?.problems.map((problem) => problem.code)).toEqual(['CONFLICT']);
      expect((await act(viewer, verb, done)).codes).toEqual(['FORBIDDEN']);
      expect((await act(stranger, verb, done)).codes).toEqual(['NOT_FOUND']);
      expect((await act(alice, verb, '999999')).codes).toEqual(['NOT_FOUND']);
      expect((await act(alice, verb, 'x')).codes).toEqual(['NOT_FOUND']);
    },
  );
});

describe('startBatch', () => {
  const start = `mutation ($input: StartBatchInput!) { startBatch(input: $input) {
    batch { id name spec counts { total waiting } createdBy { name } } problems { code message place { parameter input } }
  } }`;
  const run = (client: Client, input: object) =>
    client.graphql<{
      startBatch: { batch: { name: string } | null; problems: { code: string; place: object }[] };
    }>(start, {
      input: { projectSlug: 'a', ...input },
    });

  it('starts a design by its id under its own or another name', async () => {
    const { data } = await run(alice, { designId: project.designId, name: ' Again ' });
    expect(data.startBatch).toMatchObject({
      batch: { name: 'Again', createdBy: { name: 'alice' } },
      problems: [],
    });
    expect(await journal()).toBe('start_batch');
  });

  it('starts a design that is not saved', async () => {
    const { data } = await run(alice, { spec: specOf(project.fileId, [7, 8]) });
    expect(data.startBatch).toMatchObject({ batch: { name: 'Weights', counts: { total: 2 } }, problems: [] });
  });

  const bad: [string, object, string[]][] = [
    ['neither design nor spec', {}, ['INVALID_ARGUMENT']],
    ['both', { designId: '1', spec: {} }, ['INVALID_ARGUMENT']],
    ['a spec that is none', { spec: [1] }, ['INVALID_FIELD']],
    ['unknown pipeline', { spec: { ...specOf('1'), pipeline: 'rigid-bdy' } }, ['UNKNOWN_PIPELINE']],
    ['a file that does not exist', { spec: specOf('999') }, ['UNKNOWN_FILE']],
    ['a path instead of a file', { spec: specOf('../../etc/passwd') }, ['UNKNOWN_FILE']],
    ['bad options', { options: { maxAttempts: 0, speed: 1 } }, ['INVALID_FIELD', 'INVALID_FIELD']],
  ];
  it.each(bad)('answers %s with problems and writes nothing', async (_name, input, codes) => {
    const before = await service.database.query('select count(*) from batch');
    const given = 'options' in input ? { ...input, designId: project.designId } : input;
    const { data, codes: errors } = await run(alice, given);
    expect(errors).toEqual([]);
    expect(data.startBatch.batch).toBeNull();
    expect(data.startBatch.problems.map((problem) => problem.code)).toEqual(codes);
    expect(await service.database.query('select count(*) from batch')).toEqual(before);
  });

  it('names a bad parameter by its path', async () => {
    const { data } = await run(alice, { spec: specOf(project.fileId, [-1]) });
    expect(data.startBatch.problems.map((problem) => problem.place)).toContainEqual({
      parameter: 'weights.lambda_rigid',
      input: null,
    });
  });

  it('refuses viewers, and does not exist for others', async () => {
    expect((await run(viewer, { designId: project.designId })).codes).toEqual(['FORBIDDEN']);
    expect((await run(stranger, { designId: project.designId })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('planBatch', () => {
  it('tells what would run and what would be reused, and writes nothing', async () => {
    const { data } = await alice.graphql<{ planBatch: object }>(
      `query ($input: StartBatchInput!) { planBatch(input: $input) {
         cellCount newJobs reusedJobs firstCells { position reason setting } problems { code } } }`,
      { input: { projectSlug: 'a', spec: specOf(project.fileId, [500, 501]) } },
    );
    expect(data.planBatch).toEqual({
      cellCount: 2,
      newJobs: 1,
      reusedJobs: 1,
      firstCells: [
        {
          position: 0,
          setting: { 'weights.lambda_rigid': 500 },
          reason: expect.stringMatching(/^equal job \d+ succeeded$/),
        },
        { position: 1, setting: { 'weights.lambda_rigid': 501 }, reason: 'parameter changed' },
      ],
      problems: [],
    });
  });
});

describe('what a batch and its jobs show', () => {
  it('counts, results, first failure, stages, log, coverage and comparison of one batch', async () => {
    const batchId = await startBatch(alice, 'a', {
      spec: specOf(project.fileId, [11, 12, 13]),
      options: { continueOnError: true },
    });
    const [first = '', second = '', third = ''] = await jobIdsOf(alice, batchId);
    await runJob(service, first, {
      outcome: 'succeeded',
      metrics: { edge_error_mean_mm: 2.5 },
      artifact: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    });
    await runJob(service, second, { outcome: 'failed' });
    const { data, codes } = await alice.graphql(
      `query ($id: ID!, $job: ID!, $failed: ID!, $waiting: ID!) {
        batch(id: $id) {
          state counts { total succeeded failed waiting } etaText pipeline { name version stages } objective { metric { name } direction }
          firstFailure { id error { stage message } explanation canRetry } stageSummary { name done running medianSeconds }
          previews { title role job { id } } running { id }
          jobs(filter: { states: [succeeded, waiting] }) { nodes { position state } pageInfo { hasNextPage } }
        }
        job(id: $job) {
          metrics { name value } artifacts { path mediaType } attempts { number outcome } stages { name state durationMs }
          log(first: 2) { nodes { line text } pageInfo { hasNextPage } } canCancel canRetry project { slug } batch { id }
        }
        failed: job(id: $failed) { state canRetry explanation }
        waiting: job(id: $waiting) { canCancel explanation durationSeconds }
        comparison(input: { batchIds: [$id], metric: "edge_error_mean_mm" }) {
          bestKey settings { values rank jobs withResult failed unfinished metrics { name mean n sd } }
          varying { path title } warnings { code } shownJobs totalJobs batches { id }
        }
      }`,
      { id: batchId, job: first, failed: second, waiting: third },
    );
    expect(codes).toEqual([]);
    expect(data).toMatchObject({
      batch: {
        state: 'running',
        counts: { total: 3, succeeded: 1, failed: 1, waiting: 1 },
        etaText: 'estimating…',
        pipeline: { name: 'rigid-body' },
        objective: { direction: 'minimize' },
        firstFailure: { id: second, error: { stage: 'solve', message: 'It diverged.' }, canRetry: true },
        previews: [{ title: 'Track', role: 'preview', job: { id: first } }],
        running: [],
        jobs: {
          nodes: [
            { position: 0, state: 'succeeded' },
            { position: 2, state: 'waiting' },
          ],
          pageInfo: { hasNextPage: false },
        },
      },
      job: {
        metrics: [{ name: 'edge_error_mean_mm', value: 2.5 }],
        artifacts: [{ path: 'figures/track.svg', mediaType: 'image/svg+xml' }],
        attempts: [{ number: 1, outcome: 'succeeded' }],
        stages: [{ name: 'solve', state: 'succeeded', durationMs: 1500 }],
        log: { nodes: [{ line: 1, text: 'line 1' }, { line: 2 }], pageInfo: { hasNextPage: true } },
        canCancel: false,
        canRetry: false,
        project: { slug: 'a' },
        batch: { id: batchId },
      },
      failed: { state: 'failed', canRetry: true, explanation: expect.stringContaining('It diverged.') },
      waiting: {
        canCancel: true,
        explanation: expect.stringContaining('number 1 in its batch'),
        durationSeconds: null,
      },
      comparison: {
        settings: [
          {
            rank: 1,
            jobs: 1,
            withResult: 1,
            metrics: [{ name: 'edge_error_mean_mm', mean: 2.5, n: 1, sd: null }],
          },
          { rank: null, failed: 1 },
          { rank: null, unfinished: 1 },
        ],
        varying: [{ path: 'weights.lambda_rigid' }],
        shownJobs: 1,
        totalJobs: 3,
        batches: [{ id: batchId }],
      },
    });
    const stages = (data as unknown as { batch: { stageSummary: { name: string }[] } }).batch.stageSummary;
    expect(stages.find((stage) => stage.name === 'solve')).toEqual({
      name: 'solve',
      done: 1,
      running: 0,
      medianSeconds: 1.5,
    });
  });

  it('shows the results of a reused job as its own, and where they came from', async () => {
    const values = [21];
    const source = await startBatch(alice, 'a', { spec: specOf(project.fileId, values) });
    const [sourceJob = ''] = await jobIdsOf(alice, source);
    await runJob(service, sourceJob, {
      outcome: 'succeeded',
      metrics: { edge_error_mean_mm: 1 },
      artifact: '<svg/>',
    });
    const again = await startBatch(alice, 'a', { spec: specOf(project.fileId, values) });
    const { data } = await alice.graphql(
      `query ($id: ID!) { batch(id: $id) { state counts { reused } previews { path }
        jobs { nodes { state reusedFrom { id } metrics { value } artifacts { path job { id } } } } }
        comparison(input: { batchIds: [$id] }) { settings { withResult metrics { n } } } }`,
      { id: again },
    );
    expect(data).toEqual({
      batch: {
        state: 'succeeded',
        counts: { reused: 1 },
        previews: [{ path: 'figures/track.svg' }],
        jobs: {
          nodes: [
            {
              state: 'reused',
              reusedFrom: { id: sourceJob },
              metrics: [{ value: 1 }],
              artifacts: [{ path: 'figures/track.svg', job: { id: sourceJob } }],
            },
          ],
        },
      },
      comparison: { settings: [{ withResult: 1, metrics: [{ n: 1 }] }] },
    });
  });

  it('pages through jobs by position without gaps or doubles', async () => {
    const batchId = await startBatch(alice, 'a', {
      spec: specOf(
        project.fileId,
        Array.from({ length: 7 }, (_, index) => 1000 + index),
      ),
    });
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const page: { data: { batch: { jobs: JobsPage } } } = await alice.graphql<{
        batch: { jobs: JobsPage };
      }>(
        `query ($id: ID!, $after: String) { batch(id: $id) { jobs(first: 3, after: $after) {
          nodes { position } pageInfo { hasNextPage endCursor } } } }`,
        { id: batchId, after },
      );
      const { nodes, pageInfo } = page.data.batch.jobs;
      seen.push(...nodes.map((job) => job.position));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

interface JobsPage {
  readonly nodes: readonly { readonly position: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

describe('cancelJob and retryJob', () => {
  const mutation = (verb: string) =>
    `mutation ($id: ID!) { result: ${verb}(input: { jobId: $id }) { job { state } problems { code } } }`;
  const change = (client: Client, verb: string, id: string) => client.graphql(mutation(verb), { id });

  it('cancel and retry a job, and say when that is not possible', async () => {
    const batchId = await startBatch(alice, 'a', { spec: specOf(project.fileId, [31, 32]) });
    const [jobId = ''] = await jobIdsOf(alice, batchId);
    expect((await change(alice, 'retryJob', jobId)).data).toEqual({
      result: { job: null, problems: [{ code: 'CONFLICT' }] },
    });
    expect((await change(alice, 'cancelJob', jobId)).data).toEqual({
      result: { job: { state: 'cancelled' }, problems: [] },
    });
    expect(await journal()).toBe('cancel_job');
    expect((await change(alice, 'cancelJob', jobId)).data).toEqual({
      result: { job: null, problems: [{ code: 'CONFLICT' }] },
    });
    expect((await change(alice, 'retryJob', jobId)).data).toEqual({
      result: { job: { state: 'waiting' }, problems: [] },
    });
    expect(await journal()).toBe('retry_job');
    for (const verb of ['cancelJob', 'retryJob']) {
      expect((await change(viewer, verb, jobId)).codes).toEqual(['FORBIDDEN']);
      expect((await change(stranger, verb, jobId)).codes).toEqual(['NOT_FOUND']);
      expect((await change(alice, verb, '999999')).codes).toEqual(['NOT_FOUND']);
    }
  });
});
