import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import h5wasm, { type Group } from 'h5wasm/node';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { fillProject, runJob, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  project = await fillProject(alice, 'lab', [100, 500, 1000]);
  const [first = '', second = ''] = project.jobIds;
  await runJob(service, first, { outcome: 'succeeded', metrics: { edge_error_mean_mm: 1.25, own_score: 7 } });
  await runJob(service, second, { outcome: 'failed' });
  await annotate();
});
afterAll(() => service.stop());

async function annotate(): Promise<void> {
  const frames = Array.from({ length: 4 }, (_, index) => ({
    number: index * 2,
    name: `A01_e01_000${index * 2}`,
  }));
  const subjects = [
    { name: 'ex', level: 'experiment' },
    { name: 'A01', level: 'video', parent: 'ex' },
    { name: 'A01_e01', level: 'embryo', parent: 'A01', frames, metadata: { note: '=1+1', temperature: 28 } },
    { name: 'A01_e02', level: 'embryo', parent: 'A01', frames: [{ number: 0 }] },
  ];
  const assignments = [
    { subject: 'A01_e01', kind: 'phenotype', value: 'EDEMA', frames: '[1:3]', confidence: 0.8 },
    { subject: 'A01_e01', kind: 'phenotype', value: 'BODY_AXIS', frames: '[2]' },
    { subject: 'A01_e01', kind: 'flag', value: 'DARK', frames: '[0,2]' },
    { subject: 'A01_e01', kind: 'flag', value: 'MOTION_BLUR', frames: '[2]' },
    {
      subject: 'A01_e01',
      kind: 'genotype',
      value: 'lmx1b',
      detail: { confirmed: true, zygosity: 'homozygous' },
    },
  ];
  const { data } = await alice.graphql<Record<string, { problems: unknown[] }>>(
    `mutation ($subjects: [NewSubjectInput!]!, $assignments: [AssignmentInput!]!) {
       createSubjects(input: { projectSlug: "lab", subjects: $subjects }) { problems { message } }
       assignAnnotations(input: { projectSlug: "lab", assignments: $assignments }) { problems { message } } }`,
    { subjects, assignments },
  );
  expect(data?.createSubjects?.problems).toEqual([]);
  expect(data?.assignAnnotations?.problems).toEqual([]);
}

const get = (list: string) => alice.fetch(`/projects/lab/export/${list}`);

