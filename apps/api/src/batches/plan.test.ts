import { noHistory } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  fillProject,
  jobIdsOf,
  recordingOf,
  runJob,
  specOf,
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
  project = await fillProject(alice, 'a', [100]);
  await service.addMember('a', viewer, 'viewer');
});
afterAll(() => service.stop());

const planQuery = `query ($input: StartBatchInput!) { planBatch(input: $input) {
  cellCount newJobs reusedJobs retriedJobs excludedJobs fingerprint mode { concurrency sentence }
  reasons { kind reason jobs } invalidCount invalidCells { position label problems { code message place { parameter input file } } }
  estimate { basis historyJobs jobSecondsP50 jobSecondsP90 sequentialSecondsP50 sequentialSecondsP90 parallelSecondsP50
    parallelSecondsP90 speedUp slots peakMemoryBytesP90 outputBytesP50 outputBytesP90 finishesAtP50 finishesAtP90 }
  firstCells { position label setting kind reason outputName } problems { code severity message place { parameter } }
} }`;

interface Plan {
  readonly fingerprint: string | null;
  readonly newJobs: number;
  readonly excludedJobs: number;
  readonly invalidCount: number;
  readonly invalidCells: readonly {
    position: number;
    problems: readonly { code: string; place: object }[];
  }[];
  readonly estimate: Readonly<Record<string, number | string | null>>;
  readonly problems: readonly { code: string; severity: string; message: string }[];
  readonly firstCells: readonly { position: number; kind: string; reason: string; outputName: string }[];
}
const ask = (client: Client, input: object, slug = 'a') =>
  client.graphql<{ planBatch: Plan }>(planQuery, { input: { projectSlug: slug, ...input } });
const plan = async (input: object) => {
  const { data, codes, text } = await ask(alice, input);
  if (codes.length > 0) throw new Error(text);
  return data.planBatch;
};
const start = async (input: object) => {
  const { data, text } = await alice.graphql<{
    startBatch: { batch: { id: string } | null; problems: { code: string; message: string }[] };
  }>(
    `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id metadata } problems { code message } } }`,
    { input: { projectSlug: 'a', ...input } },
  );
  if (!data) throw new Error(text);
  return data.startBatch;
};

