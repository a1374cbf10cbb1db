import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import type { Client } from '../testing/service.js';
import './testing/check-again.js';
import './testing/damage.js';
import './testing/dishonest-sheets.js';
import './testing/killed-commit.js';
import { alice, service } from './testing/lab.js';

let mallory: Client;
let slug: string;
let projects = 0;

beforeAll(async () => {
  mallory = await service.signIn('mallory');
});
beforeEach(async () => {
  slug = `sheets-${++projects}`;
  await createProject(alice, slug);
  const frames = Array.from({ length: 20 }, (_, number) => ({ number }));
  const subjects = ['e1', 'e2', '007'].map((name) => ({ name, level: 'embryo', frames }));
  await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    { input: { projectSlug: slug, subjects } },
  );
});

const fields = `id kind state fileName format sheet delimiter headerRow rowCount rememberedFrom result problem { code message fix }
  counts { error conflict gone warning changed new unchanged }
  columns { column heading field because samples } decimal { value because }
  rows { rows { number cells status editedColumns problems { code severity row column message value expectation suggestion damage } } nextAfter }
  problemGroups { code column damage count repairable firstRow suggestion }`;

interface Sheet {
  readonly id: string;
  readonly state: string;
  readonly counts: Record<string, number>;
  readonly columns: readonly { heading: string; field: string | null; because: string }[];
  readonly rows: { readonly rows: readonly Record<string, unknown>[] };
  readonly [name: string]: unknown;
}

async function send(content: string, kind = 'annotations', more = '', client = alice): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([content]), 'plate.csv');
  return client.fetch(`/imports/${slug}?kind=${kind}${more}`, { method: 'POST', body: form });
}

async function read(id: string, client = alice): Promise<Sheet> {
  for (;;) {
    const { data, codes } = await client.graphql<{ import: Sheet }>(
      `query ($id: ID!) { import(id: $id) { ${fields} } }`,
      { id },
    );
    if (codes.length > 0) throw new Error(codes.join());
    const { state, counts } = data.import;
    const checked = Object.values(counts).reduce((sum, n) => sum + n, 0);
    if (
      state === 'failed' ||
      state === 'committed' ||
      (state === 'ready' && checked === data.import.rowCount)
    )
      return data.import;
    await sleep(50);
  }
}

async function upload(content: string, kind?: string, more?: string): Promise<Sheet> {
  const { id } = (await (await send(content, kind, more)).json()) as { id: string };
  return read(id);
}

