import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, jobIdsOf, runJob, specOf, startBatch, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let viewer: Client;
let stranger: Client;
let project: TestProject;
let other: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  viewer = await service.signIn('viewer');
  stranger = await service.signIn('stranger');
  project = await fillProject(alice, 'a');
  other = await fillProject(stranger, 'b');
  await service.addMember('a', viewer, 'viewer');
});
afterAll(() => service.stop());

interface BulkAction {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly summary: string;
}
interface Payload {
  readonly result: {
    readonly bulkAction: BulkAction | null;
    readonly problems: readonly { readonly code: string; readonly message: string; readonly place: object }[];
  };
}

const fields = 'id verb state total done succeeded skipped failed summary finishedAt createdBy { name }';
const start = async (client: Client, input: object) => {
  const { data, codes } = await client.graphql<Payload | null>(
    `mutation ($input: StartBulkActionInput!) { result: startBulkAction(input: $input) {
       bulkAction { ${fields} } problems { code message place { parameter } } } }`,
    { input: { projectSlug: 'a', ...input } },
  );
  return { ...data?.result, codes };
};
const stop = async (client: Client, id: string) => {
  const { data, codes } = await client.graphql<Payload | null>(
    `mutation ($id: ID!) { result: stopBulkAction(input: { bulkActionId: $id }) {
       bulkAction { ${fields} } problems { code message } } }`,
    { id },
  );
  return { ...data?.result, codes };
};
const read = async (client: Client, id: string) =>
  (
    await client.graphql<{ bulkAction: BulkAction | null }>(
      `query ($id: ID!) { bulkAction(id: $id) { ${fields} } }`,
      { id },
    )
  ).data.bulkAction;

/** As a worker does. */
async function carryOut() {
  for (;;) {
    const portion = await service.persistence.bulkActions.carryOutPortion();
    if (portion === null) return;
    for (const batchId of portion.batchIds) await service.persistence.batches.settle(batchId);
  }
}
const batchOf = async (...values: number[]) => {
  const batchId = await startBatch(alice, 'a', {
    spec: specOf(project.fileId, values),
    options: { reuse: false },
  });
  return { batchId, jobIds: await jobIdsOf(alice, batchId) };
};