describe('planBatch', () => {
  it('says kind, reason, name, mode and estimate of a batch, and writes nothing', async () => {
    const before = await service.database.query(
      'select (select count(*) from batch), (select count(*) from job)',
    );
    const found = await plan({ spec: specOf(project.fileId, [200, 201]), secondsPerJob: 60 });
    expect(found).toMatchObject({
      cellCount: 2,
      newJobs: 2,
      reusedJobs: 0,
      retriedJobs: 0,
      excludedJobs: 0,
      invalidCount: 0,
      reasons: [{ kind: 'new', reason: 'parameter changed', jobs: 2 }],
      estimate: { basis: 'From your 60 s per job.', jobSecondsP50: 60, sequentialSecondsP90: 120, slots: 0 },
      firstCells: [
        { position: 0, kind: 'new', reason: 'parameter changed', outputName: 'walk_0000' },
        { position: 1, outputName: 'walk_0001' },
      ],
    });
    expect(found.fingerprint).toMatch(/^p1\.2\.0\.0\.0\./);
    expect(found.problems.map(({ code, severity }) => [code, severity])).toEqual([['NO_WORKER', 'warning']]);
    expect(
      await service.database.query('select (select count(*) from batch), (select count(*) from job)'),
    ).toEqual(before);
  });

  it('says that there is no history', async () => {
    const found = await plan({ spec: specOf(project.fileId, [210]) });
    expect(found.estimate).toMatchObject({
      basis: noHistory,
      historyJobs: 0,
      jobSecondsP50: null,
      finishesAtP50: null,
    });
  });

  it('estimates from history, names the equal job, and the one that failed', async () => {
    const batchId = await startBatch(alice, 'a', { spec: specOf(project.fileId, [220, 221]) });
    const [first = '', second = ''] = await jobIdsOf(alice, batchId);
    await runJob(service, first, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 1 }, artifact: 'x' });
    await runJob(service, second, { outcome: 'failed' });
    await service.database.query(
      `update attempt set started_at = ended_at - interval '20 s' where job_id = $1`,
      [first],
    );
    await service.database.query('update worker set heartbeat_at = clock_timestamp()');
    const found = await plan({ spec: specOf(project.fileId, [220, 221, 222]) });
    expect(found).toMatchObject({ newJobs: 1, reusedJobs: 1, retriedJobs: 1 });
    expect(found.firstCells.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['reused', `equal job ${first} succeeded`],
      ['retried', `equal job ${second} failed`],
      ['new', 'parameter changed'],
    ]);
    expect(found.estimate.jobSecondsP50).toBeCloseTo(20, 6);
    expect(found.estimate.parallelSecondsP50).toBeCloseTo(22, 6);
    expect(found.estimate).toMatchObject({
      slots: 4,
      historyJobs: 1,
      peakMemoryBytesP90: 1000,
      outputBytesP50: 2,
    });
    const finishInS = (Date.parse(String(found.estimate.finishesAtP50)) - Date.now()) / 1000;
    expect(finishInS).toBeGreaterThan(10);
    expect(finishInS).toBeLessThan(30);
  });

  it('lists every invalid cell with what is wrong, and starts the valid ones when asked', async () => {
    const files = await alice.upload('a', {
      'broken.csv': 'frame,LASI_x\n1,x\n',
      'good.csv': recordingOf('good'),
    });
    const inputs = ['broken.csv', 'good.csv'].map((name) => ({ markers: files[name] }));
    const spec = { ...specOf(project.fileId, [-5, 300, 301]), inputs };
    const found = await plan({ spec });
    expect(found).toMatchObject({ newJobs: 2, excludedJobs: 0, invalidCount: 4 });
    expect(found.invalidCells.map(({ position }) => position)).toEqual([0, 1, 2, 4]);
    expect(found.invalidCells[1]?.problems).toEqual([
      expect.objectContaining({
        code: 'INVALID_PARAMETER',
        place: { parameter: 'weights.lambda_rigid', input: null, file: null },
      }),
    ]);
    expect(found.invalidCells[2]?.problems[0]?.place).toMatchObject({ input: 'markers', file: 'broken.csv' });
    const refused = await start({ spec });
    expect(refused.batch).toBeNull();
    expect(refused.problems.length).toBeGreaterThanOrEqual(2);
    const valid = await plan({ spec, validOnly: true });
    expect(valid).toMatchObject({ newJobs: 2, excludedJobs: 4 });
    expect(valid.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(valid.firstCells.map(({ kind }) => kind)).toEqual([
      'excluded',
      'excluded',
      'excluded',
      'new',
      'excluded',
      'new',
    ]);
    const { batch, problems } = await start({ spec, validOnly: true, planFingerprint: valid.fingerprint });
    expect(problems).toEqual([]);
    expect(await jobIdsOf(alice, batch?.id ?? '')).toHaveLength(2);
  });

  const bad: [string, object, string][] = [
    ['an unknown pipeline', { spec: { ...specOf('1'), pipeline: 'rigid-bdy' } }, 'UNKNOWN_PIPELINE'],
    ['neither design nor spec', {}, 'INVALID_ARGUMENT'],
    ['metadata that are no object', { spec: specOf('1'), metadata: [1] }, 'INVALID_ARGUMENT'],
    ['no time per job', { spec: specOf('1'), secondsPerJob: 0 }, 'INVALID_ARGUMENT'],
    [
      'too many cells',
      {
        spec: {
          ...specOf(
            '1',
            Array.from({ length: 201 }, (_, n) => n),
          ),
          replicates: 100,
        },
      },
      'TOO_MANY_CELLS',
    ],
  ];
  it.each(bad)('answers %s with a problem and an empty plan', async (_name, input, code) => {
    const found = await plan(input);
    expect(found.problems.map((problem) => problem.code)).toContain(code);
    expect(found).toMatchObject({ cellCount: 0, newJobs: 0, fingerprint: null, firstCells: [] });
  });

  it('names an unknown placeholder of the output name, and names that clash', async () => {
    const spec = specOf(project.fileId, [400, 401]);
    const unknown = await plan({ spec, options: { outputName: '{inptu}' } });
    expect(unknown.problems.map(({ message }) => message)).toContain(
      'The output name has no placeholder {inptu}; did you mean {input}?',
    );
    const clash = await plan({ spec, options: { outputName: '{input}', onNameConflict: 'fail' } });
    expect(clash.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'NAME_CONFLICT',
    ]);
    const numbered = await plan({ spec, options: { outputName: '{input} {weights.lambda_rigid}' } });
    expect(numbered.firstCells.map(({ outputName }) => outputName)).toEqual(['walk 400', 'walk 401']);
  });

  it('refuses viewers, and does not exist for others', async () => {
    expect((await ask(viewer, { spec: specOf(project.fileId) })).codes).toEqual(['FORBIDDEN']);
    expect((await ask(stranger, { spec: specOf(project.fileId) })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(alice, { spec: specOf(project.fileId) }, 'none')).codes).toEqual(['NOT_FOUND']);
  });
});

