import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openSheetFile } from '@batchyard/documents';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import h5wasm, { type Dataset, type Group } from 'h5wasm/node';
import { parquetReadObjects } from 'hyparquet';
import { fillProject, runJob, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let bob: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  [alice, bob] = [await service.signIn('alice'), await service.signIn('bob')];
  project = await fillProject(alice, 'lab', [100, 500, 1000, 2000]);
  const [first = '', second = '', third = ''] = project.jobIds;
  await runJob(service, first, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 3 } });
  await runJob(service, second, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 1.25 } });
  await runJob(service, third, { outcome: 'failed' });
});
afterAll(() => service.stop());

const rigid = 'param_weights.lambda_rigid';
const mean = 'edge_error_mean_mm_mean';
const get = (file: string, more = '', client = alice) =>
  client.fetch(`/projects/lab/export/${file}?batches=${project.batchId}&metric=edge_error_mean_mm${more}`);

interface JsonTable {
  readonly notes: readonly string[];
  readonly columns: readonly { readonly name: string; readonly unit: string | null }[];
  readonly rows: readonly Record<string, unknown>[];
}
async function json(list: string, more = ''): Promise<JsonTable> {
  const response = await get(`${list}.json`, more);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as JsonTable;
}
const weights = ({ rows }: Pick<JsonTable, 'rows'>) => rows.map((row) => row[rigid]);

describe('the settings of a comparison', () => {
  it('are rows in the order of the page, with n, units and what they rest on', async () => {
    const table = await json('comparison');
    // Settings without a value come last, in the order of the design.
    expect(weights(table)).toEqual([500, 100, 1000, 2000]);
    expect(table.rows[0]).toMatchObject({ rank: 1, [mean]: 1.25, edge_error_mean_mm_n: 1 });
    expect(table.rows[2]).toMatchObject({ rank: null, [mean]: null, jobs: 1, jobs_failed: 1 });
    expect(table.columns).toContainEqual(expect.objectContaining({ name: mean, unit: 'mm' }));
    expect(table.notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^4 rows, \d+ columns$/),
        'By Edge error (mm), lower is better',
        'n = 2 of 4 jobs have a value and enter the means',
        '4 of 4 settings shown',
        '1 of 4 jobs ended without a result and enter no mean.',
      ]),
    );
  });

  it('are those that are shown, sorted and without the columns that are hidden', async () => {
    const sorted = await json('comparison', `&sort=-parameter:weights.lambda_rigid`);
    expect(weights(sorted)).toEqual([2000, 1000, 500, 100]);
    expect(weights(await json('comparison', '&sort=-metric:edge_error_mean_mm'))).toEqual([
      100, 500, 1000, 2000,
    ]);
    const keys = sorted.rows.slice(1, 3).map(({ setting_key: key }) => String(key).slice(0, 10));
    const some = await json('comparison', `&only=${keys.join(',')}&hide=duration,metric:final_cost&tab=box`);
    expect(weights(some)).toEqual([500, 1000]);
    expect(some.notes).toContain('2 of 4 settings shown');
    const names = some.columns.map(({ name }) => name);
    expect(names).toContain(mean);
    expect(names.filter((name) => /^(duration|final_cost)/.test(name))).toEqual([]);
  });

  it('are the same in every format', async () => {
    const csv = (await (await get('comparison.csv')).text()).replace('\uFEFF', '').trim().split('\r\n');
    expect(csv[0]).toMatch(/^Rank,Setting,weights\.lambda_rigid,.*"Edge error, mean \(mm\)"/);
    expect(csv).toHaveLength(5);
    const parquet = await parquetReadObjects({ file: await (await get('comparison.parquet')).arrayBuffer() });
    expect(parquet.map((row) => [row[rigid], row[mean]])).toEqual([
      [500, 1.25],
      [100, 3],
      [1000, null],
      [2000, null],
    ]);
    const feather = tableFromIPC(await (await get('comparison.feather')).arrayBuffer());
    expect(feather.get(0)?.toJSON()).toMatchObject({ [rigid]: 500, [mean]: 1.25, rank: 1 });
    const hdf5 = await readHdf5(await (await get('comparison.h5')).arrayBuffer());
    expect(hdf5).toEqual([500, 100, 1000, 2000]);
    const { sheets, rows } = await readWorkbook(await (await get('comparison.xlsx')).arrayBuffer());
    expect(sheets).toEqual(['Compared settings', 'Dictionary', 'About']);
    expect(rows.slice(1).map(([rank, , rigidity]) => [rank ?? null, rigidity])).toEqual([
      [1, 500],
      [2, 100],
      [null, 1000],
      [null, 2000],
    ]);
  });

  it('have a dictionary that says what each column is', async () => {
    const { rows } = (await (await get('comparison/dictionary.json')).json()) as JsonTable;
    expect(rows).toContainEqual({
      column: mean,
      title: 'Edge error, mean',
      type: 'number',
      unit: 'mm',
      description: 'Edge error: mean over the jobs with a value',
    });
  });
});

