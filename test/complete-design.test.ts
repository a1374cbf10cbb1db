/** Designs whose workers are killed on the way, completed through the API: exactly what is missing is computed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleRecording, generateRecording } from '../libs/pipelines/src/index.js';
import { type Client, type Service, startService, until } from './fixtures/service.js';

let service: Service;
let client: Client;
let inputs: object[];

beforeAll(async () => {
  service = await startService();
  client = await service.signIn();
  await client.graphql(
    `mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { id } problems { message } } }`,
    { input: { slug: 'complete', name: 'Complete' } },
  );
  const { markersCsv, truthCsv } = generateRecording(exampleRecording);
  const files = await client.upload('complete', { 'walk.csv': markersCsv, 'truth.csv': truthCsv });
  inputs = [{ markers: files['walk.csv'], truth: files['truth.csv'] }];
});
afterAll(() => service.stop());

async function createDesign(spec: object): Promise<string> {
  const given = {
    pipeline: 'rigid-body',
    objective: { metric: 'edge_error_mean_mm', direction: 'minimize' },
    inputs,
    ...spec,
  };
  const { createDesign } = await client.graphql<{ createDesign: { design: { id: string } | null } }>(
    `mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } problems { message } } }`,
    { input: { projectSlug: 'complete', spec: given } },
  );
  return createDesign.design?.id ?? '';
}

type Started = { batch: { id: string } | null; problems: { message: string }[] };

async function start(verb: 'startBatch' | 'completeDesign', input: object): Promise<string> {
  const type = verb === 'startBatch' ? 'StartBatchInput' : 'CompleteDesignInput';
  const answer = await client.graphql<Record<string, Started>>(
    `mutation ($input: ${type}!) { ${verb}(input: $input) { batch { id } problems { message } } }`,
    { input },
  );
  expect(answer[verb]?.problems).toEqual([]);
  return answer[verb]?.batch?.id ?? '';
}

interface BatchView {
  state: string;
  proposalsLeft: number;
  counts: { total: number; succeeded: number; reused: number; running: number };
}

const batchOf = async (id: string) => {
  const { batch } = await client.graphql<{ batch: BatchView }>(
    `query ($id: ID!) { batch(id: $id) { state proposalsLeft counts { total succeeded reused running } } }`,
    { id },
  );
  return batch;
};

const statesOf = async (designId: string) => {
  const { design } = await client.graphql<{
    design: { coverage: { cells: { state: string; position: number }[] } };
  }>(`query ($id: ID!) { design(id: $id) { coverage { cells { position state } } } }`, { id: designId });
  return design.coverage.cells.map(({ state }) => state);
};

/** Kills the only worker while it computes, gives up on the batch, and waits until it has ended. */
async function killOnTheWay(batchId: string, afterResults: number): Promise<number> {
  const doomed = service.startWorker();
  await until('some jobs are done and another runs', async () => {
    const { counts } = await batchOf(batchId);
    return counts.succeeded >= afterResults && counts.running > 0;
  });
  doomed.kill('SIGKILL');
  await client.graphql(
    `mutation ($id: ID!) { cancelBatch(input: { batchId: $id }) { problems { message } } }`,
    { id: batchId },
  );
  return (await batchOf(batchId)).counts.succeeded;
}

const ends = (batchId: string) =>
  until('the batch has ended', async () =>
    ['succeeded', 'completed_with_errors', 'failed', 'cancelled'].includes((await batchOf(batchId)).state),
  );

describe('a grid whose worker was killed in the middle', () => {
  it('is completed by a batch of exactly the missing cells', async () => {
    const designId = await createDesign({
      name: 'Grid',
      axes: [
        { parameter: 'weights.lambda_rigid', values: [100, 500, 1000] },
        { parameter: 'weights.lambda_rot_smooth', values: [50, 100, 200, 400] },
      ],
    });
    const first = await start('startBatch', { projectSlug: 'complete', designId });
    await killOnTheWay(first, 3);
    const second = service.startWorker();
    await ends(first);
    const before = await statesOf(designId);
    const missing = before.filter((state) => state !== 'succeeded').length;
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThan(12);
    const rest = await start('completeDesign', { designId });
    expect((await batchOf(rest)).counts).toMatchObject({ total: missing, reused: 0 });
    await ends(rest);
    expect((await batchOf(rest)).counts).toMatchObject({ total: missing, succeeded: missing });
    expect(await statesOf(designId)).toEqual(Array(12).fill('succeeded'));
    second.kill('SIGTERM');
  });
});

describe('an adaptive design whose worker was killed in the middle', () => {
  it('goes on with its search: what has a result is taken over, and the budget is used up exactly', async () => {
    const designId = await createDesign({
      name: 'Search',
      kind: 'adaptive',
      samples: 8,
      adaptive: { startup: 3, parallel: 2 },
      params: { optimization: { max_iterations: 10 } },
      axes: [{ parameter: 'weights.lambda_rigid', distribution: 'log_uniform', min: 1, max: 10_000 }],
    });
    const first = await start('startBatch', { projectSlug: 'complete', designId });
    await killOnTheWay(first, 4);
    const second = service.startWorker();
    await ends(first);
    const before = await statesOf(designId);
    const done = before.filter((state) => state === 'succeeded').length;
    expect(before.length).toBeGreaterThan(3);
    expect(done).toBeLessThan(8);
    const rest = await start('completeDesign', { designId });
    await ends(rest);
    expect(await batchOf(rest)).toMatchObject({
      state: 'succeeded',
      proposalsLeft: 0,
      counts: { total: 8, reused: done, succeeded: 8 - done },
    });
    expect(await statesOf(designId)).toEqual(Array(8).fill('succeeded'));
    second.kill('SIGTERM');
  });
});
