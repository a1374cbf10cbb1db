import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, fillProject, jobIdsOf, runJob, startBatch, startJob } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

const examples = path.resolve(import.meta.dirname, '../../../../docs/examples/spectral-comparison');
const sampleNames = ['service_500h.csv', 'service_2000h.txt', 'wet_grease.jdx'];

let service: Service;
let alice: Client;
beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  await createProject(alice, 'spectra');
});
afterAll(() => service.stop());

interface Said {
  readonly code: string;
  readonly message: string;
  readonly place: { readonly input: string | null; readonly file: string | null };
}
interface Plan {
  readonly newJobs: number;
  readonly invalidCount: number;
  readonly invalidCells: readonly { readonly problems: readonly Said[] }[];
  readonly problems: readonly Said[];
}
const problems = 'problems { code message place { input file } }';

it('S1-02 a baseline that cannot be read refuses the whole batch before anything starts, with its reason', async () => {
  const samples = sampleNames.map((name) => [name, readFileSync(path.join(examples, name), 'utf8')]);
  const files = await alice.upload('spectra', {
    ...Object.fromEntries(samples),
    'blank.csv': ' \n',
  });
  const inputs = sampleNames.map((name) => ({ sample: files[name], baseline: files['blank.csv'] }));
  const spec = { name: 'Against nothing', pipeline: 'spectral-comparison', inputs };
  const input = { projectSlug: 'spectra', spec };
  const plan = async () => {
    const { data, text } = await alice.graphql<{ planBatch: Plan }>(
      `query ($input: StartBatchInput!) { planBatch(input: $input) {
        newJobs invalidCount invalidCells { ${problems} } ${problems} } }`,
      { input },
    );
    if (!data) throw new Error(text);
    return data.planBatch;
  };
  let planned = await plan();
  // A plan that ran out of time goes on with the checks when it is asked for again.
  while (planned.invalidCount < sampleNames.length) planned = await plan();
  expect(planned).toMatchObject({ newJobs: 0, invalidCount: 3 });
  const blank = { code: 'EMPTY_FILE', place: { input: 'baseline', file: 'blank.csv' } };
  expect(planned.problems).toEqual([expect.objectContaining(blank)]);
  for (const cell of planned.invalidCells) expect(cell.problems).toEqual([expect.objectContaining(blank)]);
  const started = await alice.graphql<{ startBatch: { batch: object | null; problems: Said[] } }>(
    `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } ${problems} } }`,
    { input },
  );
  expect(started.data?.startBatch.batch).toBeNull();
  expect(started.data?.startBatch.problems.map(({ message }) => message).join(' ')).toContain('no text');
  expect(await service.database.query('select id from job')).toEqual([]);
});

