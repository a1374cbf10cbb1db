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

const metric = 'edge_error_mean_mm';

let service: Service;
let alice: Client;
let bob: Client;
let project: TestProject;
let others: TestProject;
/** Three inputs; the first one is that of the project's design. */
let fileIds: readonly string[];
/** Two values on three inputs: 1, 2, 3 and 3, 5, 9. */
let first: { readonly batchId: string; readonly jobIds: readonly string[] };
let designId: string;

beforeAll(async () => {
  service = await startTestService();
  [alice, bob] = [await service.signIn('alice'), await service.signIn('bob')];
  project = await fillProject(alice, 'a');
  others = await fillProject(bob, 'b');
  const files = await alice.upload('a', { 'run.csv': recordingOf('run'), 'jump.csv': recordingOf('jump') });
  fileIds = [project.fileId, files['run.csv'] ?? '', files['jump.csv'] ?? ''];
  designId = await createDesign(alice, 'a', specOn(fileIds, [100, 500]));
  const batchId = await startBatch(alice, 'a', { designId });
  first = { batchId, jobIds: await inDesignOrder(batchId) };
  for (const [index, value] of [1, 2, 3, 3, 5, 9].entries()) await succeed(first.jobIds[index], value);
});
afterAll(() => service.stop());

function specOn(files: readonly string[], values: readonly number[], rest: object = {}) {
  return {
    name: 'Weights',
    pipeline: 'rigid-body',
    axes: [{ parameter: 'weights.lambda_rigid', values }],
    inputs: files.map((markers) => ({ markers })),
    objective: { metric, direction: 'minimize' },
    ...rest,
  };
}

async function createDesign(client: Client, projectSlug: string, spec: object): Promise<string> {
  const { data, text } = await client.graphql<{ createDesign: { design: { id: string } | null } }>(
    'mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } problems { message } } }',
    { input: { projectSlug, spec } },
  );
  if (!data?.createDesign.design) throw new Error(text);
  return data.createDesign.design.id;
}

async function inDesignOrder(batchId: string): Promise<string[]> {
  await jobIdsOf(alice, batchId);
  const rows = await service.database.query<{ id: string }>(
    `select id from job where batch_id = $1 and chunk_of is null
     order by (setting->>'weights.lambda_rigid')::float8, input_label <> 'walk.csv', input_label <> 'run.csv', replicate`,
    [batchId],
  );
  return rows.map(({ id }) => id);
}

const succeed = (jobId: string | undefined, value: number) =>
  runJob(service, jobId ?? '', { outcome: 'succeeded', metrics: { [metric]: value, final_cost: -value } });

interface Compared {
  comparison: {
    sources: { label: string; kind: string; name: string; jobs: number }[];
    settings: {
      key: string;
      jobs: number;
      withResult: number;
      failed: number;
      cancelledOrSkipped: number;
      unfinished: number;
      sources: number[];
      params: { weights: { lambda_rigid: number } };
      metrics: { name: string; mean: number; n: number }[];
    }[];
    warnings: { code: string; message: string }[];
    totalJobs: number;
  };
}

const query = `query ($input: ComparisonInput!) { comparison(input: $input) {
  sources { label kind name jobs batch { id } design { id } job { id } } inputs { label } answer bestKey
  best { settingKey sentence mean n values params } importance { method isEstimate n parameters { path title share } }
  importanceReason paretoKeys
  settings { key jobs withResult failed cancelledOrSkipped unfinished sources params isPareto bootstrap { low high }
    metrics { name mean n } versusBest { verdict wilcoxonP disagreement remark } }
  warnings { code message } shownJobs totalJobs } }`;
/** The problem of a refused query. */
const problemIn = ({ text }: { readonly text: string }) =>
  (JSON.parse(text) as { errors?: { extensions: { problems?: { code: string }[] } }[] }).errors?.[0]
    ?.extensions.problems?.[0]?.code;
