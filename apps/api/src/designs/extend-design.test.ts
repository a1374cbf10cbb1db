import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  fillProject,
  jobIdsOf,
  recordingOf,
  runJob,
  startBatch,
  type TestProject,
} from '../testing/project.js';
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

/** Three by three settings; another offset makes other cells. */
async function designOf(offset: number, rest: object = {}): Promise<string> {
  const spec = {
    name: 'Grid',
    pipeline: 'rigid-body',
    axes: [
      { parameter: 'weights.lambda_rigid', values: [1, 2, 3].map((value) => offset + value) },
      { parameter: 'weights.lambda_trans_smooth', values: [1, 2, 3] },
    ],
    inputs: [{ markers: project.fileId }],
    ...rest,
  };
  const { data, text } = await alice.graphql<{ createDesign: { design: { id: string } | null } }>(
    `mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } problems { message } } }`,
    { input: { projectSlug: 'a', spec } },
  );
  if (!data?.createDesign.design) throw new Error(text);
  return data.createDesign.design.id;
}

interface Extended {
  readonly design: { readonly id: string; readonly cellCount: number; readonly extends: object } | null;
  readonly batch: {
    readonly id: string;
    readonly options: { readonly maxAttempts: number };
    readonly jobs: { readonly nodes: { readonly setting: object; readonly replicate: number }[] };
  } | null;
  readonly newCells: number | null;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

const extend = async (client: Client, designId: string, input: object) => {
  const { data, codes } = await client.graphql<{ extendDesign: Extended } | null>(
    `mutation ($input: ExtendDesignInput!) { extendDesign(input: $input) {
       design { id cellCount extends { id } } newCells problems { code message }
       batch { id options jobs(first: 500) { nodes { setting replicate } } } } }`,
    { input: { designId, ...input } },
  );
  return { codes, ...data?.extendDesign };
};

const mapOf = async (designId: string, args = '') => {
  const { data } = await alice.graphql<{
    design: {
      extendedBy: { id: string }[];
      coverage: { counts: Record<string, number>; groups: { row: number; column: number; counts: object }[] };
    };
  }>(
    `query ($id: ID!) { design(id: $id) { extendedBy { id } coverage${args} { counts groups { row column counts } } } }`,
    { id: designId },
  );
  return data.design;
};

describe('extendDesign', () => {
  it('makes 3×3 to 3×4 with exactly 3 new jobs', async () => {
    const designId = await designOf(0);
    const batchId = await startBatch(alice, 'a', { designId, options: { maxAttempts: 7 } });
    for (const jobId of await jobIdsOf(alice, batchId)) {
      await runJob(service, jobId, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 2 } });
    }
    const addValues = [{ parameter: 'weights.lambda_trans_smooth', values: [4] }];
    const made = await extend(alice, designId, { addValues, start: true });
    expect(made).toMatchObject({
      codes: [],
      problems: [],
      newCells: 3,
      design: { cellCount: 12, extends: { id: designId } },
      batch: { options: { maxAttempts: 7 } },
    });
    expect(made.batch?.jobs.nodes.map(({ setting }) => setting)).toEqual(
      [1, 2, 3].map((value) => ({ 'weights.lambda_rigid': value, 'weights.lambda_trans_smooth': 4 })),
    );
    const extendedId = made.design?.id ?? '';
    expect((await mapOf(designId)).extendedBy).toEqual([{ id: extendedId }]);
    expect((await mapOf(designId)).coverage.counts).toMatchObject({ succeeded: 9, reused: 0 });
    // The former cells have the results of the other design; the new ones wait.
    const { coverage } = await mapOf(extendedId, '(rows: "weights.lambda_trans_smooth")');
    expect(coverage.counts).toMatchObject({ succeeded: 0, reused: 9, waiting: 3, missing: 0 });
    expect(coverage.groups).toHaveLength(12);
    expect(coverage.groups.at(-1)).toMatchObject({ row: 3, column: 2, counts: { waiting: 1, reused: 0 } });
  });

