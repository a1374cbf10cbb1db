import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ComparedProject,
  compare,
  comparisonQuery,
  createDesign,
  inDesignOrder,
  metric,
  problemIn,
  specOn,
  startCompared,
  succeed,
} from '../testing/compared.js';
import { runJob, startBatch } from '../testing/project.js';

let service: ComparedProject['service'];
let alice: ComparedProject['alice'];
let bob: ComparedProject['bob'];
let others: ComparedProject['others'];
let fileIds: ComparedProject['fileIds'];
let first: ComparedProject['first'];
let designId: ComparedProject['designId'];

beforeAll(async () => {
  ({ service, alice, bob, others, fileIds, first, designId } = await startCompared());
});
afterAll(() => service.stop());

describe('sources of a comparison', () => {
  it('are batches, designs and jobs, labelled in that order; each cell enters once', async () => {
    const [best = ''] = first.jobIds;
    const input = { batchIds: [first.batchId], designIds: [designId], jobIds: [best] };
    const { data, codes } = await compare(alice, input);
    expect(codes).toEqual([]);
    expect(data.comparison).toMatchObject({
      sources: [
        { label: 'A', kind: 'batch', name: 'Weights', jobs: 6, batch: { id: first.batchId }, design: null },
        { label: 'B', kind: 'design', name: 'Weights', jobs: 6, design: { id: designId }, job: null },
        { label: 'C', kind: 'job', jobs: 1, job: { id: best }, batch: null },
      ],
      inputs: [{ label: 'walk.csv' }, { label: 'run.csv' }, { label: 'jump.csv' }],
      settings: [
        { jobs: 3, withResult: 3, sources: [0, 1, 2], params: { weights: { lambda_rigid: 100 } } },
        { jobs: 3, withResult: 3, sources: [0, 1], params: { weights: { lambda_rigid: 500 } } },
      ],
      best: { mean: 2, n: 3, values: { 'weights.lambda_rigid': 100 } },
      shownJobs: 6,
      totalJobs: 6,
      paretoKeys: null,
    });
    expect(data.comparison.warnings.map(({ code }) => code)).not.toContain('REPEATED_CELLS');
  });

  it('count what failed, was cancelled or has not ended, and say what was tried again', async () => {
    const spec = specOn(fileIds, [901, 902]);
    const retried = await createDesign(alice, 'a', spec);
    const one = await startBatch(alice, 'a', { designId: retried, options: { continueOnError: true } });
    const [a = '', b = '', c = '', d = ''] = await inDesignOrder(service, one);
    await succeed(service, a, 1);
    await runJob(service, b, { outcome: 'failed' });
    await runJob(service, c, { outcome: 'failed' });
    await runJob(service, d, { outcome: 'failed' });
    await alice.graphql(
      'mutation ($id: ID!) { cancelBatch(input: { batchId: $id }) { problems { code } } }',
      {
        id: one,
      },
    );
    const two = await startBatch(alice, 'a', { spec: specOn(fileIds.slice(1, 3), [901]) });
    const [again = ''] = await inDesignOrder(service, two);
    await succeed(service, again, 4);
    const { data } = await compare(alice, { batchIds: [one, two] });
    const [better, worse] = data.comparison.settings;
    // Of 901: a and the repeated b succeeded, the repeated c waits while its failure is the older job.
    expect(better).toMatchObject({ jobs: 3, withResult: 2, failed: 0, unfinished: 1, sources: [0, 1] });
    expect(better?.metrics.find(({ name }) => name === metric)).toEqual({ name: metric, mean: 2.5, n: 2 });
    expect(worse).toMatchObject({ jobs: 3, withResult: 0, failed: 1, cancelledOrSkipped: 2, sources: [0] });
    const repeated = data.comparison.warnings.find(({ code }) => code === 'REPEATED_CELLS');
    expect(repeated?.message).toContain('2 jobs are not counted');
    expect(data.comparison.sources.map(({ jobs }) => jobs)).toEqual([6, 2]);
  });

  it('of a design have the batches of the designs that it extends', async () => {
    const extended = await createDesign(alice, 'a', specOn(fileIds, [100, 500, 700]));
    await service.database.query('update design set extends_id = $1 where id = $2', [designId, extended]);
    const { data } = await compare(alice, { designIds: [extended] });
    expect(data.comparison.sources).toMatchObject([{ kind: 'design', jobs: 6 }]);
    const fresh = await createDesign(alice, 'a', specOn(fileIds, [1, 2, 3]));
    const none = await alice.graphql(comparisonQuery, { input: { designIds: [fresh] } });
    expect(none.data).toMatchObject({
      comparison: { answer: 'There are no jobs to compare.', totalJobs: 0 },
    });
  });

  it('keep chunks out', async () => {
    const [job = ''] = first.jobIds;
    await service.database.query(
      `insert into job (project_id, batch_id, position, label, cell_key, setting_key, setting, params, inputs, input_label,
         replicate, seed, attempt_limit, chunk_of, chunk_index, first_frame, last_frame, available_at)
       select project_id, batch_id, 900, 'chunk', md5('chunk') || md5(''), setting_key, setting, params, inputs, input_label,
         1, seed, 1, id, 0, 0, 9, 'infinity' from job where id = $1`,
      [job],
    );
    const [chunk] = await service.database.query<{ id: string }>('select id from job where chunk_of = $1', [
      job,
    ]);
    expect((await compare(alice, { batchIds: [first.batchId] })).data.comparison.totalJobs).toBe(6);
    expect((await compare(alice, { designIds: [designId] })).data.comparison.totalJobs).toBe(6);
    expect((await compare(alice, { jobIds: [chunk?.id] })).codes).toEqual(['NOT_FOUND']);
    await service.database.query('delete from job where id = $1', [chunk?.id]);
  });

  it('do not exist for those outside the project, whichever way they are named', async () => {
    const [theirs = '', own = ''] = [first.jobIds[0], others.jobIds[0]];
    const foreign = [{ batchIds: [first.batchId] }, { designIds: [designId] }, { jobIds: [theirs] }];
    const mine = [{ batchIds: [others.batchId] }, { designIds: [others.designId] }, { jobIds: [own] }];
    const absent = [{ batchIds: ['999999'] }, { designIds: ['999999'] }, { jobIds: ['999999'] }];
    for (const input of [
      ...foreign,
      ...absent,
      ...foreign.flatMap((a) => mine.map((b) => ({ ...b, ...a }))),
    ]) {
      expect({ input, codes: (await compare(bob, input)).codes }).toEqual({ input, codes: ['NOT_FOUND'] });
    }
    const mixed = { batchIds: [others.batchId, first.batchId] };
    expect((await compare(bob, mixed)).codes).toEqual(['NOT_FOUND']);
    for (const input of mine) expect((await compare(bob, input)).codes).toEqual([]);
    expect((await compare(bob, { designIds: ["1' or true --"] })).codes).toEqual(['NOT_FOUND']);
  });

  it('a design whose ancestor lies elsewhere brings no foreign batches', async () => {
    await service.database.query('update design set extends_id = $1 where id = $2', [
      designId,
      others.designId,
    ]);
    const { data } = await compare(bob, { designIds: [others.designId] });
    expect(data.comparison.totalJobs).toBe(3);
    await service.database.query('update design set extends_id = null where id = $1', [others.designId]);
  });

  it('of one job have its values as they are', async () => {
    const { data } = await alice.graphql(
      `query ($input: ComparisonInput!) { comparison(input: $input) { answer best { mean }
        settings { rank metrics { name n mean sd min max interval { low } } } } }`,
      { input: { jobIds: [first.jobIds[5]] } },
    );
    expect(data).toMatchObject({
      comparison: {
        answer: expect.stringContaining('Nothing varies'),
        best: null,
        settings: [
          {
            rank: 1,
            metrics: [
              { name: metric, n: 1, mean: 9, sd: null, min: 9, max: 9, interval: null },
              { name: 'final_cost', n: 1, mean: -9 },
            ],
          },
        ],
      },
    });
  });

  it('are refused when there are none, too many, or of different pipelines', async () => {
    const elsewhere = await startBatch(alice, 'a', { spec: specOn(fileIds, [77]) });
    await service.database.query(
      `insert into pipeline (name, version, title, definition)
       select 'another', version, title, definition from pipeline where name = 'rigid-body' limit 1`,
    );
    await service.database.query(`update batch set pipeline_name = 'another' where id = $1`, [elsewhere]);
    expect(problemIn(await compare(alice, { batchIds: [first.batchId, elsewhere] }))).toBe(
      'DIFFERENT_PIPELINES',
    );
    expect(problemIn(await compare(alice, {}))).toBe('BAD_SOURCES');
    const many = Array.from({ length: 21 }, (_, index) => String(index + 1));
    expect(problemIn(await compare(alice, { batchIds: many.slice(0, 11), designIds: many.slice(11) }))).toBe(
      'BAD_SOURCES',
    );
    const jobs = Array.from({ length: 501 }, (_, index) => String(index + 1));
    expect(problemIn(await compare(alice, { jobIds: jobs }))).toBe('BAD_SOURCES');
    const batchIds = [first.batchId];
    expect(problemIn(await compare(alice, { batchIds, metric: 'beauty' }))).toBe('UNKNOWN_METRIC');
    const objectives = [{ metric }, { metric: 'beauty' }];
    expect(problemIn(await compare(alice, { batchIds, objectives }))).toBe('UNKNOWN_METRIC');
    const doubled = [{ metric }, { metric }];
    expect(problemIn(await compare(alice, { batchIds, objectives: doubled }))).toBe('BAD_OBJECTIVES');
  });
});