describe('startBulkAction', () => {
  it('cancels a selection, says what became of each job, and is written into the journal', async () => {
    const { jobIds } = await batchOf(11, 12, 13);
    const [first = '', second = ''] = jobIds;
    await runJob(service, first, { outcome: 'succeeded' });
    const { bulkAction, problems } = await start(alice, { verb: 'cancel', jobIds: [first, second] });
    expect(problems).toEqual([]);
    expect(bulkAction).toMatchObject({
      verb: 'cancel',
      state: 'running',
      total: 2,
      done: 0,
      createdBy: { name: 'alice' },
    });
    const [change] = await service.database.query(
      'select verb, summary from changeset order by id desc limit 1',
    );
    expect(change).toEqual({ verb: 'bulk_cancel', summary: 'Began to cancel 2 jobs.' });
    await carryOut();
    const id = bulkAction?.id ?? '';
    expect(await read(viewer, id)).toMatchObject({
      state: 'done',
      done: 2,
      succeeded: 1,
      skipped: 1,
      summary: '1 of 2 jobs cancelled, 1 skipped.',
    });
    const { data } = await viewer.graphql(
      `query ($id: ID!) { bulkAction(id: $id) { entries { nodes { outcome note job { id state } } }
         failed: entries(outcome: "failed") { nodes { outcome } } } project(slug: "a") { bulkActions(first: 1) { nodes { id } } } }`,
      { id },
    );
    expect(data).toEqual({
      bulkAction: {
        entries: {
          nodes: [
            { outcome: 'succeeded', note: null, job: { id: second, state: 'cancelled' } },
            { outcome: 'skipped', note: 'already succeeded', job: { id: first, state: 'succeeded' } },
          ],
        },
        failed: { nodes: [] },
      },
      project: { bulkActions: { nodes: [{ id }] } },
    });
  });

  it('applies to all jobs that match a filter, as many as are counted', async () => {
    const { batchId, jobIds } = await batchOf(21, 22, 23, 24);
    await runJob(service, jobIds[0] ?? '', { outcome: 'failed' });
    const filter = { batchId, states: ['waiting'] };
    const counted = await alice.graphql<{ project: { jobCount: object } }>(
      `query ($filter: JobFilter) { project(slug: "a") { jobCount(filter: $filter) { count isCapped } } }`,
      { filter },
    );
    expect(counted.data.project.jobCount).toEqual({ count: 3, isCapped: false });
    const { bulkAction } = await start(alice, { verb: 'set_priority', priority: 60, filter });
    await carryOut();
    expect(await read(alice, bulkAction?.id ?? '')).toMatchObject({
      total: 3,
      succeeded: 3,
      summary: '3 of 3 jobs with the new priority.',
    });
    const { data } = await alice.graphql<{ batch: { jobs: { nodes: object[] } } }>(
      `query ($id: ID!) { batch(id: $id) { jobs { nodes { priority } } } }`,
      { id: batchId },
    );
    expect(data.batch.jobs.nodes).toEqual([
      { priority: 0 },
      { priority: 60 },
      { priority: 60 },
      { priority: 60 },
    ]);
  });

  it('retries a group of failures', async () => {
    const { batchId, jobIds } = await batchOf(31, 32);
    for (const id of jobIds) await runJob(service, id, { outcome: 'failed' });
    const groups = await alice.graphql<{ batch: { failureGroups: { key: string }[] } }>(
      `query ($id: ID!) { batch(id: $id) { failureGroups { key } } }`,
      { id: batchId },
    );
    const failureKey = groups.data.batch.failureGroups[0]?.key;
    const { bulkAction } = await start(alice, { verb: 'retry', filter: { batchId, failureKey } });
    await carryOut();
    expect(await read(alice, bulkAction?.id ?? '')).toMatchObject({ total: 2, succeeded: 2 });
  });

  const bad: [string, object, string, string][] = [
    ['neither jobs nor filter', { verb: 'cancel' }, 'jobIds', 'exactly one'],
    ['both', { verb: 'cancel', jobIds: ['1'], filter: {} }, 'jobIds', 'exactly one'],
    ['no jobs', { verb: 'cancel', jobIds: [] }, 'jobIds', 'There are 0 jobs: expected 1 to 1000'],
    [
      'too many',
      { verb: 'cancel', jobIds: Array.from({ length: 1001 }, (_, n) => `${n + 1}`) },
      'jobIds',
      '1001',
    ],
    ['no priority', { verb: 'set_priority', filter: {} }, 'priority', 'Give a priority'],
    ['a priority for nothing', { verb: 'retry', priority: 1, filter: {} }, 'priority', 'only with it'],
    [
      'a head start above a week',
      { verb: 'set_priority', priority: 604_801, filter: {} },
      'priority',
      '604800',
    ],
  ];
  it.each(bad)('answers %s with a problem and does nothing', async (_what, input, parameter, text) => {
    const before = await service.database.query('select count(*) from bulk_action');
    const { bulkAction, problems, codes } = await start(alice, input);
    expect(codes).toEqual([]);
    expect(bulkAction).toBeNull();
    expect(problems).toEqual([
      { code: 'INVALID_ARGUMENT', message: expect.stringContaining(text), place: { parameter } },
    ]);
    expect(await service.database.query('select count(*) from bulk_action')).toEqual(before);
  });

  it('refuses the whole selection for one job that does not exist here', async () => {
    const { jobIds } = await batchOf(41);
    for (const absent of [other.jobIds[0] ?? '', '999999', 'x']) {
      expect((await start(alice, { verb: 'cancel', jobIds: [...jobIds, absent] })).codes).toEqual([
        'NOT_FOUND',
      ]);
    }
    await carryOut();
    const [job] = await service.database.query('select state from job where id = $1', [jobIds[0]]);
    expect(job).toEqual({ state: 'waiting' });
  });

  it('refuses viewers, and the project does not exist for others', async () => {
    expect((await start(viewer, { verb: 'cancel', filter: {} })).codes).toEqual(['FORBIDDEN']);
    expect((await start(stranger, { verb: 'cancel', filter: {} })).codes).toEqual(['NOT_FOUND']);
    expect((await start(alice, { projectSlug: 'nowhere', verb: 'cancel', filter: {} })).codes).toEqual([
      'NOT_FOUND',
    ]);
  });
});

