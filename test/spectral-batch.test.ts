/**
 * Batches of spectra through the real service: limits, retries, cancelling, counting. A language model that does not
 * answer keeps jobs running for as long as a test wants.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BatchState, isFinalBatchState } from '../libs/domain/src/index.js';
import { greaseSamples } from '../libs/pipelines/src/spectral-comparison/sample.js';
import { type Client, type Service, startService, until } from './fixtures/service.js';

const { baseline, samples } = greaseSamples();
const [clear] = samples as [(typeof samples)[number]];

/** Wavenumbers that may as well be nm: the model is asked. The first line is sent with it. */
const doubtful = (remark: string) => {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const x = 1000 + (1500 * i) / 299;
    return `${x.toFixed(2)};${(0.3 + 0.2 * Math.sin(i / 9)).toFixed(4)}`;
  });
  return `# ${remark}\n${rows.join('\n')}\n`;
};
/** Can be read, but not brought to a length of 1. */
const flat = `wavenumber,absorbance\n${Array.from({ length: 300 }, (_, i) => `${400 + 12 * i},0`).join('\n')}\n`;
/** In thousandths of absorbance: read with a warning. */
const thousandths = baseline.text.replace(/,(\d.*)$/gm, (_, value: string) => `,${1000 * Number(value)}`);
const differing = (i: number) => `${clear.text}# ${i}\n`;
const proposal = {
  delimiter: ';',
  decimal_sign: '.',
  orientation: 'columns',
  lines_before_data: 1,
  x_column: 1,
  y_columns: [2],
  x_unit: 'cm-1',
  y_unit: 'absorbance',
};

interface View {
  readonly state: string;
  readonly percent: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly modeReason: string;
  readonly running: readonly { readonly inputLabel: string; readonly stage: string | null }[];
  readonly stageSummary: readonly {
    readonly name: string;
    readonly done: number;
    readonly running: number;
  }[];
  readonly failureGroups: readonly { readonly kind: string; readonly jobs: number }[];
  readonly etaText: string;
  readonly outputsUrl: string;
  readonly totals: {
    readonly warnings: number;
    readonly outputFiles: number;
    readonly computeSeconds: number;
    readonly peakMemoryBytes: number;
    readonly sums: readonly { readonly metric: { readonly name: string }; readonly sum: number }[];
  };
  readonly jobs: {
    readonly nodes: readonly {
      readonly state: string;
      readonly inputLabel: string;
      readonly attempt: number;
      readonly error: { readonly message: string } | null;
      readonly metrics: readonly { readonly name: string; readonly value: number }[];
      readonly artifacts: readonly { readonly path: string; readonly role: string; readonly url: string }[];
    }[];
  };
}

const batchQuery = `query ($id: ID!) { batch(id: $id) {
  state percent modeReason etaText outputsUrl
  counts { total waiting queued running succeeded failed timed_out cancelled skipped reused }
  running { inputLabel stage } stageSummary { name done running } failureGroups { kind jobs }
  totals { warnings outputFiles computeSeconds peakMemoryBytes sums { metric { name } sum } }
  jobs { nodes { state inputLabel attempt error { message } metrics { name value } artifacts { path role url } } } } }`;

let service: Service;
let client: Client;
let model: Server;
let asked = new Map<string, number>();

beforeAll(async () => {
  model = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const remark = /# ([a-z]+)/.exec(text)?.[1] ?? '';
    const before = asked.get(remark) ?? 0;
    asked.set(remark, before + 1);
    if (remark !== 'late' || before === 0) return;
    const message = { role: 'assistant', content: JSON.stringify(proposal) };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ index: 0, message }], usage: { total_tokens: 321 } }));
  });
  await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  const { port } = model.address() as AddressInfo;
  service = await startService({ AI_URL: `http://127.0.0.1:${port}/v1`, AI_MODEL: 'small' });
  client = await service.signIn();
  await client.graphql(
    `mutation ($input: CreateProjectInput!) { createProject(input: $input) { project { id } problems { message } } }`,
    { input: { slug: 'spectra', name: 'Spectra' } },
  );
  service.startWorker(4);
});
afterAll(async () => {
  await service.stop();
  model.closeAllConnections();
  model.close();
});

/** The design of a batch that compares files, by name, with one baseline. */
async function specOf(files: Readonly<Record<string, string>>, params: object = {}) {
  const ids = await client.upload('spectra', { 'base.csv': baseline.text, ...files });
  const inputs = Object.keys(files).map((name) => ({ sample: ids[name], baseline: ids['base.csv'] }));
  return {
    name: 'Spectra',
    pipeline: 'spectral-comparison',
    params: { draw_graph: false, ...params },
    inputs,
  };
}