describe('what a comparison says', () => {
  it('a Pareto front over objectives that are asked for, or that the design has', async () => {
    const asked = await alice.graphql(comparisonQuery, {
      input: {
        batchIds: [first.batchId],
        objectives: [{ metric }, { metric: 'final_cost', direction: 'minimize' }],
      },
    });
    // What is better in one is worse in the other.
    expect(asked.data).toMatchObject({
      comparison: { settings: [{ isPareto: true }, { isPareto: true }] },
    });
    const further = { furtherObjectives: [{ metric: 'final_cost', direction: 'maximize' }] };
    const design = await createDesign(alice, 'a', specOn(fileIds, [100, 500], further));
    await startBatch(alice, 'a', { designId: design });
    const { data } = await alice.graphql(comparisonQuery, { input: { designIds: [design] } });
    expect(data).toMatchObject({ comparison: { settings: [{ isPareto: true }, { isPareto: false }] } });
  });

  it('single values as columns', async () => {
    const { data } = await alice.graphql<{
      comparison: {
        settings: { key: string }[];
        inputs: { label: string }[];
        few: { shown: number; total: number; values: number[] };
        observations: Record<string, (string | number)[]>;
      };
    }>(
      `query ($input: ComparisonInput!) { comparison(input: $input) { settings { key } inputs { label }
        few: observations(first: 2) { shown total values }
        observations { shown total jobIds settings inputs sources replicates values } } }`,
      { input: { batchIds: [first.batchId] } },
    );
    expect(data.comparison.few).toEqual({ shown: 2, total: 6, values: [1, 2] });
    expect(data.comparison.observations).toEqual({
      shown: 6,
      total: 6,
      jobIds: first.jobIds,
      settings: [0, 0, 0, 1, 1, 1],
      inputs: [0, 1, 2, 0, 1, 2],
      sources: [0, 0, 0, 0, 0, 0],
      replicates: [1, 1, 1, 1, 1, 1],
      values: [1, 2, 3, 3, 5, 9],
    });
  });
});
