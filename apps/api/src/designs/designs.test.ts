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

describe('designs', () => {
  const create = (client: Client, input: object) =>
    client.graphql<{
      createDesign: {
        design: { id: string } | null;
        problems: { code: string; place: { line: number | null } }[];
      };
    }>(
      `mutation ($input: CreateDesignInput!) { createDesign(input: $input) {
        design { id cellCount pipeline { name } inputs { label files } createdBy { name } } problems { code place { line } } } }`,
      { input: { projectSlug: 'a', ...input } },
    );

  it('may have groups, conditions and metadata, from YAML as from JSON', async () => {
    const yaml = [
      'name: Composed',
      'pipeline: rigid-body',
      'axes:',
      '  - { kind: rows, rows: [{ weights.lambda_rigid: 1 }, { weights.lambda_rigid: 2 }] }',
      '  - { parameter: optimization.use_robust_loss, values: [true, false] }',
      '  - { parameter: optimization.robust_loss_type, values: [huber, cauchy], when: optimization.use_robust_loss }',
      'where: weights.lambda_rigid = 1 or optimization.use_robust_loss',
      'inputs: [{ files: { markers: walk.csv }, name: S01, metadata: { subject: 1 } }]',
    ].join('\n');
    const { data } = await create(alice, { yaml });
    expect(data.createDesign.problems).toEqual([]);
    expect(data.createDesign.design).toMatchObject({ cellCount: 5 });
  });

  it('say what is expected and how to mend it where fields do not belong together', async () => {
    const axes = [{ parameter: 'weights.lambda_rigid', distribution: 'uniform', min: 1, max: 9 }];
    const { data } = await alice.graphql<{ createDesign: { problems: object[] } }>(
      `mutation ($input: CreateDesignInput!) { createDesign(input: $input) { problems { message place { parameter } expectation fix } } }`,
      { input: { projectSlug: 'a', spec: { ...specOf(project.fileId), axes } } },
    );
    expect(data.createDesign.problems).toEqual([
      {
        message: expect.stringContaining('this kind tries every one'),
        place: { parameter: 'spec.axes.0.levels' },
        expectation: 'the number of values to take from the range',
        fix: 'Set axes.0.levels to the number of values to take from the range.',
      },
    ]);
  });

  it('are read from YAML, with names of files of the project', async () => {
    const yaml = 'name: From a file\npipeline: rigid-body\ninputs:\n  - { markers: data/walk.csv }\n';
    const { data } = await create(alice, { yaml });
    expect(data.createDesign).toMatchObject({
      design: {
        cellCount: 1,
        pipeline: { name: 'rigid-body' },
        inputs: [{ label: 'walk.csv', files: { markers: [{ id: project.fileId, name: 'walk.csv' }] } }],
        createdBy: { name: 'alice' },
      },
      problems: [],
    });
    const [change] = await service.database.query('select verb from changeset order by id desc limit 1');
    expect(change).toEqual({ verb: 'create_design' });
  });

  it('bring problems back, from YAML with their lines', async () => {
    const yaml = 'name: x\npipeline: rigid-body\ninputs:\n  - { markers: walk.csv }\naxis: 3\n';
    expect((await create(alice, { yaml })).data.createDesign).toEqual({
      design: null,
      problems: [{ code: 'UNKNOWN_FIELD', place: { line: 5 } }],
    });
    expect((await create(alice, {})).data.createDesign.problems.map((problem) => problem.code)).toEqual([
      'INVALID_ARGUMENT',
    ]);
    const wrongInput = { ...specOf(project.fileId), inputs: [{ marker: project.fileId }] };
    expect(
      (await create(alice, { spec: wrongInput })).data.createDesign.problems.map((problem) => problem.code),
    ).toEqual(['UNKNOWN_INPUT', 'MISSING_INPUT']);
    const oneBad = specOf(project.fileId, [44, -1]);
    expect(
      (await create(alice, { spec: oneBad })).data.createDesign.problems.map((problem) => problem.code),
    ).toEqual(['DESIGN_NOT_SAVED', 'INVALID_PARAMETER']);
  });

  it('refuse viewers, and do not exist for others', async () => {
    const spec = specOf(project.fileId);
    expect((await create(viewer, { spec })).codes).toEqual(['FORBIDDEN']);
    expect((await create(stranger, { spec })).codes).toEqual(['NOT_FOUND']);
  });

  it('show how far they have been computed', async () => {
    const { data } = await create(alice, { spec: specOf(project.fileId, [41, 42, 43]) });
    const designId = data.createDesign.design?.id ?? '';
    const batchId = await startBatch(alice, 'a', { designId });
    const [first = '', second = ''] = await jobIdsOf(alice, batchId);
    await runJob(service, first, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 3 } });
    await runJob(service, second, { outcome: 'failed' });
    await alice.graphql('mutation ($id: ID!) { stopBatch(input: { batchId: $id }) { problems { code } } }', {
      id: batchId,
    });
    const read = await alice.graphql(
      `query ($id: ID!) { design(id: $id) { coverage { counts cells { position state jobId } } batches { nodes { id } } } }`,
      { id: designId },
    );
    expect(read.data).toMatchObject({
      design: {
        coverage: {
          counts: { succeeded: 1, failed: 1, missing: 1, waiting: 0, running: 0 },
          cells: [
            { position: 0, state: 'succeeded', jobId: first },
            { position: 1, state: 'failed', jobId: second },
            { position: 2, state: 'missing' },
          ],
        },
        batches: { nodes: [{ id: batchId }] },
      },
    });
  });
});