describe('spectra of a batch over one axis', () => {
  interface Overlay {
    readonly xTitle: string;
    readonly yTitle: string;
    readonly isReversed: boolean;
    readonly total: number;
    readonly baselines: readonly { readonly name: string; readonly x: readonly number[] }[];
    readonly samples: readonly {
      readonly job: { readonly id: string };
      readonly curve: { readonly name: string; readonly x: readonly number[]; readonly y: readonly number[] };
      readonly points: number;
      readonly baseline: number;
    }[];
    readonly leftOut: readonly { readonly job: { readonly id: string }; readonly reason: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  }
  const ask = `query ($id: ID!, $first: Int, $after: String, $search: String, $sort: JobSort) { batch(id: $id) {
    spectra(first: $first, after: $after, search: $search, sort: $sort) {
      xTitle yTitle isReversed total isTotalCapped baselines { name x }
      samples { job { id } curve { name x y } points baseline } leftOut { job { id } reason }
      pageInfo { hasNextPage endCursor } } } }`;
  let batchId: string;
  let jobIds: readonly string[];
  const read = async (variables: object = {}) => {
    const { data, text } = await alice.graphql<{ batch: { spectra: Overlay } }>(ask, {
      id: batchId,
      ...variables,
    });
    if (!data) throw new Error(text);
    return data.batch.spectra;
  };

  /** A band at 1000 cm⁻¹, as high as said, from there to 2000 cm⁻¹; the baseline's is 1. */
  const tableOf = (from: number, height: number) => {
    const rows = Array.from({ length: 2000 - from + 1 }, (_, i) => {
      const band = Math.exp(-(((from + i - 1000) / 2) ** 2));
      return `${from + i},${band},${height * band},${(height - 1) * band}\n`;
    });
    return `wavenumber_cm-1,baseline,sample,difference\n${rows.join('')}`;
  };
  async function end(jobId: string, text: string, rmsd: number, value = 'Absorbance'): Promise<void> {
    const { persistence } = service;
    const started = await startJob(service, jobId);
    const contents = await persistence.blobs.put(Readable.from([Buffer.from(text)]));
    const title = `Both spectra as compared: ${value}`;
    const table = {
      path: 'comparison.csv',
      title,
      role: 'data',
      mediaType: 'text/csv',
      ...contents,
    } as const;
    const rest = { error: null, warnings: [], stages: [], peakMemoryBytes: 1 };
    const artifacts = [table];
    await persistence.jobs.finish(started.fence, {
      outcome: 'succeeded',
      metrics: { rmsd },
      artifacts,
      ...rest,
    });
  }

  beforeAll(async () => {
    const names = ['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv'];
    const text = readFileSync(path.join(examples, 'fresh_grease.csv'), 'utf8');
    const files = await alice.upload('spectra', {
      'reference.csv': text,
      ...Object.fromEntries(names.map((name) => [name, `${text}\n# ${name}\n`])),
    });
    const inputs = names.map((name) => ({ sample: files[name], baseline: files['reference.csv'] }));
    const spec = { name: 'Overlaid', pipeline: 'spectral-comparison', inputs };
    batchId = await startBatch(alice, 'spectra', { spec });
    jobIds = await jobIdsOf(alice, batchId);
    const [a = '', b = '', c = '', d = '', e = ''] = jobIds;
    await end(a, tableOf(500, 2), 0.1);
    await end(b, tableOf(400, 3), 0.3);
    await end(c, tableOf(500, 4), 0.2, 'Reflectance');
    await end(d, 'nothing', 0.4);
    await runJob(service, e, { outcome: 'failed' });
  });

  it('has samples with a result, thinned but for their bands, and one baseline at its widest', async () => {
    const { samples, baselines, leftOut, ...rest } = await read();
    expect(rest).toMatchObject({
      xTitle: 'Wavenumber (cm⁻¹)',
      yTitle: 'Absorbance',
      isReversed: true,
      total: 4,
    });
    expect(samples.map(({ job, points, baseline }) => [job.id, points, baseline])).toEqual([
      [jobIds[0], 1501, 0],
      [jobIds[1], 1601, 0],
    ]);
    for (const [i, { curve }] of samples.entries()) {
      expect(curve.x.length).toBeLessThanOrEqual(1000);
      expect(Math.max(...curve.y)).toBe(i + 2);
    }
    expect(baselines.map(({ name, x }) => [name, x[0], x.at(-1)])).toEqual([['reference.csv', 400, 2000]]);
    expect(leftOut).toEqual([
      { job: { id: jobIds[2] }, reason: 'Its values are Reflectance, those of the others Absorbance.' },
      { job: { id: jobIds[3] }, reason: 'Its table of spectra cannot be read.' },
    ]);
  });

  it('are chosen by name and by metric, some at a time', async () => {
    const named = await read({ search: 'b.csv' });
    expect([named.total, named.samples.map(({ job }) => job.id)]).toEqual([1, [jobIds[1]]]);
    const sort = { by: 'metric', metric: 'rmsd', direction: 'maximize' };
    const first = await read({ sort, first: 2 });
    expect([first.samples, first.leftOut].map((list) => list.map(({ job }) => job.id))).toEqual([
      [jobIds[1]],
      [jobIds[3]],
    ]);
    const after = first.pageInfo.endCursor;
    const second = await read({ sort, first: 2, after });
    expect(second.samples.map(({ job }) => job.id)).toEqual([jobIds[2]]);
    expect(second.yTitle).toBe('Reflectance');
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it.each([0, 31])('are not %d at a time', async (first) => {
    const { text } = await alice.graphql(ask, { id: batchId, first });
    expect(text).toContain('A chart has 1 to 30 samples');
  });

  it('do not exist for those outside the project, nor for a batch of another pipeline', async () => {
    const bob = await service.signIn('bob');
    const { data, text } = await bob.graphql<{ batch: null } | null>(ask, { id: batchId });
    expect([data, text.includes('NOT_FOUND')]).toEqual([null, true]);
    const other = await fillProject(bob, 'rigid');
    const { data: none } = await bob.graphql<{ batch: object }>(ask, { id: other.batchId });
    expect(none.batch).toEqual({ spectra: null });
  });
});