async function start(spec: object, options: object = {}): Promise<string> {
  const { startBatch } = await client.graphql<{
    startBatch: { batch: { id: string } | null; problems: { message: string }[] };
  }>(
    `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } problems { message } } }`,
    { input: { projectSlug: 'spectra', spec, options: { reuse: false, ...options } } },
  );
  if (startBatch.batch === null) throw new Error(JSON.stringify(startBatch.problems));
  return startBatch.batch.id;
}

const read = async (id: string) => (await client.graphql<{ batch: View }>(batchQuery, { id })).batch;

/** Counts of a batch, once what is asked of it holds. */
async function readWhen(id: string, holds: (batch: View) => boolean): Promise<View> {
  let batch = await read(id);
  await until('the batch', async () => {
    batch = await read(id);
    return holds(batch);
  });
  return batch;
}
const ended = ({ state }: View) => isFinalBatchState(state as BatchState);
const statesOf = ({ jobs }: View) => jobs.nodes.map(({ inputLabel, state }) => [inputLabel, state]);

describe('a batch of spectra', () => {
  it('S1-03 S1-11 S1-14 S1-17 runs three at once unless told otherwise, tells how it stands, and is cancelled', async () => {
    const stuck = Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`stuck${i}.csv`, doubtful(`stuck ${i}`)]));
    const quick = {
      'clear.csv': clear.text,
      'thousandths.csv': thousandths,
      'other.csv': differing(20),
      'flat.csv': `${flat}# of this batch\n`,
    };
    const id = await start(
      await specOf({ ...quick, ...stuck }, { normalization: 'vector', draw_graph: true, dpi: 50 }),
    );
    const standing = await readWhen(
      id,
      ({ counts }) => counts.succeeded === 3 && counts.failed === 1 && counts.running === 3,
    );
    expect(standing.modeReason).toMatch(/3 at once is the default of this pipeline/);
    expect(standing).toMatchObject({ state: 'running', percent: 44, totals: { warnings: 1 } });
    expect(standing.etaText).toMatch(/^about \d.* left/);
    expect(standing.failureGroups).toEqual([{ kind: 'pipeline_error', jobs: 1 }]);
    expect(standing.running.map(({ inputLabel }) => inputLabel)).toEqual(
      expect.arrayContaining([expect.stringContaining('stuck')]),
    );
    await readWhen(id, ({ stageSummary }) =>
      stageSummary.some(({ name, done, running }) => name === 'loading' && done === 4 && running === 3),
    );
    // A fourth slot is free all the while.
    expect((await read(id)).counts).toMatchObject({ running: 3, waiting: 2 });

    await client.graphql(
      `mutation ($input: BatchInput!) { cancelBatch(input: $input) { batch { id } problems { message } } }`,
      { input: { batchId: id } },
    );
    const batch = await readWhen(id, ({ state }) => state === 'cancelled');
    expect(batch.counts).toMatchObject({ total: 9, succeeded: 3, failed: 1, cancelled: 5 });
    const [kept] = batch.jobs.nodes
      .flatMap(({ artifacts }) => artifacts)
      .filter(({ role }) => role === 'preview');
    expect((await client.download(kept?.url ?? '')).slice(1, 4)).toBe('PNG');
  });

  it('S1-05 S1-06 S1-07 aborts those that take too long, as often as they may be tried', async () => {
    asked = new Map();
    const options = { timeoutS: 6, retryOn: ['timeout'], backoffS: 0 };
    const files = { 'clear.csv': clear.text, 'late.csv': doubtful('late'), 'stuck.csv': doubtful('stuck') };
    const [twice, once] = await Promise.all([
      start(await specOf(files), { ...options, maxAttempts: 2 }),
      start(await specOf({ 'single.csv': doubtful('single') }), { ...options, maxAttempts: 1 }),
    ]);
    const batch = await readWhen(twice, ended);
    expect(batch.jobs.nodes.map(({ inputLabel, state, attempt }) => [inputLabel, state, attempt])).toEqual([
      [expect.stringContaining('clear.csv'), 'succeeded', expect.any(Number)],
      [expect.stringContaining('late.csv'), 'succeeded', 2],
      [expect.stringContaining('stuck.csv'), 'timed_out', 2],
    ]);
    expect(batch.jobs.nodes[2]?.error?.message).toBe('The job ran longer than its limit of 6 s.');
    expect(batch.failureGroups).toEqual([{ kind: 'timeout', jobs: 1 }]);
    const sums = batch.totals.sums.map(({ metric, sum }) => [metric.name, sum]);
    expect(sums).toEqual([
      ['ai_normalizations', 1],
      ['cache_hits', 0],
    ]);
    expect((await readWhen(once, ended)).jobs.nodes).toMatchObject([{ state: 'timed_out', attempt: 1 }]);
    expect(Object.fromEntries(asked)).toEqual({ late: 2, stuck: 2, single: 1 });
  });

  it('S1-01 S1-12 S1-13 S1-18 S1-38 leaves nine outputs and one error of ten samples of which one is broken', async () => {
    const good = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`good${i}.csv`, differing(i)] as const),
    );
    const spec = await specOf(
      { 'flat.csv': flat, ...good },
      { normalization: 'vector', draw_graph: true, dpi: 50 },
    );
    const { 'good0.csv': namesake } = await client.upload('spectra', { 'good0.csv': differing(8) });
    spec.inputs.push({ ...spec.inputs[0]!, sample: namesake });
    const { planBatch: plan } = await client.graphql<{
      planBatch: {
        newJobs: number;
        invalidCount: number;
        estimate: Readonly<Record<string, number>>;
        problems: readonly { readonly severity: string }[];
      };
    }>(
      `query ($input: StartBatchInput!) { planBatch(input: $input) { newJobs invalidCount
        estimate { inputBytes memoryBytes parallelSecondsP50 } problems { severity } } }`,
      { input: { projectSlug: 'spectra', spec, options: { reuse: false } } },
    );
    expect(plan).toMatchObject({ newJobs: 10, invalidCount: 0 });
    expect(plan.estimate.inputBytes).toBeGreaterThan(10 * baseline.text.length);
    expect(plan.estimate.memoryBytes).toBeGreaterThan(200e6);
    expect(plan.estimate.parallelSecondsP50).toBeGreaterThan(0.1);

    const id = await start(spec);
    let percent = 0;
    const batch = await readWhen(id, (now) => {
      expect(now.percent).toBeGreaterThanOrEqual(percent);
      percent = now.percent;
      return ended(now);
    });
    expect(batch).toMatchObject({ state: 'completed_with_errors', percent: 100 });
    expect(batch.counts).toMatchObject({ total: 10, succeeded: 9, failed: 1, skipped: 0, cancelled: 0 });
    const [broken, ...others] = batch.jobs.nodes;
    expect([broken?.state, broken?.error?.message]).toEqual(['failed', expect.stringContaining('flat')]);
    for (const { artifacts } of others)
      expect(artifacts.filter(({ role }) => role === 'preview').map(({ path }) => path)).toEqual([
        expect.stringMatching(/^good\d_vs_base\.png$/),
      ]);
    expect(batch.totals).toMatchObject({ outputFiles: 9 * 4 });
    expect(batch.totals.computeSeconds).toBeGreaterThan(0);
    expect(batch.totals.peakMemoryBytes).toBeGreaterThan(10e6);
    const archive = await client.download(batch.outputsUrl);
    for (let i = 0; i < 8; i++) expect(archive).toContain(`good${i}_vs_base.png`);
    expect(new Set(archive.match(/[\w./-]+good0_vs_base\.png/g)).size).toBe(2);
  });

  it('S1-08 ends with the first failure when told so, and skips the rest', async () => {
    const others = Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`other${i}.csv`, differing(10 + i)]));
    const spec = await specOf({ 'flat.csv': flat, ...others }, { normalization: 'vector' });
    const id = await start(spec, { mode: 'sequential', continueOnError: false });
    const batch = await readWhen(id, ended);
    const states = statesOf(batch).map(([, state]) => state);
    expect(states).toEqual(['failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(batch.counts).toMatchObject({ total: 6, failed: 1, skipped: 5 });
  });

  it('S1-24 S1-25 S1-27 is validated before it starts: what is wrong, what is double, what is the baseline', async () => {
    const files = {
      'good.csv': clear.text,
      'copy.csv': clear.text,
      'same.csv': baseline.text,
      'empty.csv': '',
    };
    const spec = await specOf(files);
    interface Plan {
      readonly newJobs: number;
      readonly invalidCells: readonly {
        readonly position: number;
        readonly problems: readonly { code: string }[];
      }[];
      readonly problems: readonly { readonly code: string; readonly severity: string }[];
    }
    const planned = async (validOnly: boolean) =>
      (
        await client.graphql<{ planBatch: Plan }>(
          `query ($input: StartBatchInput!) { planBatch(input: $input) {
             newJobs invalidCells { position problems { code } } problems { code severity } } }`,
          { input: { projectSlug: 'spectra', spec, validOnly, options: { reuse: false } } },
        )
      ).planBatch;
    // A plan that ran out of time goes on with the checks when it is asked for again.
    await until('the checks', async () =>
      (await planned(true)).problems.every(({ code }) => code !== 'CHECKS_UNFINISHED'),
    );
    const plan = await planned(true);
    expect(plan.newJobs).toBe(2);
    expect(plan.invalidCells.map(({ position, problems }) => [position, problems[0]?.code])).toEqual([
      [1, 'EQUAL_CELLS'],
      [3, 'EMPTY_FILE'],
    ]);
    expect(plan.problems).toEqual(
      expect.arrayContaining([
        { code: 'SAMPLE_IS_BASELINE', severity: 'warning' },
        { code: 'EXCLUDED_CELLS', severity: 'warning' },
      ]),
    );
    expect((await planned(false)).problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['EQUAL_CELLS', 'EMPTY_FILE']),
    );
  });
});