const compare = (client: Client, input: object) => client.graphql<Compared>(query, { input });

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
    const [a = '', b = '', c = '', d = ''] = await inDesignOrder(one);
    await succeed(a, 1);
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
    const [again = ''] = await inDesignOrder(two);
    await succeed(again, 4);
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
    const none = await alice.graphql(query, { input: { designIds: [fresh] } });
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
    const asked = await alice.graphql(query, {
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
    const { data } = await alice.graphql(query, { input: { designIds: [design] } });
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

describe('comparison by input', () => {
  const byInput = (client: Client, variables: object) =>
    client.graphql<{
      comparisonByInput: {
        total: number;
        rows: { label: string; disagreement: number | null; cells: object[] }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }>(
      `query ($input: ComparisonInput!, $first: Int, $after: String) {
        comparisonByInput(input: $input, first: $first, after: $after) {
          metric { name } settings { key mean } totalSettings total pageInfo { hasNextPage endCursor }
          rows { key label disagreement cells { n mean jobId state failed } } } }`,
      variables,
    );

  it('begins with the inputs on which settings differ most, and pages without gaps', async () => {
    const input = { batchIds: [first.batchId] };
    const all = await byInput(alice, { input });
    const sd = (a: number, b: number) => Math.abs(a - b) / Math.SQRT2;
    expect(all.data.comparisonByInput).toMatchObject({
      total: 3,
      totalSettings: 2,
      settings: [{ mean: 2 }, { mean: 17 / 3 }],
      rows: [
        { label: 'jump.csv', cells: [{ n: 1, mean: 3, jobId: first.jobIds[2] }, { mean: 9 }] },
        { label: 'run.csv', cells: [{ mean: 2, state: 'succeeded', failed: 0 }, { mean: 5 }] },
        { label: 'walk.csv', cells: [{ mean: 1 }, { mean: 3 }] },
      ],
    });
    const disagreements = all.data.comparisonByInput.rows.map(
      ({ disagreement }) => disagreement ?? Number.NaN,
    );
    expect(disagreements).toHaveLength(3);
    for (const [index, expected] of [sd(3, 9), sd(2, 5), sd(1, 3)].entries()) {
      expect(disagreements[index]).toBeCloseTo(expected, 12);
    }
    const labels: string[] = [];
    let after: string | null = null;
    do {
      const { data }: Awaited<ReturnType<typeof byInput>> = await byInput(alice, { input, first: 1, after });
      const { rows, pageInfo } = data.comparisonByInput;
      labels.push(...rows.map(({ label }) => label));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(labels).toEqual(['jump.csv', 'run.csv', 'walk.csv']);
  });

  it('shows inputs without any value last, with their failures', async () => {
    const batchId = await startBatch(alice, 'a', { spec: specOn(fileIds.slice(0, 2), [31]) });
    const [a = '', b = ''] = await inDesignOrder(batchId);
    await runJob(service, a, { outcome: 'failed' });
    await service.database.query(`update batch set state = 'running', finished_at = null where id = $1`, [
      batchId,
    ]);
    await service.database.query(
      `update job set state = 'waiting', finished_at = null where id = $1 and state = 'skipped'`,
      [b],
    );
    await succeed(b, 3);
    const { data } = await byInput(alice, { input: { batchIds: [batchId] } });
    expect(data.comparisonByInput).toMatchObject({ total: 2, totalSettings: 1 });
    const failed = data.comparisonByInput.rows.find(({ label }) => label === 'walk.csv');
    expect(failed).toMatchObject({
      disagreement: null,
      cells: [{ n: 0, mean: null, jobId: a, state: 'failed', failed: 1 }],
    });
  });

  it('refuses bad pages, and does not exist for others', async () => {
    const input = { batchIds: [first.batchId] };
    expect(problemIn(await byInput(alice, { input, first: 0 }))).toBe('PAGE_SIZE');
    expect(problemIn(await byInput(alice, { input, after: 'x' }))).toBe('INVALID_CURSOR');
    expect(problemIn(await byInput(alice, { input: {} }))).toBe('BAD_SOURCES');
    expect((await byInput(bob, { input })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('sweep against sweep', () => {
  const contrast = (client: Client, a: object, b: object) =>
    client.graphql<{ sweepContrast: { rows: object[]; warnings: { code: string }[] } }>(
      `query ($a: ComparisonInput!, $b: ComparisonInput!) { sweepContrast(a: $a, b: $b) {
        metric { name } direction shared { path title values } onlyInA { path } onlyInB { path values }
        rows { values a { mean n } b { mean n } contrast { verdict method n difference } jobsA jobsB failedA failedB }
        warnings { code message } } }`,
      { a, b },
    );

  it('aligns what both vary and pairs equal inputs', async () => {
    const second = await startBatch(alice, 'a', {
      spec: specOn(fileIds, [100, 500], { seed: 5 }),
    });
    const jobIds = await inDesignOrder(second);
    for (const [index, value] of [2, 3.1, 3.9, 3, 5].entries()) await succeed(jobIds[index], value);
    const { data, codes } = await contrast(alice, { batchIds: [first.batchId] }, { batchIds: [second] });
    expect(codes).toEqual([]);
    expect(data.sweepContrast).toMatchObject({
      metric: { name: metric },
      direction: 'minimize',
      shared: [{ path: 'weights.lambda_rigid', values: [100, 500] }],
      onlyInA: [],
      onlyInB: [],
      rows: [
        {
          values: { 'weights.lambda_rigid': 100 },
          a: { mean: 2, n: 3 },
          b: { mean: 3, n: 3 },
          contrast: { verdict: 'worse', method: 'paired_t', n: 3 },
        },
        { values: { 'weights.lambda_rigid': 500 }, b: { mean: 4, n: 2 }, jobsA: 3, jobsB: 3, failedB: 0 },
      ],
    });
    expect(data.sweepContrast.warnings.map(({ code }) => code)).toContain('UNFINISHED');
  });

  it('refuses what cannot be compared, and does not exist for others, on either side', async () => {
    const [own, foreign] = [{ batchIds: [others.batchId] }, { batchIds: [first.batchId] }];
    expect((await contrast(bob, own, foreign)).codes).toEqual(['NOT_FOUND']);
    expect((await contrast(bob, foreign, own)).codes).toEqual(['NOT_FOUND']);
    expect((await contrast(bob, own, { jobIds: ['999999'] })).codes).toEqual(['NOT_FOUND']);
    expect(problemIn(await contrast(bob, own, {}))).toBe('BAD_SOURCES');
    expect(problemIn(await contrast(bob, { ...own, metric: 'beauty' }, own))).toBe('UNKNOWN_METRIC');
  });
});

describe('confirmWinners', () => {
  interface Confirmed {
    readonly confirmWinners: {
      readonly batch: {
        readonly id: string;
        readonly name: string;
        readonly spec: { readonly seed: number };
      } | null;
      readonly problems: readonly { readonly code: string }[];
    };
  }
  const confirm = (client: Client, input: object) =>
    client.graphql<Confirmed>(
      `mutation ($input: ConfirmWinnersInput!) { confirmWinners(input: $input) {
        batch { id name spec options metadata counts { total waiting } } problems { code message value } } }`,
      { input },
    );
  const problemsOf = async (client: Client, input: object) =>
    (await confirm(client, input)).data.confirmWinners.problems.map(({ code }) => code);
  let keys: readonly string[];

  beforeAll(async () => {
    keys = (await compare(alice, { batchIds: [first.batchId] })).data.comparison.settings.map(
      ({ key }) => key,
    );
  });

  it('runs the settings again on the same inputs with fresh seeds, and both count together afterwards', async () => {
    const { data, codes } = await confirm(alice, {
      batchIds: [first.batchId],
      settingKeys: keys,
      replicates: 2,
    });
    expect(codes).toEqual([]);
    expect(data.confirmWinners).toMatchObject({
      batch: {
        name: 'Confirm: Weights',
        counts: { total: 12, waiting: 12 },
        metadata: { confirms: { batchIds: [first.batchId], settingKeys: keys } },
      },
      problems: [],
    });
    const batchId = data.confirmWinners.batch?.id ?? '';
    const rows = await service.database.query<{ seed: string; key: string; label: string }>(
      'select distinct seed, setting_key as key, input_label as label from job where batch_id = $1',
      [batchId],
    );
    expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(keys));
    expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(['walk.csv', 'run.csv', 'jump.csv']));
    const known = await service.database.query<{ seed: string }>(
      'select distinct seed from job where batch_id = $1',
      [first.batchId],
    );
    for (const { seed } of rows) expect(known.map((row) => row.seed)).not.toContain(seed);
    const jobIds = await inDesignOrder(batchId);
    for (const jobId of jobIds) await succeed(jobId, 4);
    const both = await compare(alice, { batchIds: [first.batchId, batchId] });
    expect(both.data.comparison).toMatchObject({
      totalJobs: 18,
      settings: [
        { key: keys[0], jobs: 9, sources: [0, 1] },
        { key: keys[1], jobs: 9, sources: [0, 1] },
      ],
    });
    expect(both.data.comparison.settings[0]?.metrics.find(({ name }) => name === metric)?.mean).toBeCloseTo(
      (1 + 2 + 3 + 6 * 4) / 9,
      12,
    );
  });

  it('takes another seed each time, five replicates unless told, and the options of the newest batch', async () => {
    const source = await startBatch(alice, 'a', { designId, options: { priority: 77, reuse: false } });
    const [a, b] = [
      await confirm(alice, { designIds: [designId], settingKeys: keys.slice(0, 1) }),
      await confirm(alice, { designIds: [designId], batchIds: [source], settingKeys: keys.slice(0, 1) }),
    ];
    expect(a.data.confirmWinners.batch).toMatchObject({ options: { priority: 77 }, counts: { total: 15 } });
    const seeds = [a, b].map(({ data }) => data.confirmWinners.batch?.spec.seed);
    expect(new Set(seeds).size).toBe(2);
    expect(seeds).not.toContain(0);
  });

  it('answers what cannot be confirmed with problems, and starts nothing', async () => {
    const before = await service.database.query('select count(*) from batch');
    const batchIds = [first.batchId];
    expect(await problemsOf(alice, { settingKeys: keys })).toEqual(['BAD_SOURCES']);
    expect(await problemsOf(alice, { batchIds, settingKeys: [] })).toEqual(['BAD_SETTINGS']);
    expect(await problemsOf(alice, { batchIds, settingKeys: ['x', ...keys, 'y'] })).toEqual([
      'UNKNOWN_SETTING',
      'UNKNOWN_SETTING',
    ]);
    expect(await problemsOf(alice, { batchIds, settingKeys: keys, replicates: 0 })).toEqual([
      'INVALID_ARGUMENT',
    ]);
    const administrator = await service.signIn('root', 'administrator');
    expect(
      await problemsOf(administrator, { batchIds: [first.batchId, others.batchId], settingKeys: keys }),
    ).toEqual(['DIFFERENT_PROJECTS']);
    expect(await service.database.query('select count(*) from batch')).toEqual(before);
  });

  it('refuses viewers, and does not exist for others, whichever source is theirs', async () => {
    const viewer = await service.signIn('viewer');
    await service.addMember('a', viewer, 'viewer');
    const [batchIds, designIds] = [[first.batchId], [designId]];
    expect((await confirm(viewer, { batchIds, settingKeys: keys })).codes).toEqual(['FORBIDDEN']);
    expect((await confirm(bob, { batchIds, settingKeys: keys })).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(bob, { designIds, settingKeys: keys })).codes).toEqual(['NOT_FOUND']);
    const mixed = { batchIds: [others.batchId], designIds, settingKeys: keys };
    expect((await confirm(bob, mixed)).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(alice, { batchIds: ['999999'], settingKeys: keys })).codes).toEqual(['NOT_FOUND']);
  });
});
