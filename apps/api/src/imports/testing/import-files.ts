import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSheetFile } from '@batchyard/documents';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject, recordingOf, runJob } from '../../testing/project.js';
import { alice, service } from './lab.js';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-import-files-'));
  await createProject(alice, 'files');
  await alice.upload('files', { 'a.csv': recordingOf('a'), 'b.csv': recordingOf('b') });
  const subjects = ['e1', 'e2'].map((name) => ({
    name,
    level: 'embryo',
    frames: [{ number: 0 }, { number: 1 }],
  }));
  await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { code } } }',
    {
      input: { projectSlug: 'files', subjects },
    },
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
});

async function take(address: string): Promise<Buffer> {
  const response = await alice.fetch(`/projects/files/imports/${address}`);
  if (!response.ok) throw new Error(await response.text());
  return Buffer.from(await response.arrayBuffer());
}

async function cellsOf(bytes: Buffer, sheet?: string) {
  const file = path.join(folder, 'x.xlsx');
  writeFileSync(file, bytes);
  const opened = await openSheetFile(file, 'x.xlsx');
  const rows: (readonly unknown[])[] = [];
  const name = sheet ?? opened.sheets[0]?.name ?? '';
  for await (const { cells } of opened.rows(name, () => undefined)) rows.push(cells);
  await opened.close();
  return { rows, sheets: opened.sheets };
}

