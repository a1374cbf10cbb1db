/** Facts of subjects that exist, changed by a sheet: plain ones, and ones that were exported to be edited. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import type { Client } from '../../testing/service.js';
import { editedWorkbook } from './edited-workbook.js';
import { alice, service } from './lab.js';

let slug: string;
let projects = 0;

beforeEach(async () => {
  slug = `facts-${++projects}`;
  await createProject(alice, slug);
  const written = await importRows(
    'name,level,parent,first_frame,last_frame,temp,medium\nx1,experiment,,,,,\nv1,video,x1,,,28.5,\n' +
      'e1,embryo,v1,0,9,28.5,E3\ne2,embryo,v1,0,9,30,E3\ne3,embryo,v1,,,007,\n',
  );
  expect(written.summary).toBe('Made or extended 5 subjects.');
});

async function graphql<Data>(query: string, variables: object, client: Client = alice): Promise<Data> {
  const { data, codes, text } = await client.graphql<Data>(query, variables);
  if (codes.length > 0) throw new Error(text);
  return data;
}

const fields = `id state rowCount problem { message } counts { error conflict gone warning changed new unchanged }
  changeset { id summary } rows(first: 50) { rows { number status problems { field message } changes { field change theirs ours } } }`;

interface Sheet {
  readonly id: string;
  readonly state: string;
  readonly rowCount: number;
  readonly counts: Record<string, number>;
  readonly changeset: { readonly id: string; readonly summary: string } | null;
  readonly rows: {
    readonly rows: readonly {
      readonly number: number;
      readonly status: string;
      readonly problems: readonly { readonly field: string | null; readonly message: string }[];
      readonly changes: readonly {
        readonly field: string;
        readonly change: string;
        readonly ours: unknown;
      }[];
    }[];
  };
}

const find = async (id: string) =>
  (await graphql<{ import: Sheet }>(`query ($id: ID!) { import(id: $id) { ${fields} } }`, { id })).import;

async function upload(content: string | Buffer): Promise<Sheet> {
  const form = new FormData();
  const name = typeof content === 'string' ? 'subjects.csv' : 'subjects.xlsx';
  form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
  const response = await alice.fetch(`/imports/${slug}?kind=subjects`, { method: 'POST', body: form });
  const { id } = (await response.json()) as { id: string };
  for (;;) {
    const sheet = await find(id);
    if (sheet.state === 'failed') throw new Error(JSON.stringify(sheet));
    const checked = Object.values(sheet.counts).reduce((sum, n) => sum + n, 0);
    if (sheet.state === 'ready' && checked === sheet.rowCount) return sheet;
    await sleep(20);
  }
}

async function commit(id: string) {
  const { commitImport } = await graphql<{
    commitImport: { problems: { code: string }[]; summary: string | null };
  }>(
    'mutation ($id: ID!) { commitImport(input: { id: $id, mode: all_or_nothing }) { summary problems { code } } }',
    { id },
  );
  return commitImport;
}

/** A sheet whose unknown columns are facts, planned and committed. */
async function importRows(csv: string) {
  const sheet = await upload(csv);
  const columns = csv
    .split('\n', 1)[0]
    ?.split(',')
    .map((heading, column) => ({ heading, column }));
  await graphql(
    'mutation ($input: UpdateImportInput!) { updateImport(input: $input) { problems { message } } }',
    {
      input: {
        id: sheet.id,
        columns: columns
          ?.filter(({ heading }) => ['temp', 'medium'].includes(heading))
          .map(({ column, heading }) => ({ column, field: `metadata.${heading}` })),
      },
    },
  );
  const planned = await find(sheet.id);
  return { planned, ...(await commit(sheet.id)), done: await find(sheet.id) };
}

async function undo(id: string, client: Client = alice) {
  const { undoChangeset } = await graphql<{
    undoChangeset: { changeset: unknown; problems: { code: string }[]; editedSince: { name: string }[] };
  }>(
    'mutation ($id: ID!) { undoChangeset(input: { id: $id }) { changeset { id } problems { code } editedSince { name } } }',
    { id },
    client,
  );
  return undoChangeset;
}

