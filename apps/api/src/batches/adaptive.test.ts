import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, jobIdsOf, runJob, startBatch, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  project = await fillProject(alice, 'a', [100]);
});
afterAll(() => service.stop());

const specOfSearch = () => ({
  name: 'Search',
  pipeline: 'rigid-body',
  kind: 'adaptive',
  samples: 8,
  adaptive: { startup: 3, parallel: 2 },
  axes: [{ parameter: 'weights.lambda_rigid', distribution: 'log_uniform', min: 1, max: 1000 }],
  objective: { metric: 'edge_error_mean_mm', direction: 'minimize' },
  inputs: [{ markers: project.fileId }],
});

interface Progress {
  readonly state: string;
  readonly percent: number;
  readonly proposalsLeft: number;
  readonly etaSeconds: number | null;
  readonly counts: { readonly total: number; readonly waiting: number; readonly succeeded: number };
}
const progressOf = async (id: string) => {
  const { data } = await alice.graphql<{ batch: Progress }>(
    'query ($id: ID!) { batch(id: $id) { state percent proposalsLeft etaSeconds counts { total waiting succeeded } } }',
    { id },
  );
  return data.batch;
};

describe('a batch of an adaptive design', () => {
  it('is planned by its budget', async () => {
    const { data } = await alice.graphql<{ planBatch: { reasons: object[] } }>(
      `query ($input: StartBatchInput!) { planBatch(input: $input) {
         cellCount newJobs reasons { kind reason jobs } estimate { sequentialSecondsP50 } firstCells { position }
       } }`,
      { input: { projectSlug: 'a', spec: specOfSearch(), secondsPerJob: 10 } },
    );
    expect(data.planBatch).toMatchObject({
      cellCount: 8,
      newJobs: 8,
      estimate: { sequentialSecondsP50: 80 },
      firstCells: [{ position: 0 }, { position: 1 }, { position: 2 }],
    });
    expect(data.planBatch.reasons).toContainEqual({
      kind: 'new',
      reason: 'setting chosen as results come in',
      jobs: 5,
    });
  });

  it('counts what is still to be chosen, until it is stopped', async () => {
    const batchId = await startBatch(alice, 'a', { spec: specOfSearch() });
    expect(await progressOf(batchId)).toMatchObject({
      percent: 0,
      proposalsLeft: 5,
      counts: { total: 8, waiting: 8 },
    });
    for (const jobId of await jobIdsOf(alice, batchId)) {
      await runJob(service, jobId, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 1 } });
    }
    await service.persistence.batches.settle(batchId);
    const between = await progressOf(batchId);
    expect(between).toMatchObject({
      state: 'running',
      percent: 37,
      proposalsLeft: 5,
      counts: { total: 8, waiting: 5, succeeded: 3 },
    });
    expect(between.etaSeconds).not.toBeNull();
    expect(await service.persistence.adaptive.proposeJobs()).toBe(2);
    expect(await progressOf(batchId)).toMatchObject({ proposalsLeft: 3, counts: { total: 8, waiting: 5 } });
    await alice.graphql('mutation ($input: BatchInput!) { stopBatch(input: $input) { batch { id } } }', {
      input: { batchId },
    });
    expect(await progressOf(batchId)).toMatchObject({
      state: 'stopped',
      percent: 100,
      proposalsLeft: 0,
      counts: { total: 5, waiting: 0 },
    });
  });
});