describe('startBatch', () => {
  it('S0-15: keeps metadata, and refuses a plan that is another one now', async () => {
    const spec = specOf(project.fileId, [500]);
    const { fingerprint } = await plan({ spec });
    const started = await start({
      spec,
      planFingerprint: fingerprint,
      metadata: { subject: 'S01', run: [1, null] },
    });
    expect(started).toMatchObject({ batch: { metadata: { subject: 'S01', run: [1, null] } }, problems: [] });
    const [jobId = ''] = await jobIdsOf(alice, started.batch?.id ?? '');
    await runJob(service, jobId, { outcome: 'succeeded' });
    const refused = await start({ spec, planFingerprint: fingerprint });
    expect(refused.batch).toBeNull();
    expect(refused.problems).toEqual([
      { code: 'PLAN_CHANGED', message: expect.stringContaining('1 job that was new is now reused.') },
    ]);
    expect((await start({ spec, planFingerprint: 'nonsense' })).problems[0]?.code).toBe('PLAN_CHANGED');
  });

  it('S0-01, S0-03: starts a list, and names ids that are given twice', async () => {
    const job = (id: string, lambda: number) => ({
      id,
      params: { weights: { lambda_rigid: lambda } },
      inputs: { markers: project.fileId },
      metadata: { condition: id },
    });
    const spec = { name: 'List', pipeline: 'rigid-body', kind: 'list' };
    const { batch } = await start({ spec: { ...spec, jobs: [job('a', 600), job('b', 601)] } });
    const { data } = await alice.graphql<{ batch: { jobs: { nodes: object[] } } }>(
      'query ($id: ID!) { batch(id: $id) { jobs { nodes { label metadata outputName priority } } } }',
      { id: batch?.id },
    );
    expect(data.batch.jobs.nodes).toEqual([
      { label: 'a', metadata: { condition: 'a' }, outputName: 'walk_0000', priority: 0 },
      { label: 'b', metadata: { condition: 'b' }, outputName: 'walk_0001', priority: 0 },
    ]);
    const doubled = await start({ spec: { ...spec, jobs: [job('a', 1), job('b', 2), job('a', 3)] } });
    expect(doubled.problems.map(({ message }) => message)).toEqual([
      'spec.jobs.2.id: Jobs 1 and 3 of the list have the same id a. Give each its own.',
    ]);
  });
});