/** All that a sheet of subjects can change. */
const current = () =>
  service.database.query<{ name: string; metadata: Record<string, unknown>; frames: number }>(
    `select s.name, s.metadata, s.frame_count as frames from subject s join project p on p.id = s.project_id
     where p.slug = $1 and s.removed_by is null order by s.name`,
    [slug],
  );
const factsOf = async (name: string) => (await current()).find((subject) => subject.name === name)?.metadata;

async function setFacts(name: string, metadata: object): Promise<void> {
  await service.database.query(
    `update subject set metadata = $3 where name = $2 and project_id = (select id from project where slug = $1)`,
    [slug, name, JSON.stringify(metadata)],
  );
}

async function exported(): Promise<Buffer> {
  const response = await alice.fetch(`/projects/${slug}/export/subjects.xlsx?for=editing`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

describe('a plain sheet of subjects that exist', () => {
  it('changes their facts as one change, says which, and undo restores them', async () => {
    const before = await current();
    const table = 'name,level,temp,medium\ne1,embryo,29,E3\ne2,embryo,,PTU\ne3,embryo,007,\ne4,embryo,28,\n';
    const { planned, summary, done } = await importRows(table);
    expect(planned.counts).toMatchObject({ changed: 2, unchanged: 1, new: 1, error: 0, warning: 0 });
    expect(planned.rows.rows.slice(0, 2).map(({ changes }) => changes)).toEqual([
      [{ field: 'metadata.temp', change: 'changed_in_sheet', theirs: '29', ours: '28.5' }],
      [{ field: 'metadata.medium', change: 'changed_in_sheet', theirs: 'PTU', ours: 'E3' }],
    ]);
    expect(summary).toBe('Made or extended 1 subject, changed facts of 2 subjects.');
    expect(await factsOf('e1')).toEqual({ temp: 29, medium: 'E3' });
    // A blank cell says nothing.
    expect(await factsOf('e2')).toEqual({ temp: 30, medium: 'PTU' });
    const written = await service.database.query(
      `select entity, before, after from changeset_entry where changeset_id = $1 order by position`,
      [done.changeset?.id],
    );
    expect(written).toEqual([
      { entity: 'subject', before: null, after: { name: 'e4' } },
      {
        entity: 'subject_metadata',
        before: { temp: 28.5, medium: 'E3' },
        after: { temp: 29, medium: 'E3' },
      },
      {
        entity: 'subject_metadata',
        before: { temp: 30, medium: 'E3' },
        after: { temp: 30, medium: 'PTU' },
      },
    ]);
    expect(done.changeset?.summary).toBe('Made 1 subject, changed facts of 2 subjects.');
    expect((await undo(done.changeset?.id ?? '')).problems).toEqual([]);
    expect(await current()).toEqual(before);
  });

  it('changes nothing the second time, and says so before and after', async () => {
    const table = 'name,level,first_frame,last_frame,temp\ne1,embryo,0,11,29\ne2,embryo,0,5,30\n';
    const first = await importRows(table);
    expect(first.planned.counts).toMatchObject({ changed: 1, unchanged: 1, new: 0 });
    expect((await current()).map(({ frames }) => frames)).toEqual([12, 10, 0, 0, 0]);
    const again = await importRows(table);
    expect(again.planned.counts).toMatchObject({ changed: 0, unchanged: 2, new: 0 });
    expect([again.summary, again.done.changeset]).toEqual(['No changes: all of it was there before.', null]);
  });

  it('is not undone over facts that were changed since, which are named', async () => {
    const { done } = await importRows('name,level,temp\ne1,embryo,29\ne2,embryo,29\n');
    await setFacts('e2', { temp: 31 });
    const refused = await undo(done.changeset?.id ?? '');
    expect([refused.changeset, refused.editedSince]).toEqual([null, [{ name: 'e2' }]]);
    expect(await factsOf('e1')).toEqual({ temp: 29, medium: 'E3' });
  });

  it('is no way to change them for those who may only look', async () => {
    const { done } = await importRows('name,level,temp\ne1,embryo,29\n');
    const vera = await service.signIn('vera');
    await service.addMember(slug, vera, 'viewer');
    const response = await vera.fetch(`/imports/${slug}?kind=subjects`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'name\te1',
    });
    expect(response.status).toBe(403);
    await expect(undo(done.changeset?.id ?? '', vera)).rejects.toThrow('FORBIDDEN');
    expect(await factsOf('e1')).toEqual({ temp: 29, medium: 'E3' });
  });
});

describe('subjects that are exported, edited and imported again', () => {
  it('are no changes when nothing was edited, whatever lies between their frames', async () => {
    await service.database.query(
      `delete from frame f using subject s join project p on p.id = s.project_id
       where f.subject_id = s.id and s.name = 'e1' and p.slug = $1 and f.number in (3, 4)`,
      [slug],
    );
    await setFacts('e3', { temp: '007', nested: { a: [1] }, sure: true, 'Two words (°C)': ' 5 ' });
    const sheet = await upload(await exported());
    expect(sheet.counts).toMatchObject({ unchanged: 5, changed: 0, new: 0, error: 0, warning: 0 });
    expect((await commit(sheet.id)).summary).toBe('No changes: all of it was there before.');
  });

  it('k edited cells are k changes; what was changed here meanwhile stays, in both is a conflict', async () => {
    const before = await exported();
    await setFacts('e1', { temp: 28.5, medium: 'changed here' });
    await setFacts('e2', { temp: 31, medium: 'E3' });
    const sheet = await upload(
      await editedWorkbook(before, (xml) =>
        xml.replace('>28.5</t>', '>27</t>').replace('>28.5</t>', '>26</t>').replace('>30</t>', '>32</t>'),
      ),
    );
    const rows = new Map(sheet.rows.rows.map(({ number, ...row }) => [number, row]));
    expect([...rows.values()].map(({ status }) => status).sort()).toEqual([
      'changed',
      'changed',
      'conflict',
      'unchanged',
      'unchanged',
    ]);
    expect((await commit(sheet.id)).problems.map(({ code }) => code)).toEqual(['UNDECIDED']);
    await graphql(
      `mutation ($id: ID!) { decideImportConflicts(input: { id: $id, decision: theirs }) { problems { code } } }`,
      { id: sheet.id },
    );
    const here = await current();
    expect((await commit(sheet.id)).summary).toBe('Changed facts of 3 subjects.');
    const facts = (await current()).map(({ name, metadata }) => [name, metadata]);
    expect(Object.fromEntries(facts)).toMatchObject({
      e1: { temp: 27, medium: 'changed here' },
      e2: { temp: 32, medium: 'E3' },
      e3: { temp: '007' },
      v1: { temp: 26 },
    });
    await undo((await find(sheet.id)).changeset?.id ?? '');
    expect(await current()).toEqual(here);
  });

  it('an emptied cell takes a fact away; names, levels and places stay, and so do frames', async () => {
    const sheet = await upload(
      await editedWorkbook(await exported(), (xml) =>
        xml
          .replace('>30</t>', '></t>')
          .replace('>e3</t>', '>e9</t>')
          .replace(/<v>9<\/v>/, '<v>4</v>'),
      ),
    );
    expect(
      sheet.rows.rows.flatMap(({ status, problems }) =>
        problems.map((each) => [status, each.field, each.message]),
      ),
    ).toEqual([
      ['error', 'last_frame', 'e1 has these frames and more; a sheet takes none away'],
      ['error', 'name', 'The name of e3 is e3, and no sheet changes it'],
    ]);
    expect(sheet.counts).toMatchObject({ error: 2, changed: 1, unchanged: 2 });
    await graphql(
      'mutation ($id: ID!) { commitImport(input: { id: $id, mode: valid_only }) { problems { code } } }',
      { id: sheet.id },
    );
    expect(await factsOf('e2')).toEqual({ medium: 'E3' });
  });
});
