import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, runJob, specOf, startBatch, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let stranger: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  stranger = await service.signIn('stranger');
  project = await fillProject(alice, 'a');
});
afterAll(() => service.stop());

interface Node {
  readonly id: string;
  readonly label: string;
  readonly state: string;
  readonly explanation: string;
  readonly chunkCount: number | null;
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
  readonly chunkOf: { readonly id: string } | null;
  readonly chunks: readonly Pick<Node, 'id' | 'firstFrame' | 'lastFrame' | 'chunkOf'>[];
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly canRetry: boolean;
  readonly failureKind: string | null;
}

const fields = `id label state explanation chunkCount firstFrame lastFrame failureKind canRetry chunkOf { id }
  chunks { id firstFrame lastFrame chunkOf { id } } metrics { name value }`;

async function jobsOf(batchId: string): Promise<Node[]> {
  const { data } = await alice.graphql<{ batch: { jobs: { nodes: Node[] } } }>(
    `query ($id: ID!) { batch(id: $id) { jobs(first: 100) { nodes { ${fields} } } } }`,
    { id: batchId },
  );
  return data.batch.jobs.nodes;
}

const startChunked = (chunks: number) =>
  startBatch(alice, 'a', {
    spec: specOf(project.fileId, [700]),
    options: { chunks, reuse: false, maxAttempts: 1 },
  });

describe('a job in chunks', () => {
  it('shows its chunks, and each of them what it is part of', async () => {
    const [whole, ...chunks] = await jobsOf(await startChunked(3));
    expect(whole).toMatchObject({ chunkCount: 3, firstFrame: null, lastFrame: null, chunkOf: null });
    expect(whole?.explanation).toMatch(/chunks/);
    const parts = [
      [0, 6],
      [7, 13],
      [14, 19],
    ];
    expect(whole?.chunks.map((chunk) => [chunk.firstFrame, chunk.lastFrame])).toEqual(parts);
    expect(chunks.map((chunk) => chunk.id)).toEqual(whole?.chunks.map((chunk) => chunk.id));
    for (const chunk of chunks) {
      expect(chunk).toMatchObject({ chunkCount: null, chunks: [], chunkOf: { id: whole?.id } });
    }
    expect(chunks[0]?.label).toMatch(/, frames 0–6$/);
  });

  it('fails with the frames that failed, shows the numbers of a chunk with it, and can be retried', async () => {
    const batchId = await startChunked(2);
    const [, one, two] = await jobsOf(batchId);
    await runJob(service, one?.id ?? '', { outcome: 'succeeded', metrics: { final_cost: 2 } });
    await runJob(service, two?.id ?? '', { outcome: 'failed' });
    await service.persistence.batches.settle(batchId);
    const [whole, first] = await jobsOf(batchId);
    expect(whole).toMatchObject({
      state: 'failed',
      failureKind: 'chunk_failed',
      canRetry: true,
      metrics: [],
    });
    expect(whole?.explanation).toMatch(/^1 of 2 chunks succeeded, 1 failed: frames 10–19/);
    expect(first?.metrics).toEqual([{ name: 'final_cost', value: 2 }]);
  });

  it('warns in the plan when there are fewer frames than chunks', async () => {
    const { data } = await alice.graphql<{ planBatch: { problems: { code: string; message: string }[] } }>(
      'query ($input: StartBatchInput!) { planBatch(input: $input) { problems { code message } } }',
      { input: { projectSlug: 'a', spec: specOf(project.fileId, [800]), options: { chunks: 30 } } },
    );
    expect(data.planBatch.problems).toContainEqual({
      code: 'FEWER_FRAMES_THAN_CHUNKS',
      message: 'walk.csv has 20 frames, fewer than the 30 chunks asked for: each frame becomes a chunk.',
    });
  });

  it('is shown to nobody else', async () => {
    const [whole] = await jobsOf(await startChunked(2));
    const query = 'query ($id: ID!) { job(id: $id) { chunks { id } } }';
    const { data } = await stranger.graphql<{ job: unknown } | null>(query, { id: whole?.id });
    expect(data?.job ?? null).toBeNull();
    const chunk = await stranger.graphql<{ job: unknown } | null>(query, { id: whole?.chunks[0]?.id });
    expect(chunk.data?.job ?? null).toBeNull();
  });
});

it('a pipeline says whether it can divide a job', async () => {
  const { data } = await alice.graphql<{ pipelines: { name: string; canChunk: boolean }[] }>(
    '{ pipelines { name canChunk } }',
  );
  expect(data.pipelines).toContainEqual({ name: 'rigid-body', canChunk: true });
});
