import { cellKeysInVersion, type PlannedJob } from '@batchyard/domain';
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

async function designOf(values: readonly number[]): Promise<string> {
  const { data } = await alice.graphql<{ createDesign: { design: { id: string } } }>(
    `mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } } }`,
    { input: { projectSlug: 'a', spec: specOf(project.fileId, values) } },
  );
  return data.createDesign.design.id;
}

interface Completed {
  readonly batch: {
    readonly id: string;
    readonly options: { readonly maxAttempts: number };
    readonly jobs: { readonly nodes: { readonly setting: Record<string, number> }[] };
  } | null;
  readonly problems: readonly { readonly code: string }[];
}

const complete = async (client: Client, designId: string, refreshStale?: boolean) => {
  const { data, codes } = await client.graphql<{ completeDesign: Completed } | null>(
    `mutation ($input: CompleteDesignInput!) { completeDesign(input: $input) {
       batch { id options jobs { nodes { setting } } } problems { code } } }`,
    { input: { designId, refreshStale } },
  );
  const { batch, problems } = data?.completeDesign ?? { batch: null, problems: [] };
  const values = batch?.jobs.nodes.map((job) => job.setting['weights.lambda_rigid']);
  return { batch, values, problems: problems.map((problem) => problem.code), codes };
};

const statesOf = async (designId: string) => {
  const { data } = await alice.graphql<{ design: { coverage: { cells: { state: string }[] } } }>(
    `query ($id: ID!) { design(id: $id) { coverage { cells { state } } } }`,
    { id: designId },
  );
  return data.design.coverage.cells.map((cell) => cell.state);
};

/** As if the job had been computed by version 0.9.0 of its pipeline. */
async function makeOld(jobId: string): Promise<void> {
  await service.database.query(
    `insert into pipeline (name, version, title, definition)
     select name, '0.9.0', title, definition from pipeline where name = 'rigid-body' limit 1 on conflict do nothing`,
  );
  const [job] = await service.database.query<PlannedJob>(
    'select params, inputs, seed, replicate from job where id = $1',
    [jobId],
  );
  const [key] = cellKeysInVersion(job === undefined ? [] : [job], 'rigid-body', '0.9.0');
  await service.database.query('update job_cell set cell_key = $2 where job_id = $1', [jobId, key]);
}

describe('completeDesign', () => {
  it('starts exactly the cells that are missing, failed, cancelled or skipped', async () => {
    const designId = await designOf([1, 2, 3, 4, 5]);
    const batchId = await startBatch(alice, 'a', { designId, options: { maxAttempts: 7, reuse: true } });
    const [one = '', two = '', three = ''] = await jobIdsOf(alice, batchId);
    await runJob(service, one, { outcome: 'succeeded' });
    await runJob(service, two, { outcome: 'failed' });
    await service.persistence.jobs.cancel(three);
    expect(await statesOf(designId)).toEqual(['succeeded', 'failed', 'missing', 'waiting', 'waiting']);
    const first = await complete(alice, designId);
    expect(first).toMatchObject({ values: [2, 3], problems: [], codes: [] });
    expect(first.batch?.options.maxAttempts).toBe(7);
    const [change] = await service.database.query('select verb from changeset order by id desc limit 1');
    expect(change).toEqual({ verb: 'start_batch' });
    // Nothing is left that is not under way.
    expect(await complete(alice, designId)).toMatchObject({ batch: null, problems: ['CONFLICT'] });
  });

  it('leaves cells that were stopped early to whoever retries their job, and tells them apart', async () => {
    const designId = await designOf([31, 32, 33]);
    const batchId = await startBatch(alice, 'a', { designId });
    const [one = '', two = '', three = ''] = await jobIdsOf(alice, batchId);
    await runJob(service, one, { outcome: 'succeeded' });
    await service.persistence.jobs.cancel(two);
    await service.persistence.jobs.cancel(three);
    await service.database.query(
      `update job set cancel_reason = 'Stopped early: it was poor.' where id = $1`,
      [two],
    );
    expect(await statesOf(designId)).toEqual(['succeeded', 'stopped_early', 'missing']);
    const { data } = await alice.graphql(
      `query ($input: ComparisonInput!) { comparison(input: $input) {
         settings { stoppedEarly cancelledOrSkipped } warnings { code } } }`,
      { input: { batchIds: [batchId] } },
    );
    expect(data).toMatchObject({
      comparison: {
        settings: [
          { stoppedEarly: 0, cancelledOrSkipped: 0 },
          { stoppedEarly: 1, cancelledOrSkipped: 0 },
          { stoppedEarly: 0, cancelledOrSkipped: 1 },
        ],
        warnings: expect.arrayContaining([{ code: 'STOPPED_EARLY' }]),
      },
    });
    expect((await complete(alice, designId)).values).toEqual([33]);
    await service.persistence.jobs.retry(two);
    expect(await statesOf(designId)).toEqual(['succeeded', 'waiting', 'waiting']);
  });

  it('starts all cells of a design that never ran, and takes over results of other designs', async () => {
    const designId = await designOf([1, 900]);
    const { batch, values } = await complete(alice, designId);
    expect(values).toEqual([900]);
    expect(await statesOf(designId)).toEqual(['reused', 'waiting']);
    expect(batch?.id).toBeDefined();
  });

  it('runs cells of another version of the pipeline again only when told so', async () => {
    const designId = await designOf([11, 12, 13]);
    const batchId = await startBatch(alice, 'a', { designId });
    const [one = '', two = '', three = ''] = await jobIdsOf(alice, batchId);
    await runJob(service, one, { outcome: 'succeeded' });
    await runJob(service, two, { outcome: 'succeeded' });
    await runJob(service, three, { outcome: 'failed' });
    await makeOld(one);
    expect(await statesOf(designId)).toEqual(['stale', 'succeeded', 'failed']);
    const { data } = await alice.graphql(
      `query ($id: ID!) { design(id: $id) { coverage { counts cells { jobId } } } }`,
      { id: designId },
    );
    expect(data).toMatchObject({
      design: {
        coverage: { counts: { stale: 1, succeeded: 1, failed: 1 }, cells: [{ jobId: one }, {}, {}] },
      },
    });
    expect((await complete(alice, designId)).values).toEqual([13]);
    expect((await complete(alice, designId, true)).values).toEqual([11]);
  });

  it('tells what is wrong with a design that cannot run any more', async () => {
    const designId = await designOf([21]);
    await service.database.query(
      `update design set spec = jsonb_set(spec, '{inputs,0,markers}', '"999999"') where id = $1`,
      [designId],
    );
    expect(await complete(alice, designId)).toMatchObject({ batch: null, problems: ['UNKNOWN_FILE'] });
  });

  it('refuses viewers, and the design does not exist for others', async () => {
    expect((await complete(viewer, project.designId)).codes).toEqual(['FORBIDDEN']);
    expect((await complete(stranger, project.designId)).codes).toEqual(['NOT_FOUND']);
    expect((await complete(alice, '999999')).codes).toEqual(['NOT_FOUND']);
  });
});