describe('stopBulkAction', () => {
  it('ends it, once; viewers are refused, and it does not exist for others', async () => {
    const { batchId } = await batchOf(51);
    const { bulkAction } = await start(alice, { verb: 'cancel', filter: { batchId } });
    const id = bulkAction?.id ?? '';
    expect((await stop(viewer, id)).codes).toEqual(['FORBIDDEN']);
    expect((await stop(stranger, id)).codes).toEqual(['NOT_FOUND']);
    expect((await stop(alice, '999999')).codes).toEqual(['NOT_FOUND']);
    expect((await stop(alice, id)).bulkAction).toMatchObject({
      state: 'stopped',
      summary: '0 of 1 job cancelled, 1 left alone.',
    });
    const again = await stop(alice, id);
    expect(again.bulkAction).toBeNull();
    expect(again.problems?.map((problem) => problem.code)).toEqual(['CONFLICT']);
  });
});

describe('bulkAction', () => {
  it('does not exist for whoever may not see it', async () => {
    const { bulkAction } = await start(alice, { verb: 'cancel', jobIds: [(await batchOf(61)).jobIds[0]] });
    const id = bulkAction?.id ?? '';
    const query = 'query ($id: ID!) { bulkAction(id: $id) { state } }';
    expect((await stranger.graphql(query, { id })).codes).toEqual(['NOT_FOUND']);
    expect((await alice.graphql(query, { id: 'x' })).codes).toEqual(['NOT_FOUND']);
    await carryOut();
  });

  it('knows no other outcomes than its own', async () => {
    const { bulkAction } = await start(alice, { verb: 'cancel', jobIds: [(await batchOf(62)).jobIds[0]] });
    const { codes } = await alice.graphql(
      `query ($id: ID!) { bulkAction(id: $id) { entries(outcome: "odd") { nodes { note } } } }`,
      { id: bulkAction?.id },
    );
    expect(codes).toEqual(['BAD_REQUEST']);
    await carryOut();
  });
});

describe('setJobPriority', () => {
  const set = async (client: Client, jobId: string, priority: number) => {
    const { data, codes } = await client.graphql<{
      result: { job: { priority: number } | null; problems: { code: string }[] };
    } | null>(
      `mutation ($input: SetJobPriorityInput!) { result: setJobPriority(input: $input) { job { priority } problems { code } } }`,
      { input: { jobId, priority } },
    );
    return { ...data?.result, codes };
  };

  it('gives a job a head start while it has not ended', async () => {
    const { jobIds } = await batchOf(71);
    const [jobId = ''] = jobIds;
    expect(await set(alice, jobId, -600)).toEqual({ job: { priority: -600 }, problems: [], codes: [] });
    const [change] = await service.database.query(
      'select verb, summary from changeset order by id desc limit 1',
    );
    expect(change).toEqual({
      verb: 'set_job_priority',
      summary: `Gave a head start of -600 s to job ${jobId} of the batch Weights.`,
    });
    expect((await set(alice, jobId, 604_801)).problems?.map(({ code }) => code)).toEqual([
      'INVALID_ARGUMENT',
    ]);
    await runJob(service, jobId, { outcome: 'succeeded' });
    expect((await set(alice, jobId, 1)).problems?.map(({ code }) => code)).toEqual(['CONFLICT']);
  });

  it('refuses viewers, and the job does not exist for others', async () => {
    const [jobId = ''] = project.jobIds;
    expect((await set(viewer, jobId, 1)).codes).toEqual(['FORBIDDEN']);
    expect((await set(stranger, jobId, 1)).codes).toEqual(['NOT_FOUND']);
    expect((await set(alice, '999999', 1)).codes).toEqual(['NOT_FOUND']);
  });
});