interface JsonTable {
  readonly notes: readonly string[];
  readonly columns: readonly { readonly name: string; readonly unit: string | null }[];
  readonly rows: readonly Record<string, unknown>[];
}
async function json(list: string, query = ''): Promise<JsonTable> {
  const response = await get(`${list}.json${query}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as JsonTable;
}
async function csv(list: string): Promise<string[]> {
  return (await (await get(list)).text())
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');
}

describe('jobs', () => {
  it('are exported with what varies, every metric and its unit, and the count and filter in the notes', async () => {
    const { rows, columns, notes } = await json('jobs');
    expect(
      rows.map((row) => [
        row.job_id,
        row.state,
        row['weights.lambda_rigid'],
        row.edge_error_mean_mm,
        row.own_score,
      ]),
    ).toEqual(
      [...project.jobIds]
        .reverse()
        .map((id, index) => [
          id,
          ['waiting', 'failed', 'succeeded'][index],
          [1000, 500, 100][index],
          index === 2 ? 1.25 : null,
          index === 2 ? 7 : null,
        ]),
    );
    expect(columns.find(({ name }) => name === 'edge_error_mean_mm')?.unit).toBe('mm');
    expect(notes.slice(0, 3)).toEqual([
      'Jobs of the project lab',
      `3 rows, ${columns.length} columns`,
      'Filter: none',
    ]);
  });

  it.each([
    ['?states=failed', 1],
    ['?states=failed,succeeded', 2],
    ['?kinds=pipeline_error', 1],
    ['?q=nothing-like-it', 0],
    ['?sort=metric&metric=own_score&direction=maximize', 1],
    ['?batch=999999', 0],
  ])('with %s are those of the list', async (query, count) => {
    const { rows, notes } = await json('jobs', query);
    expect(rows).toHaveLength(count);
    expect(notes[1]).toMatch(new RegExp(`^${count} row`));
    expect(notes[2]).not.toBe('Filter: none');
  });

  it('of a batch come by position', async () => {
    const { rows } = await json('jobs', `?batch=${project.batchId}`);
    expect(rows.map(({ job_id }) => job_id)).toEqual(project.jobIds);
  });

  it('have the columns that were chosen, in that order, and units in the headings', async () => {
    const query = `?columns=edge_error_mean_mm,job_id&states=succeeded`;
    expect(await csv(`jobs.csv${query}`)).toEqual([
      expect.stringMatching(/ \(mm\),Job$/),
      `1.25,${project.jobIds[0]}`,
    ]);
  });

  it('have a dictionary', async () => {
    const lines = await csv('jobs/dictionary.csv');
    expect(lines[0]).toBe('Column,Title,Type,Unit,Description');
    expect(lines).toContainEqual(expect.stringMatching(/^duration,Duration,number,s,/));
  });

  it('are one row a metric in the list of metrics', async () => {
    const { rows } = await json('metrics', '?columns=job_id,metric,value,unit');
    expect(rows).toEqual([
      { job_id: project.jobIds[0], metric: 'own_score', value: 7, unit: null },
      { job_id: project.jobIds[0], metric: 'edge_error_mean_mm', value: 1.25, unit: 'mm' },
    ]);
  });
});

describe('frames', () => {
  const wanted = [
    'embryo_id',
    'experiment_id',
    'video_id',
    'genotype',
    'genotype_confirmed',
    'snip_id',
    'frame',
    'phenotype',
    'phenotype_confidence',
    'num_flags',
    'flag_list',
  ];
  const of = (frame: number, phenotype: string, confidence: number | null, flags: string[]) => ({
    embryo_id: 'A01_e01',
    experiment_id: 'ex',
    video_id: 'A01',
    genotype: 'lmx1b',
    genotype_confirmed: true,
    snip_id: `A01_e01_000${frame}`,
    frame,
    phenotype,
    phenotype_confidence: confidence,
    num_flags: flags.length,
    flag_list: flags.join(','),
  });

  it('S2-101, S2-108: have one row each with what is said of them', async () => {
    const { rows, columns } = await json('frames');
    expect(columns.map(({ name }) => name)).toEqual(wanted);
    expect(rows).toEqual([
      of(0, 'NONE', null, ['DARK']),
      of(2, 'EDEMA', 0.8, []),
      of(4, 'EDEMA,BODY_AXIS', 0.8, ['DARK', 'MOTION_BLUR']),
      of(6, 'NONE', null, []),
      {
        ...of(0, 'NONE', null, []),
        embryo_id: 'A01_e02',
        genotype: null,
        genotype_confirmed: false,
        snip_id: expect.any(String),
      },
    ]);
  });

  it('S2-106: take chosen fields in their order, by either name, with details and facts', async () => {
    const { rows } = await json(
      'frames',
      '?columns=frame_number,subject,genotype_zygosity,metadata.temperature&q=e01',
    );
    expect(rows[0]).toEqual({
      frame: 0,
      embryo_id: 'A01_e01',
      genotype_zygosity: 'homozygous',
      'metadata.temperature': '28',
    });
    expect(rows).toHaveLength(4);
  });

  it('S2-102: open as parquet with whole numbers, decimals, truth values and nulls', async () => {
    const file = await (await get('frames.parquet')).arrayBuffer();
    const rows = await parquetReadObjects({ file });
    expect(rows[1]).toEqual({ ...of(2, 'EDEMA', 0.8, []), frame: 2n, num_flags: 0n });
    expect(rows[4]).toMatchObject({ genotype: null, genotype_confirmed: false, phenotype_confidence: null });
    const types = parquetSchema(parquetMetadata(file)).children.map(({ element }) => [
      element.name,
      element.type,
    ]);
    expect(types).toEqual(
      expect.arrayContaining([
        ['frame', 'INT64'],
        ['phenotype_confidence', 'DOUBLE'],
        ['genotype_confirmed', 'BOOLEAN'],
      ]),
    );
  });

  it('S2-103: open as feather', async () => {
    const table = tableFromIPC(await (await get('frames.feather')).arrayBuffer());
    expect(table.numRows).toBe(5);
    expect(table.get(2)?.toJSON()).toMatchObject({ frame: 4n, phenotype: 'EDEMA,BODY_AXIS', num_flags: 2n });
  });

  it('S2-104: open as hdf5 by the key embryo_metadata', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-export-'));
    try {
      const target = path.join(folder, 'frames.h5');
      writeFileSync(target, Buffer.from(await (await get('frames.h5')).arrayBuffer()));
      await h5wasm.ready;
      const file = new h5wasm.File(target, 'r');
      const group = file.get('embryo_metadata') as Group;
      expect(group.keys()).toEqual(expect.arrayContaining(wanted));
      file.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(['csv', 'xlsx', 'json', 'parquet', 'feather', 'h5'])(
    'S2-107: are a file without rows where there are none: %s',
    async (format) => {
      const response = await get(`frames.${format}?q=nobody`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect([response.status, bytes.length > 50]).toEqual([200, true]);
      if (format === 'csv') expect(bytes.toString().trim().split('\r\n')).toHaveLength(1);
      if (format === 'feather')
        expect(tableFromIPC(bytes).schema.fields.map(({ name }) => name)).toEqual(wanted);
    },
  );
});

describe('subjects and annotations', () => {
  it('subjects are exported with their facts; nothing runs as a formula', async () => {
    const lines = await csv('subjects.csv?level=embryo&columns=name,parent,first_frame,last_frame,note');
    expect(lines).toEqual([
      'Name,Belongs to,First frame,Last frame,note',
      `A01_e01,A01,0,6,'=1+1`,
      'A01_e02,A01,0,0,',
    ]);
  });

  it('annotations are exported as statements, with frames as positions', async () => {
    const { rows, notes } = await json(
      'annotations',
      '?columns=subject,kind,value,frames,first_frame,last_frame,confidence,confirmed,author',
    );
    expect(rows.slice(0, 3)).toEqual([
      {
        subject: 'A01_e01',
        kind: 'phenotype',
        value: 'EDEMA',
        frames: '[1:3]',
        first_frame: 2,
        last_frame: 4,
        confidence: 0.8,
        confirmed: null,
        author: 'alice',
      },
      {
        subject: 'A01_e01',
        kind: 'phenotype',
        value: 'BODY_AXIS',
        frames: '[2]',
        first_frame: 4,
        last_frame: 4,
        confidence: null,
        confirmed: null,
        author: 'alice',
      },
      {
        subject: 'A01_e01',
        kind: 'flag',
        value: 'DARK',
        frames: '[0,2]',
        first_frame: 0,
        last_frame: 4,
        confidence: null,
        confirmed: null,
        author: 'alice',
      },
    ]);
    expect(rows[4]).toMatchObject({ kind: 'genotype', frames: null, confirmed: true });
    expect(notes[1]).toBe('5 rows, 9 columns');
  });

  it('a kind chooses the statements too', async () => {
    const { rows, notes } = await json('annotations', '?kind=flag&value=DARK');
    expect(rows.map(({ value }) => value)).toEqual(['DARK']);
    expect(notes.slice(1, 3)).toEqual([
      expect.stringMatching(/^1 row,/),
      'Filter: kind = flag; value = DARK',
    ]);
  });
});

describe('what cannot be', () => {
  it.each([
    ['frames.sav', 'UNKNOWN_FORMAT', 'Unknown format: sav'],
    [
      'frames.csv?columns=phenotipe',
      'UNKNOWN_COLUMN',
      'There is no column phenotipe in frames; did you mean phenotype?',
    ],
    ['mice.csv', 'UNKNOWN_LIST', 'There is no list mice'],
    ['jobs.csv?states=fialed', 'BAD_FILTER', 'states has fialed'],
    ['jobs.csv?state=failed', 'BAD_FILTER', 'This list has no filter state'],
    ['subjects.csv?value=DEAD', 'BAD_FILTER', 'value needs kind='],
  ])('%s is refused with the reason', async (address, code, message) => {
    const response = await get(address);
    const body = (await response.json()) as { message: string; problems: { code: string }[] };
    expect([response.status, body.problems[0]?.code]).toEqual([400, code]);
    expect(body.message).toContain(message);
  });
});