async function readHdf5(bytes: ArrayBuffer): Promise<unknown[]> {
  return inFile(bytes, 'comparison.h5', async (target) => {
    await h5wasm.ready;
    const file = new h5wasm.File(target, 'r');
    const values = ((file.get('comparison') as Group).get(rigid) as Dataset).value;
    file.close();
    return [...(values as Float64Array)];
  });
}

/** Names of the sheets, and the cells of the first one. */
async function readWorkbook(bytes: ArrayBuffer) {
  return inFile(bytes, 'comparison.xlsx', async (target) => {
    const opened = await openSheetFile(target, 'comparison.xlsx');
    const rows: (readonly unknown[])[] = [];
    for await (const { cells } of opened.rows(opened.sheets[0]?.name ?? '', () => undefined)) {
      rows.push(cells);
    }
    await opened.close();
    return { sheets: opened.sheets.map(({ name }) => name), rows };
  });
}

async function inFile<T>(bytes: ArrayBuffer, name: string, read: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-export-'));
  try {
    writeFileSync(path.join(folder, name), Buffer.from(bytes));
    return await read(path.join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('what belongs to a comparison', () => {
  it('are its jobs, whatever became of them', async () => {
    const { rows, notes } = await json('comparison-jobs', '&columns=job_id,state,edge_error_mean_mm');
    expect(rows.map(({ state, edge_error_mean_mm: value }) => [state, value])).toEqual([
      ['succeeded', 3],
      ['succeeded', 1.25],
      ['failed', null],
      ['waiting', null],
    ]);
    expect(notes[1]).toBe('4 rows, 3 columns');
  });

  it('are the settings by input, where they have a value', async () => {
    const { rows, notes } = await json('comparison-inputs');
    expect(rows.map((row) => [row.input, row[rigid], row.n])).toEqual([
      ['walk.csv', 500, 1],
      ['walk.csv', 100, 1],
    ]);
    expect(notes[1]).toMatch(/^2 rows,/);
  });

  it('does not exist for others, nor elsewhere', async () => {
    expect((await get('comparison.csv', '', bob)).status).toBe(404);
    await fillProject(bob, 'other');
    const elsewhere = await bob.fetch(`/projects/other/export/comparison.csv?batches=${project.batchId}`);
    expect(elsewhere.status).toBe(404);
    expect((await alice.fetch(`/projects/lab/export/comparison.csv?batches=999999`)).status).toBe(404);
  });

  it.each([
    ['', 'NO_SOURCES', 'Name what to compare'],
    ['?batches=x', 'BAD_FILTER', 'x is no number'],
    ['?batches=1&sort=colour', 'BAD_FILTER', 'sort is colour: expected one of rank'],
    ['?batches=1&batch=1', 'BAD_FILTER', 'This list has no filter batch'],
  ])('%s is refused with the reason', async (query, code, message) => {
    const address = `comparison.csv${query.replace('batches=1', `batches=${project.batchId}`)}`;
    const response = await alice.fetch(`/projects/lab/export/${address}`);
    const body = (await response.json()) as { message: string; problems: { code: string }[] };
    expect([response.status, body.problems[0]?.code]).toEqual([400, code]);
    expect(body.message).toContain(message);
  });
});