async function change(mutation: string, input: object, client = alice) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const summary = mutation === 'commitImport' ? 'summary' : '';
  const { data, codes } = await client.graphql<
    Record<string, { import: Sheet; problems: { code: string; message: string }[]; summary?: string }>
  >(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${summary} problems { code message } import { ${fields} } } }`,
    { input },
  );
  return { codes, ...data?.[mutation] };
}

const said = async () =>
  (
    await service.database.query<{ said: string }>(
      `select s.name || ': ' || a.value || coalesce(' ' || a.frames::text, '') as said from annotation a
       join subject s on s.id = a.subject_id join project p on p.id = a.project_id
       where a.ended_by is null and p.slug = $1 order by 1`,
      [slug],
    )
  ).map((row) => row.said);

const plate = [
  'Plate 3',
  '',
  'embryo_id;phenotype;frame_range;confidence;notes',
  'e1;EDEMA;[5:10];0,8;first',
  'e2;DEAD;death;0,9;',
  'e9;EDEMA;all;0,5;nobody',
  '7;edema;[0:3];0.5;',
  'e2;BLUE;all;2;',
  'e1;;;;',
].join('\n');

describe('a sheet of annotations', () => {
  it('is read, matched and checked, with each problem at its cell', async () => {
    const sheet = await upload(plate);
    expect(sheet).toMatchObject({
      state: 'ready',
      format: 'text',
      headerRow: 3,
      rowCount: 6,
      decimal: { value: ',' },
    });
    expect(sheet.columns.map(({ field }) => field)).toEqual([
      'subject',
      'phenotype',
      'frames',
      'confidence',
      'note',
    ]);
    const problems = sheet.rows.rows.map(({ number, status, problems: found }) => [
      number,
      status,
      ...(found as { column: number; message: string; suggestion: string | null }[]).map(
        ({ column, message, suggestion }) => [column, message, suggestion],
      ),
    ]);
    expect(problems).toEqual([
      [4, 'new'],
      [5, 'error', [2, expect.stringContaining('No death frame found for e2'), null]],
      [6, 'error', [0, 'There is no subject e9', 'e2']],
      [
        7,
        'error',
        [0, '"7" has lost its zeros in front: "007" is known', '007'],
        [3, expect.stringContaining('0.5'), '0,5'],
      ],
      [8, 'error', [1, '"BLUE" is not among the values', null], [3, '"2" is too large', null]],
      [9, 'error', [null, 'There is nothing to import: no column says anything', null]],
    ]);
  });

  it('may be pasted, with blank rows and columns between the cells', async () => {
    const cells = [
      ['', '', '', '', ''],
      ['', 'embryo_id', '', 'phenotype', 'frame_range'],
      ['', '', '', '', ''],
      ['', 'e1', '', 'EDEMA', '[5:10]'],
      [''],
      ['', '"e2"', '', '"EDEMA"', '[0:3]'],
      ['', ' ', '', '', ''],
    ];
    const sheet = await upload(cells.map((row) => row.join('\t')).join('\r\n'));
    expect(sheet).toMatchObject({ delimiter: '\t', headerRow: 2, rowCount: 2, counts: { new: 2, error: 0 } });
    expect(sheet.columns.map(({ heading, field }) => [heading, field])).toEqual([
      ['Column A', null],
      ['embryo_id', 'subject'],
      ['Column C', null],
      ['phenotype', 'phenotype'],
      ['frame_range', 'frames'],
    ]);
    expect(sheet.rows.rows.map(({ number }) => number)).toEqual([4, 6]);
    await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    expect(await said()).toEqual(['e1: EDEMA {[5,10)}', 'e2: EDEMA {[0,3)}']);
  });

  it('is mended in the grid, one cell at a time or all alike, and committed as one change that can be undone', async () => {
    const { id } = await upload(plate);
    await change('repairImport', { id, column: 0, code: 'DAMAGED_VALUE' });
    await change('repairImport', { id, column: 3, code: 'DAMAGED_VALUE' });
    const { import: mended } = await change('editImportCells', {
      id,
      edits: [
        { row: 5, column: 2, text: 'last' },
        { row: 6, column: 0, text: 'e2' },
        { row: 6, column: 2, text: 'first' },
        { row: 8, column: 1, text: 'EDEMA' },
        { row: 8, column: 3, text: null },
        { row: 8, column: 0, text: '007' },
        { row: 8, column: 2, text: '[10:12]' },
        { row: 9, column: 1, text: 'NORMAL' },
        { row: 9, column: 2, text: 'last' },
      ],
    });
    expect(mended?.counts).toMatchObject({ error: 0, new: 6 });
    const done = await change('commitImport', { id, mode: 'all_or_nothing' });
    expect(done).toMatchObject({
      problems: [],
      summary: 'Made 6 annotations.',
      import: { state: 'committed' },
    });
    expect(await said()).toEqual([
      '007: EDEMA {[0,3)}',
      '007: EDEMA {[10,12)}',
      'e1: EDEMA {[5,10)}',
      'e1: NORMAL {[19,20)}',
      'e2: DEAD {[19,20)}',
      'e2: EDEMA {[0,1)}',
    ]);
    const { data } = await alice.graphql<{ import: { changeset: { id: string; undoable: boolean } } }>(
      'query ($id: ID!) { import(id: $id) { changeset { id undoable } } }',
      { id },
    );
    expect(data.import.changeset.undoable).toBe(true);
    await alice.graphql(
      'mutation ($input: UndoChangesetInput!) { undoChangeset(input: $input) { problems { code } } }',
      {
        input: { id: data.import.changeset.id },
      },
    );
    expect(await said()).toEqual([]);
  });

  it('writes nothing while a row has an error, unless only the valid ones are wanted', async () => {
    const { id } = await upload(plate);
    const refused = await change('commitImport', { id, mode: 'all_or_nothing' });
    expect(refused.problems).toMatchObject([
      {
        code: 'INVALID_ROWS',
        message: 'Nothing was written: 5 of 6 rows have errors. Mend them, or import the valid rows only.',
      },
    ]);
    expect(await said()).toEqual([]);
    const partly = await change('commitImport', { id, mode: 'valid_only' });
    expect(partly.import?.result).toMatchObject({ rows: 6, rejected: 5 });
    expect(await said()).toEqual(['e1: EDEMA {[5,10)}']);
    expect((await change('commitImport', { id, mode: 'valid_only' })).problems).toMatchObject([
      { code: 'COMMITTED' },
    ]);
  });

  it('changes nothing the second time, says so, and remembers how its columns were matched', async () => {
    const table = 'who,what\ne1,EDEMA\ne2,EDEMA\n';
    const { id, columns } = await upload(table);
    expect(columns.map(({ field }) => field)).toEqual(['subject', null]);
    expect((await change('commitImport', { id, mode: 'valid_only' })).problems).toMatchObject([
      {
        code: 'INVALID_ROWS',
        message: 'Nothing was written: every row has an error. Mend some of them first.',
      },
    ]);
    const again = await upload(table);
    await change('updateImport', { id: again.id, columns: [{ column: 1, field: 'phenotype' }] });
    await change('commitImport', { id: again.id, mode: 'all_or_nothing' });
    expect(await said()).toEqual(['e1: EDEMA {[0,20)}', 'e2: EDEMA {[0,20)}']);
    const third = await upload(table);
    expect(third.columns.map(({ field }) => field)).toEqual(['subject', 'phenotype']);
    expect(third.rememberedFrom).not.toBe(null);
    expect(third.counts).toMatchObject({ unchanged: 2, new: 0 });
    const before = await service.database.query('select id from changeset');
    const done = await change('commitImport', { id: third.id, mode: 'all_or_nothing' });
    expect(done.summary).toBe('No changes: all of it was there before.');
    expect(await service.database.query('select id from changeset')).toHaveLength(before.length);
  });

  it('names the required fields that no column fills', async () => {
    const { id } = await upload('a,phenotype\nx,EDEMA\n');
    expect((await change('commitImport', { id, mode: 'valid_only' })).problems).toMatchObject([
      { code: 'UNMAPPED', message: 'No column fills Subject. Match a column of the sheet with it.' },
    ]);
  });

  it('is read anew when its header, delimiter or decimal sign is chosen', async () => {
    const { id } = await upload(plate);
    await change('editImportCells', { id, edits: [{ row: 5, column: 4, text: 'kept' }] });
    await change('updateImport', { id, decimal: '.' });
    const { decimal, rows } = (await read(id)) as unknown as {
      decimal: { because: string };
      rows: Sheet['rows'];
    };
    expect(decimal.because).toBe('chosen by you');
    expect(rows.rows[1]?.cells).toContain('kept');
    expect(rows.rows[0]).toMatchObject({
      status: 'error',
      problems: [{ damage: 'decimal_sign', suggestion: '0.8' }],
    });
    expect((await change('updateImport', { id, delimiter: 'x' })).problems).toMatchObject([
      { code: 'INVALID_ARGUMENT' },
    ]);
  });
});

describe('a grid of rows', () => {
  it('is told all numbers, reads some of them, and takes an edit back to what was read', async () => {
    const { id } = await upload(plate);
    const look = async () => {
      const query = `query ($id: ID!) { import(id: $id) { all: rowNumbers errors: rowNumbers(status: error)
        rows(numbers: [5, 7, 99]) { rows { number cells editedColumns readTexts status } nextAfter } } }`;
      type Grid = { all: number[]; errors: number[]; rows: { rows: unknown[]; nextAfter: number | null } };
      return (await alice.graphql<{ import: Grid }>(query, { id })).data.import;
    };
    const before = await look();
    expect(before).toMatchObject({ all: [4, 5, 6, 7, 8, 9], errors: [5, 6, 7, 8, 9] });
    expect(before.rows).toMatchObject({ rows: [{ number: 5 }, { number: 7 }], nextAfter: null });
    const cell = { row: 5, column: 3 };
    await change('editImportCells', { id, edits: [{ ...cell, text: '0,5' }] });
    expect((await look()).rows.rows[0]).toMatchObject({ editedColumns: [3], readTexts: ['0,9'] });
    await change('editImportCells', { id, edits: [{ ...cell, restore: true }] });
    expect(await look()).toEqual(before);
  });
});

describe('sheets of other kinds', () => {
  /** The change that the project's journal has for an import. */
  const changeOf = async (id: string) => {
    const [change] = await service.database.query(
      'select c.verb, c.source from import_draft d join changeset c on c.id = d.changeset_id where d.id = $1',
      [id],
    );
    return change;
  };

  it('make subjects, parents before children, with frames and facts', async () => {
    const sheet = await upload(
      'embryo_id,level,parent,first_frame,last_frame,Temperature\n20240411_A01_e01,embryo,20240411_A01,1,3,28.5\n20240411_A01,video,20240411,,,\n20240411,experiment,,,,\n20240411_A01_e01,embryo,,,,\n',
      'subjects',
    );
    expect(sheet.counts).toMatchObject({ new: 3, error: 1 });
    await change('updateImport', { id: sheet.id, columns: [{ column: 5, field: 'fact' }] });
    const done = await change('commitImport', { id: sheet.id, mode: 'valid_only' });
    expect(done.summary).toBe('Made or extended 3 subjects.');
    const [embryo] = await service.database.query(
      `select s.metadata, s.frame_count, p.name as parent from subject s join subject p on p.id = s.parent_id
       join project on project.id = s.project_id where s.name = '20240411_A01_e01' and project.slug = $1`,
      [slug],
    );
    expect(embryo).toEqual({ metadata: { temperature: 28.5 }, frame_count: 3, parent: '20240411_A01' });
  });

  it('start a batch with a job for each row, with inputs by name, parameters and facts', async () => {
    await alice.upload(slug, { 'walk_01.csv': 'time,a_x\n0,1\n' });
    const table = 'id,markers,lambda_rigid,session\na,walk_01.csv,500,7\nb,walk_02.csv,-1,8\n';
    expect((await send(table, 'batch')).status).toBe(400);
    const sheet = await upload(table, 'batch', '&pipeline=rigid-body');
    expect(sheet.columns.map(({ field }) => field)).toEqual([
      'id',
      'inputs.markers',
      'weights.lambda_rigid',
      null,
    ]);
    expect(sheet.rows.rows[1]).toMatchObject({
      status: 'error',
      problems: [{ column: 2, message: '"-1" is too small' }],
    });
    await change('editImportCells', { id: sheet.id, edits: [{ row: 3, column: 2, text: '5' }] });
    const { rows } = await read(sheet.id);
    expect(rows.rows[1]).toMatchObject({
      problems: [
        { column: 1, message: 'There is no file walk_02.csv in the project', suggestion: 'walk_01.csv' },
      ],
    });
    await change('editImportCells', { id: sheet.id, edits: [{ row: 3, column: 1, text: 'walk_01.csv' }] });
    await change('updateImport', { id: sheet.id, columns: [{ column: 3, field: 'fact' }] });
    const done = await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    expect(done).toMatchObject({ problems: [], summary: 'Started a batch of 2 jobs.' });
    const batchId = (done.import?.result as { batchId: string } | undefined)?.batchId;
    const jobs = await service.database.query(
      'select label, params, metadata from job where batch_id = $1 order by position',
      [batchId],
    );
    expect(jobs).toMatchObject([
      { params: { weights: { lambda_rigid: 500 } }, metadata: { session: 7 } },
      { params: { weights: { lambda_rigid: 5 } }, metadata: { session: 8 } },
    ]);
    expect(await changeOf(sheet.id)).toEqual({ verb: 'start_batch', source: 'import' });
  });

  it('save the list of a design', async () => {
    await alice.upload(slug, { 'walk_01.csv': 'time,a_x\n0,1\n' });
    const sheet = await upload(
      'id,markers,lambda_rigid\na,walk_01.csv,500\nb,walk_01.csv,600\n',
      'design',
      '&pipeline=rigid-body',
    );
    const done = await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    expect(done.summary).toBe('Saved a design of 2 jobs.');
    expect(await changeOf(sheet.id)).toEqual({ verb: 'create_design', source: 'import' });
  });
});

describe('sheets that cannot be read', () => {
  it('say why and what to do', async () => {
    expect(await upload('%PDF-1.7')).toMatchObject({
      state: 'failed',
      problem: { code: 'NO_SPREADSHEET', message: 'plate.csv is a PDF document, no spreadsheet.' },
    });
    expect((await send('a,b', 'nonsense')).status).toBe(400);
  });
});

describe('drafts of somebody else', () => {
  it('do not exist', async () => {
    const { id } = await upload(plate);
    await service.addMember(slug, mallory, 'editor');
    const query = 'query ($id: ID!) { import(id: $id) { id } }';
    expect((await mallory.graphql(query, { id })).codes).toEqual(['NOT_FOUND']);
    expect((await change('commitImport', { id, mode: 'valid_only' }, mallory)).codes).toEqual(['NOT_FOUND']);
    const eve = await service.signIn(`eve-${slug}`);
    expect((await change('commitImport', { id, mode: 'valid_only' }, eve)).codes).toEqual(['NOT_FOUND']);
    expect((await send(plate, 'annotations', '', eve)).status).toBe(404);
    expect(await said()).toEqual([]);
  });

  it('are gone when discarded, and swept when nobody touched them for a week', async () => {
    const { id } = await upload(plate);
    await alice.graphql('mutation ($id: ID!) { discardImport(id: $id) { done } }', { id });
    await expect(read(id)).rejects.toThrow('NOT_FOUND');
    const old = await upload(plate);
    await service.database.query(
      `update import_draft set touched_at = now() - interval '8 days' where id = $1`,
      [old.id],
    );
    expect(await service.persistence.imports.sweep()).toBe(1);
    await expect(read(old.id)).rejects.toThrow('NOT_FOUND');
  });
});