  it('adds replicates and inputs, and starts nothing unless told so', async () => {
    const designId = await designOf(100);
    const files = await alice.upload('a', { 'run.csv': recordingOf('another') });
    const input = { addReplicates: 1, addInputs: [{ markers: files['run.csv'] }] };
    const made = await extend(alice, designId, input);
    expect(made).toMatchObject({ newCells: 27, design: { cellCount: 36 }, batch: null, problems: [] });
    const { coverage } = await mapOf(made.design?.id ?? '', '(rows: "input", columns: "replicate")');
    expect(coverage.groups.map(({ row, column, counts }) => [row, column, counts])).toEqual(
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ].map((place) => [...place, expect.objectContaining({ missing: 9 })]),
    );
  });

  it('brings problems back and saves nothing then', async () => {
    const designId = await designOf(200);
    const count = async () =>
      (await service.database.query<{ n: string }>('select count(*) as n from design'))[0]?.n;
    const before = await count();
    const codesOf = async (input: object) =>
      (await extend(alice, designId, input)).problems?.map(({ code }) => code);
    const values = (...list: unknown[]) => [{ parameter: 'weights.lambda_trans_smooth', values: list }];
    expect(await codesOf({})).toEqual(['NOT_EXTENDABLE']);
    expect(await codesOf({ addValues: values(3) })).toEqual(['NOT_EXTENDABLE']);
    expect(await codesOf({ addValues: values(-5) })).toEqual(['DESIGN_NOT_SAVED', 'INVALID_PARAMETER']);
    expect(await codesOf({ addReplicates: -1 })).toEqual(['INVALID_ARGUMENT']);
    expect(await codesOf({ addInputs: ['walk.csv'] })).toEqual(['INVALID_ARGUMENT']);
    expect(await count()).toBe(before);
    const bounded = await designOf(300, { where: 'weights.lambda_trans_smooth < 4' });
    expect(
      (await extend(alice, bounded, { addValues: values(4) })).problems?.map(({ code }) => code),
    ).toEqual(['NOTHING_NEW']);
  });

  it('refuses viewers, and the design does not exist for others', async () => {
    const input = { addReplicates: 1 };
    expect((await extend(viewer, project.designId, input)).codes).toEqual(['FORBIDDEN']);
    expect((await extend(stranger, project.designId, input)).codes).toEqual(['NOT_FOUND']);
    expect((await extend(alice, '999999', input)).codes).toEqual(['NOT_FOUND']);
  });
});

describe('a design whose settings are drawn', () => {
  it.each(['random', 'sobol', 'latin_hypercube'])(
    '%s: extended by settings, exactly those run on each replicate',
    async (kind) => {
      const designId = await designOf(0, {
        kind,
        samples: 4,
        seed: kind.length,
        replicates: 2,
        axes: [{ parameter: 'weights.lambda_rigid', distribution: 'uniform', min: 2000, max: 3000 }],
      });
      const extended = await extend(alice, designId, { addSamples: 3, start: true });
      expect(extended).toMatchObject({ newCells: 6, problems: [], design: { cellCount: 14 } });
      expect(extended.batch?.jobs.nodes).toHaveLength(6);
      expect((await extend(alice, designId, { addSamples: -1 })).problems).toMatchObject([
        { code: 'INVALID_ARGUMENT' },
      ]);
    },
  );
});

describe('the coverage of an adaptive design', () => {
  it('grows with the settings that its batches propose', async () => {
    const designId = await designOf(0, {
      kind: 'adaptive',
      samples: 4,
      adaptive: { startup: 2, parallel: 1 },
      axes: [{ parameter: 'weights.lambda_rigid', distribution: 'log_uniform', min: 1000, max: 100_000 }],
    });
    const batchId = await startBatch(alice, 'a', { designId });
    expect((await mapOf(designId)).coverage.counts).toMatchObject({ waiting: 2, missing: 0 });
    for (const jobId of await jobIdsOf(alice, batchId)) {
      await runJob(service, jobId, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 2 } });
    }
    expect(await service.persistence.adaptive.proposeJobs()).toBe(1);
    expect((await mapOf(designId)).coverage.counts).toMatchObject({ succeeded: 2, waiting: 1 });
    const { data } = await alice.graphql(`query ($id: ID!) { design(id: $id) { cellCount } }`, {
      id: designId,
    });
    expect(data).toEqual({ design: { cellCount: 4 } });
  });
});

describe('the cells of one group', () => {
  it('come with the value of the objective', async () => {
    const { data } = await alice.graphql(
      `query ($id: ID!) { design(id: $id) { coverage { cells(row: 1) { position state metric } } } }`,
      { id: project.designId },
    );
    expect(data).toEqual({
      design: { coverage: { cells: [{ position: 1, state: 'waiting', metric: null }] } },
    });
  });
});

describe('readDesign', () => {
  const read = (client: Client, yaml: string) =>
    client.graphql<{ readDesign: object }>(
      `query ($yaml: String!) { readDesign(projectSlug: "a", yaml: $yaml) { spec problems { code place { line } } } }`,
      { yaml },
    );

  it('gives the design of a file with the ids of its inputs, or its problems by line', async () => {
    const yaml = 'name: x\npipeline: rigid-body\ninputs:\n  - { markers: walk.csv }\n';
    expect((await read(alice, yaml)).data.readDesign).toMatchObject({
      spec: { name: 'x', kind: 'grid', inputs: [{ markers: project.fileId }] },
      problems: [],
    });
    expect((await read(viewer, `${yaml}axis: 3\n`)).data.readDesign).toEqual({
      spec: null,
      problems: [{ code: 'UNKNOWN_FIELD', place: { line: 5 } }],
    });
    expect((await read(stranger, yaml)).codes).toEqual(['NOT_FOUND']);
  });
});