async function importOf(bytes: Buffer | string, name: string, query: string) {
  const form = new FormData();
  form.append('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name);
  const sent = await alice.fetch(`/imports/files?${query}`, { method: 'POST', body: form });
  const { id } = (await sent.json()) as { id: string };
  for (;;) {
    const { data } = await alice.graphql<{
      import: { state: string; rowCount: number; counts: Record<string, number> };
    }>(
      `query ($id: ID!) { import(id: $id) { state rowCount counts { error conflict gone warning changed new unchanged }
         rows { rows { problems { message } } } } }`,
      { id },
    );
    const { state, rowCount, counts } = data.import;
    const checked = Object.values(counts).reduce((sum, n) => sum + n, 0);
    if (state === 'failed' || (state === 'ready' && checked === rowCount)) return { id, ...data.import };
    await sleep(50);
  }
}

async function commit(id: string, mode = 'all_or_nothing') {
  const { data } = await alice.graphql<{
    commitImport: { problems: unknown[]; import: { result: { batchId: string } } };
  }>(
    `mutation ($input: CommitImportInput!) { commitImport(input: $input) { problems { message } import { result } } }`,
    { input: { id, mode } },
  );
  expect(data.commitImport.problems).toEqual([]);
  return data.commitImport.import.result;
}

describe('templates', () => {
  it.each([
    ['annotations', 'kind=annotations'],
    ['subjects', 'kind=subjects'],
    ['batch', 'kind=batch&pipeline=rigid-body'],
    ['design', 'kind=design&pipeline=rigid-body'],
  ])('of %s can be imported as they are, examples and all', async (_kind, query) => {
    const template = await take(`template.xlsx?${query}`);
    const { rows, sheets } = await cellsOf(template);
    expect(rows).toHaveLength(3);
    expect(sheets.filter(({ isHidden }) => !isHidden)).toHaveLength(2);
    const help = (await cellsOf(template, 'Help')).rows;
    expect(help.slice(1).map(([column]) => column)).toEqual(rows[0]);
    expect(help[1]?.length).toBeGreaterThanOrEqual(5);
    const headings = await alice.fetch(`/projects/files/imports/template.json?${query}`);
    expect(await headings.json()).toEqual({ columns: rows[0] });
    const sheet = await importOf(template, 'template.xlsx', query);
    expect([sheet.state, sheet.rowCount, sheet.counts.error, JSON.stringify(sheet)]).toEqual([
      'ready',
      2,
      0,
      expect.any(String),
    ]);
  });

  it('offer what exists, and limits of numbers', async () => {
    const { rows, sheets } = await cellsOf(await take('template.xlsx?kind=annotations'), '_values');
    expect(sheets.find(({ name }) => name === '_values')?.isHidden).toBe(true);
    const column = (rows[0] ?? []).indexOf('subject');
    expect(rows.slice(1, 3).map((cells) => cells[column])).toEqual(['e1', 'e2']);
  });

  it('need a kind, and a pipeline for jobs', async () => {
    expect((await alice.fetch('/projects/files/imports/template.xlsx?kind=mice')).status).toBe(400);
    expect((await alice.fetch('/projects/files/imports/template.xlsx?kind=batch')).status).toBe(400);
  });
});

describe('rows that were not imported', () => {
  it('come as a workbook with the reason beside each', async () => {
    const sheet = await importOf(
      'subject,phenotype,mine\ne1,EDEMA,a\ne9,EDEMA,b\ne2,BLUE,c\n',
      'p.csv',
      'kind=annotations',
    );
    await commit(sheet.id, 'valid_only');
    const { rows } = await cellsOf(await take(`${sheet.id}/rejected.xlsx`));
    expect(rows).toEqual([
      ['subject', 'phenotype', 'mine', 'Reason', 'Row'],
      [
        'e9',
        'EDEMA',
        'b',
        expect.stringMatching(
          /^subject: There is no subject e9\. Expected: the name of a subject of this project\. Use e\d\?$/,
        ),
        3,
      ],
      [
        'e2',
        'BLUE',
        'c',
        expect.stringMatching(/^phenotype: "BLUE" is not among the values\. Expected: one of /),
        4,
      ],
    ]);
  });
});

describe('the sheet with results', () => {
  it.each(['xlsx', 'csv'] as const)(
    'comes back as %s with state, reason and metrics of its jobs',
    async (format) => {
      const template = await take('template.xlsx?kind=batch&pipeline=rigid-body');
      const csv = 'id,inputs.markers,comment\njob_1,a.csv,first\nbad,missing.csv,none\njob_2,b.csv,second\n';
      const sheet = await importOf(
        format === 'csv' ? csv : template,
        `videos.${format}`,
        'kind=batch&pipeline=rigid-body',
      );
      const { batchId } = await commit(sheet.id, 'valid_only');
      const jobs = await service.database.query<{ id: string }>(
        'select id from job where batch_id = $1 order by position',
        [batchId],
      );
      await runJob(service, jobs[0]?.id ?? '', {
        outcome: 'succeeded',
        metrics: { edge_error_mean_mm: 0.5 },
      });
      await runJob(service, jobs[1]?.id ?? '', { outcome: 'failed' });
      const bytes = await take(`${sheet.id}/results.${format}`);
      const rows =
        format === 'csv'
          ? bytes
              .toString()
              .trim()
              .split('\r\n')
              .map((line) => line.split(','))
          : (await cellsOf(bytes)).rows;
      const [head = [], ...found] = rows;
      const at = head.indexOf('State');
      expect(head.slice(at, at + 2)).toEqual(['State', 'Reason']);
      const metric = head.findIndex(
        (heading) => String(heading).endsWith('(mm)') && String(heading).includes('dge'),
      );
      expect(metric).toBeGreaterThan(at);
      const told = found.map((cells) => [cells[0], cells[at]]);
      const both = [
        ['job_1', 'succeeded'],
        ['job_2', 'failed'],
      ];
      expect(told).toEqual(format === 'csv' ? [both[0], ['bad', 'not imported'], both[1]] : both);
      expect(found.at(-1)?.[at + 1]).toBe('It diverged.');
      expect(found[0]?.map(Number)).toContain(0.5);
      const other = format === 'csv' ? 'xlsx' : 'csv';
      expect((await alice.fetch(`/projects/files/imports/${sheet.id}/results.${other}`)).status).toBe(400);
    },
  );

  it('is for sheets that made a batch, and for people of the project', async () => {
    const sheet = await importOf('subject,phenotype\ne1,EDEMA\n', 'p.csv', 'kind=annotations');
    expect((await alice.fetch(`/projects/files/imports/${sheet.id}/results.csv`)).status).toBe(400);
    const mallory = await service.signIn('mallory');
    expect((await mallory.fetch(`/projects/files/imports/${sheet.id}/rejected.xlsx`)).status).toBe(404);
    await createProject(mallory, 'other');
    expect((await mallory.fetch(`/projects/other/imports/${sheet.id}/rejected.xlsx`)).status).toBe(404);
  });
});
