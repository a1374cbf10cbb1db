/**
 * The main job of the product, end to end: the sample sweep through real PostgreSQL, queue, api and workers, with a
 * worker killed in the middle, up to the comparison that names the best setting.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleRecording, generateRecording } from '../libs/pipelines/src/index.js';
import { type Client, type Service, startService, until } from './fixtures/service.js';

const values = { rigid: [100, 500, 1000], rot: [50, 100, 200], trans: [50, 100, 200] };

interface BatchView {
  state: string;
  counts: { total: number; succeeded: number; failed: number; reused: number; running: number };
}

const batchQuery = `query ($id: ID!) { batch(id: $id) {
  state counts { total succeeded failed reused running }
} }`;

describe('the sample sweep', () => {
  let service: Service;
  let client: Client;
  let designId: string;
  let batchId: string;

  const readBatch = async (id = batchId) =>
    (await client.graphql<{ batch: BatchView }>(batchQuery, { id })).batch;

  async function startBatch(): Promise<string> {
    const { startBatch } = await client.graphql<{
      startBatch: { batch: { id: string } | null; problems: unknown[] };
    }>(
      `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } problems { message } } }`,
      { input: { projectSlug: 'flow', designId } },
    );
    expect(startBatch.problems).toEqual([]);
    return startBatch.batch?.id ?? '';
  }

  beforeAll(async () => {
    service = await startService();
    client = await service.signIn();
    await client.graphql(
      `mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { id } problems { message } } }`,
      { input: { slug: 'flow', name: 'Flow' } },
    );
    const recording = generateRecording(exampleRecording);
    const files = await client.upload('flow', {
      'walk.csv': recording.markersCsv,
      'truth.csv': recording.truthCsv,
    });
    const spec = {
      name: 'Weights',
      pipeline: 'rigid-body',
      objective: { metric: 'edge_error_mean_mm', direction: 'minimize' },
      axes: [
        { parameter: 'weights.lambda_rigid', values: values.rigid },
        { parameter: 'weights.lambda_rot_smooth', values: values.rot },
        { parameter: 'weights.lambda_trans_smooth', values: values.trans },
      ],
      inputs: [{ markers: files['walk.csv'], truth: files['truth.csv'] }],
    };
    const { createDesign } = await client.graphql<{
      createDesign: { design: { id: string; cellCount: number } | null; problems: unknown[] };
    }>(
      `mutation ($input: CreateDesignInput!) { createDesign(input: $input) {
        design { id cellCount } problems { message place { parameter } }
      } }`,
      { input: { projectSlug: 'flow', spec } },
    );
    expect(createDesign.problems).toEqual([]);
    expect(createDesign.design?.cellCount).toBe(27);
    designId = createDesign.design?.id ?? '';
  });

  afterAll(() => service.stop());

  it('finishes every job exactly once although a worker is killed in the middle', async () => {
    const doomed = service.startWorker();
    batchId = await startBatch();
    await until('the first finished jobs', async () => {
      const { counts } = await readBatch();
      return counts.succeeded >= 3 && counts.running > 0;
    });
    doomed.kill('SIGKILL');
    service.startWorker();
    const batch = await until('the end of the batch', async () => {
      const seen = await readBatch();
      return seen.state === 'succeeded' || seen.state.startsWith('completed') ? seen : null;
    });
    expect(batch).toMatchObject({ state: 'succeeded', counts: { total: 27, succeeded: 27, failed: 0 } });

    const attempts = await service.database.query<{ successes: number; numbers: number[] }>(
      `select count(*) filter (where outcome = 'succeeded')::int as successes, array_agg(number order by number) as numbers
       from attempt join job on job.id = job_id where batch_id = $1 group by job_id`,
      [batchId],
    );
    expect(attempts).toHaveLength(27);
    for (const { successes, numbers } of attempts) {
      expect(successes).toBe(1);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  });

  it('names the best setting by the objective, and what it rests on', async () => {
    const { comparison } = await client.graphql<{ comparison: ComparisonView }>(comparisonQuery, {
      input: { batchIds: [batchId] },
    });
    expect(comparison.metric).toMatchObject({ name: 'edge_error_mean_mm', unit: 'mm' });
    expect(comparison.varying.map(({ path, values: tried }) => [path, tried])).toEqual(
      expect.arrayContaining([
        ['weights.lambda_rigid', values.rigid],
        ['weights.lambda_rot_smooth', values.rot],
        ['weights.lambda_trans_smooth', values.trans],
      ]),
    );
    expect(comparison.varying).toHaveLength(3);
    expect([comparison.shownJobs, comparison.totalJobs]).toEqual([27, 27]);
    expect(comparison.settings).toHaveLength(27);

    // The ranking is checked against the jobs' own numbers, read past the code under test.
    const [lowest] = await service.database.query<{ key: string; value: number }>(
      `select setting_key as key, value from job join job_metric on job_id = job.id
       where job.batch_id = $1 and name = 'edge_error_mean_mm' order by value limit 1`,
      [batchId],
    );
    expect(comparison.bestKey).toBe(lowest?.key);
    const best = comparison.settings[0]?.metrics.find(({ name }) => name === 'edge_error_mean_mm');
    expect(best).toMatchObject({ n: 1, mean: lowest?.value });
    expect(comparison.warnings.map(({ code }) => code)).toEqual(['SINGLE_VALUE']);
  });

  it('warns when a weight sweep is ranked by its own cost', async () => {
    const { comparison } = await client.graphql<{ comparison: ComparisonView }>(comparisonQuery, {
      input: { batchIds: [batchId], metric: 'final_cost' },
    });
    expect(comparison.warnings.map(({ code }) => code)).toContain('INCOMPARABLE_METRIC');
  });

  it('keeps the artifacts of every job, byte for byte', async () => {
    const { batch } = await client.graphql<{ batch: { jobs: { nodes: { artifacts: ArtifactView[] }[] } } }>(
      `query ($id: ID!) { batch(id: $id) { jobs(first: 1) { nodes { artifacts { path url sizeBytes sha256 } } } } }`,
      { id: batchId },
    );
    const artifacts = batch.jobs.nodes[0]?.artifacts ?? [];
    expect(artifacts.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'trajectory_data.csv',
        'metrics.json',
        'topology.json',
        'reference_geometry.npy',
      ]),
    );
    const trajectory = artifacts.find(({ path }) => path === 'trajectory_data.csv');
    const text = await client.download(trajectory?.url ?? '');
    expect(Buffer.byteLength(text)).toBe(trajectory?.sizeBytes);
    expect(text.split('\n')[0]).toBe('frame,keypoint,x,y,z');
  });

  it('reuses all results when the same design runs again, and compares alike', async () => {
    const again = await startBatch();
    const batch = await until('the end of the second batch', async () => {
      const seen = await readBatch(again);
      return seen.state === 'succeeded' ? seen : null;
    });
    expect(batch.counts).toMatchObject({ reused: 27, succeeded: 0 });
    const [first, second] = await Promise.all(
      [batchId, again].map((id) =>
        client.graphql<{ comparison: ComparisonView }>(comparisonQuery, { input: { batchIds: [id] } }),
      ),
    );
    expect(second?.comparison.bestKey).toBe(first?.comparison.bestKey);
    expect(second?.comparison.settings).toEqual(first?.comparison.settings);
  });
});

interface ArtifactView {
  path: string;
  url: string;
  sizeBytes: number;
  sha256: string;
}

interface ComparisonView {
  metric: { name: string; unit: string };
  varying: { path: string; values: unknown[] }[];
  settings: { key: string; rank: number; metrics: { name: string; n: number; mean: number }[] }[];
  bestKey: string | null;
  warnings: { code: string }[];
  shownJobs: number;
  totalJobs: number;
}

const comparisonQuery = `query ($input: ComparisonInput!) { comparison(input: $input) {
  metric { name unit } varying { path values } bestKey warnings { code } shownJobs totalJobs
  settings { key rank metrics { name n mean } }
} }`;
