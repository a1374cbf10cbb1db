/** Facts of subjects that exist, changed by a sheet: plain ones, and ones that were exported to be edited. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import type { Client } from '../../testing/service.js';
import { editedWorkbook } from './edited-workbook.js';
import { heldBack, whenSomebodyWaits } from './held-back.js';
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
    commitImport: { problems: { code: string; message: string }[]; summary: string | null };
  }>(
    'mutation ($id: ID!) { commitImport(input: { id: $id, mode: all_or_nothing }) { summary problems { code message } } }',
    { id },
  );
  return commitImport;
}

/** A sheet whose unknown columns are facts, read and checked. */
async function plan(csv: string): Promise<Sheet> {
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
  return find(sheet.id);
}

/** The same, and committed. */
async function importRows(csv: string) {
  const planned = await plan(csv);
  return { planned, ...(await commit(planned.id)), done: await find(planned.id) };
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

describe('what somebody else changes between the check of a sheet and its commit', () => {
  /** By another way than the sheet, as everybody does it. */
  async function othersSet(name: string, metadata: object): Promise<void> {
    const [subject] = await service.database.query<{ id: string }>(
      'select s.id from subject s join project p on p.id = s.project_id where p.slug = $1 and s.name = $2',
      [slug, name],
    );
    await graphql(
      'mutation ($input: UpdateSubjectInput!) { updateSubject(input: $input) { problems { message } } }',
      { input: { subjectId: subject?.id, metadata } },
    );
    expect(await factsOf(name)).toEqual(metadata);
  }

  const changeFacts = `update subject set metadata = $3 where name = $2 and project_id = (select id from project where slug = $1)`;

  it('is told before it is overwritten, with its row and both values; the next commit may do it', async () => {
    const draft = await plan('name,level,temp\ne1,embryo,29\ne2,embryo,29\n');
    await othersSet('e1', { temp: 31, medium: 'E3' });
    const before = await current();
    const refused = await commit(draft.id);
    expect(refused).toEqual({
      summary: null,
      problems: [
        {
          code: 'CHANGED_SINCE',
          message:
            'Nothing was written: 1 row would overwrite what was changed here since the sheet was checked. Row 2: metadata.temp is "31" here now, "29" in the sheet. Look at the rows again and repeat the import.',
        },
      ],
    });
    expect(await current()).toEqual(before);
    const shown = await find(draft.id);
    expect(shown.rows.rows[0]?.changes).toMatchObject([{ field: 'metadata.temp', theirs: '29', ours: '31' }]);
    expect((await commit(draft.id)).summary).toBe('Changed facts of 2 subjects.');
    await undo((await find(draft.id)).changeset?.id ?? '');
    expect(await current()).toEqual(before);
  });

  it('is told as well where the sheet was to change nothing, and where the subject was to be new', async () => {
    const draft = await plan('name,level,temp\ne1,embryo,28.5\ne9,embryo,20\n');
    expect(draft.counts).toMatchObject({ unchanged: 1, new: 1 });
    await othersSet('e1', { temp: 31, medium: 'E3' });
    await graphql(
      'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
      { input: { projectSlug: slug, subjects: [{ name: 'e9', level: 'embryo', metadata: { temp: 21 } }] } },
    );
    const before = await current();
    expect((await commit(draft.id)).problems[0]?.message).toContain('2 rows would overwrite');
    expect(await current()).toEqual(before);
  });

  it('stands beside what the sheet changes where it is another fact', async () => {
    const draft = await plan('name,level,temp\ne1,embryo,29\n');
    await othersSet('e1', { temp: 28.5, medium: 'PTU', clutch: 4 });
    expect((await commit(draft.id)).summary).toBe('Changed facts of 1 subject.');
    expect(await factsOf('e1')).toEqual({ temp: 29, medium: 'PTU', clutch: 4 });
  });

  it('is a conflict in a sheet that came back, and is told again after somebody decided for the sheet', async () => {
    const draft = await upload(
      await editedWorkbook(await exported(), (xml) => xml.replace('>30</t>', '>32</t>')),
    );
    expect(draft.counts).toMatchObject({ changed: 1, conflict: 0 });
    await othersSet('e2', { temp: 31, medium: 'E3' });
    expect((await commit(draft.id)).problems.map(({ code }) => code)).toEqual(['UNDECIDED']);
    await graphql(
      'mutation ($id: ID!) { decideImportConflicts(input: { id: $id, decision: theirs }) { problems { code } } }',
      { id: draft.id },
    );
    await othersSet('e2', { temp: 33, medium: 'E3' });
    expect((await commit(draft.id)).problems.map(({ code }) => code)).toEqual(['CHANGED_SINCE']);
    expect(await factsOf('e2')).toEqual({ temp: 33, medium: 'E3' });
    expect((await commit(draft.id)).summary).toBe('Changed facts of 1 subject.');
    expect(await factsOf('e2')).toEqual({ temp: 32, medium: 'E3' });
  });

  it('ends a commit that is checked already, before it writes: not even new subjects are kept', async () => {
    const draft = await plan('name,level,temp\ne7,embryo,20\ne1,embryo,29\n');
    // Another change has every row checked once more; its counts wait, and with them the commit, when that is done.
    await othersSet('e3', { temp: 1 });
    const letGo = await heldBack('select 1 from import_draft where id = $1 for update', [draft.id]);
    const committed = commit(draft.id);
    await whenSomebodyWaits();
    await setFacts('e1', { temp: 31 });
    const before = await current();
    await letGo();
    const { problems } = await committed;
    expect(problems).toMatchObject([{ code: 'CHANGED_SINCE' }]);
    expect(problems[0]?.message).toContain('Row 3: metadata.temp is "31" here now, "29" in the sheet.');
    expect(await current()).toEqual(before);
  });

  it('ends a commit in the middle of its writing', async () => {
    const draft = await plan('name,level,temp\ne7,embryo,20\ne1,embryo,29\n');
    const letGo = await heldBack(changeFacts, [slug, 'e1', JSON.stringify({ temp: 31 })]);
    const committed = commit(draft.id);
    await whenSomebodyWaits();
    await letGo();
    const { problems } = await committed;
    expect(problems).toMatchObject([
      { code: 'CHANGED_SINCE', message: expect.stringContaining('the facts of e1 were changed') },
    ]);
    expect((await current()).map(({ name }) => name)).toEqual(['e1', 'e2', 'e3', 'v1', 'x1']);
    expect(await factsOf('e1')).toEqual({ temp: 31 });
  });
});
