import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import { editedWorkbook as edited } from './edited-workbook.js';
import { heldBack, whenSomebodyWaits } from './held-back.js';
import { alice, service } from './lab.js';

let slug: string;
let projects = 0;

async function graphql<Data>(query: string, variables: object): Promise<Data> {
  const { data, codes, text } = await alice.graphql<Data>(query, variables);
  if (codes.length > 0) throw new Error(text);
  return data;
}

async function subjects(count: number): Promise<string[]> {
  const frames = Array.from({ length: 20 }, (_, number) => ({ number }));
  const names = Array.from({ length: count }, (_, index) => `e${String(index).padStart(4, '0')}`);
  await graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    {
      input: { projectSlug: slug, subjects: names.map((name) => ({ name, level: 'embryo', frames })) },
    },
  );
  return names;
}

async function assign(assignments: readonly object[]): Promise<void> {
  const { assignAnnotations } = await graphql<{ assignAnnotations: { problems: unknown[] } }>(
    'mutation ($input: AssignAnnotationsInput!) { assignAnnotations(input: $input) { problems { message } } }',
    { input: { projectSlug: slug, assignments } },
  );
  expect(assignAnnotations.problems).toEqual([]);
}

async function exported(): Promise<Buffer> {
  const response = await alice.fetch(`/projects/${slug}/export/annotations.xlsx?for=editing`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const fields = `id state rowCount problem { message } counts { error conflict gone warning changed new unchanged } result
  columns { heading field because }
  rows(first: 500) { rows { number status problems { message } changes { field change theirs ours } decisions } }`;

interface Sheet {
  readonly id: string;
  readonly state: string;
  readonly rowCount: number;
  readonly counts: Record<string, number>;
  readonly columns: readonly { heading: string; field: string | null }[];
  readonly rows: { readonly rows: readonly Row[] };
}
interface Row {
  readonly number: number;
  readonly status: string;
  readonly problems: readonly { message: string }[];
  readonly changes: readonly { field: string; change: string; theirs: unknown; ours: unknown }[];
}

async function upload(sheet: Buffer | string): Promise<Sheet> {
  const form = new FormData();
  const name = typeof sheet === 'string' ? 'annotations.csv' : 'annotations.xlsx';
  form.append('file', new Blob([typeof sheet === 'string' ? sheet : new Uint8Array(sheet)]), name);
  const response = await alice.fetch(`/imports/${slug}?kind=annotations`, { method: 'POST', body: form });
  const { id } = (await response.json()) as { id: string };
  for (;;) {
    const { import: sheet } = await graphql<{ import: Sheet }>(
      `query ($id: ID!) { import(id: $id) { ${fields} } }`,
      { id },
    );
    const checked = Object.values(sheet.counts).reduce((sum, n) => sum + n, 0);
    if (sheet.state === 'failed') throw new Error(JSON.stringify(sheet));
    if (sheet.state === 'ready' && checked === sheet.rowCount) return sheet;
    await sleep(50);
  }
}

async function change(mutation: 'commitImport' | 'decideImportConflicts', input: object) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const more = mutation === 'commitImport' ? 'summary import { changeset { id } }' : `import { ${fields} }`;
  const answer = await graphql<
    Record<
      string,
      {
        problems: { code: string; message: string }[];
        summary: string;
        import: Sheet & { changeset: { id: string } | null };
      }
    >
  >(`mutation ($input: ${type}!) { ${mutation}(input: $input) { problems { code message } ${more} } }`, {
    input,
  });
  const result = answer[mutation];
  if (result === undefined) throw new Error('There is no answer.');
  return result;
}

/** Current rows with their ids: what undo must restore to the letter. */
const current = () =>
  service.database.query(
    `select a.id, a.subject_id, a.kind, a.value, a.frames::text, a.confidence, a.severity, a.note, a.detail, a.annotator_id,
       a.created_at, a.changeset_id, s.annotated_frames from annotation a join subject s on s.id = a.subject_id
     join project p on p.id = a.project_id where a.ended_by is null and p.slug = $1 order by a.id`,
    [slug],
  );

const withNotes = (names: readonly string[]) =>
  names.map((subject, index) => ({
    subject,
    kind: 'phenotype',
    value: 'EDEMA',
    frames: index % 3 === 0 ? '[1,4,7]' : index % 3 === 1 ? 'all' : '[5:10]',
    confidence: 0.1 + (index % 7) / 10,
    note: `=note ${index}, "größe" <${index}>`,
  }));

describe('annotations that are exported, edited and imported again', () => {
  beforeEach(async () => {
    slug = `round-${++projects}`;
    await createProject(alice, slug);
  });

  it('are no changes when nothing was edited, in a sheet of 5,000', async () => {
    const names = await subjects(2_500);
    await assign([
      ...withNotes(names),
      ...names.map((subject) => ({
        subject,
        kind: 'genotype',
        value: 'lmx1b',
        detail: { confirmed: true, zygosity: 'homozygous', own: [1] },
      })),
    ]);
    const before = await current();
    const sheet = await upload(await exported());
    expect(sheet.rowCount).toBe(5_000);
    expect(sheet.counts).toEqual({
      error: 0,
      conflict: 0,
      gone: 0,
      warning: 0,
      changed: 0,
      new: 0,
      unchanged: 5_000,
    });
    const { summary, import: done } = await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    expect([summary, done.changeset]).toEqual(['No changes: all of it was there before.', null]);
    expect(await current()).toEqual(before);
  });

  it('k edited cells are exactly k changes, made as one change that undo turns back', async () => {
    const names = await subjects(30);
    await assign(withNotes(names));
    const before = await current();
    const sheet = await upload(
      await edited(await exported(), (xml) =>
        xml
          .replace('note 3,', 'note three,')
          .replace('note 11,', 'note eleven,')
          .replace(/EDEMA(?=(?:(?!<\/row>).)*note 17,)/s, 'BODY_AXIS')
          .replace('note 17,', 'note seventeen,'),
      ),
    );
    expect(sheet.counts).toMatchObject({ changed: 3, unchanged: 27, error: 0, conflict: 0, new: 0 });
    const changes = sheet.rows.rows.flatMap((row) =>
      row.changes.map(({ field, change: kind }) => [field, kind]),
    );
    expect(changes.sort()).toEqual([
      ['note', 'changed_in_sheet'],
      ['note', 'changed_in_sheet'],
      ['note', 'changed_in_sheet'],
      ['value', 'changed_in_sheet'],
    ]);
    const { summary, import: done } = await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    expect(summary).toBe('Changed 3 annotations.');
    const notes = (await current()).map((row) => (row as { note: string }).note);
    expect(notes).toHaveLength(30);
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('note eleven'),
        expect.stringContaining('note seventeen'),
      ]),
    );
    await graphql('mutation ($id: ID!) { undoChangeset(input: { id: $id }) { problems { message } } }', {
      id: done.changeset?.id,
    });
    expect(await current()).toEqual(before);
  });

  it('rows may be moved, left out and added; a copied row is a new one', async () => {
    const names = await subjects(4);
    await assign(withNotes(names.slice(0, 3)));
    const sheet = await upload(
      await edited(await exported(), (xml) => {
        const rows = xml.match(/<row r="[2-9]"[\s\S]*?<\/row>/g) ?? [];
        const [first = '', , third = ''] = rows;
        const at = (row: string, number: number) => row.replace(/r="([A-Z]*)\d+"/g, `r="$1${number}"`);
        const copy = at(first, 4).replace('e0000', 'e0003');
        return xml.replace(
          /(<row r="2"[\s\S]*)<\/sheetData>/,
          `${at(third, 2)}${at(first, 3)}${copy}</sheetData>`,
        );
      }),
    );
    expect(sheet.rows.rows.map(({ number, status }) => [number, status])).toEqual([
      [2, 'unchanged'],
      [3, 'unchanged'],
      [4, 'new'],
    ]);
    expect((await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' })).summary).toBe(
      'Made 1 annotation.',
    );
    expect(await current()).toHaveLength(4);
  });

  it('what was changed in both is a conflict until somebody decides, and what is gone is left out', async () => {
    const names = await subjects(4);
    await assign(withNotes(names));
    const sheet = await exported();
    // Here meanwhile: another note of e0000 and e0001, e0003 taken away.
    await service.database.query(
      `update annotation set note = 'changed here' where ended_by is null and note like '=note 0,%' or note like '=note 1,%'`,
    );
    await assign([{ subject: 'e0003', kind: 'phenotype', value: 'EDEMA', frames: 'all', remove: true }]);
    const draft = await upload(
      await edited(sheet, (xml) => xml.replace('note 0,', 'changed there,').replace('note 3,', 'too late,')),
    );
    expect(draft.rows.rows.map(({ status }) => status)).toEqual([
      'conflict',
      'unchanged',
      'unchanged',
      'gone',
    ]);
    expect(draft.rows.rows[1]?.changes.map(({ change: kind }) => kind)).toEqual(['changed_here']);
    expect(draft.rows.rows[3]?.problems[0]?.message).toContain('left out');
    const refused = await change('commitImport', { id: draft.id, mode: 'all_or_nothing' });
    expect(refused.problems.map(({ code }) => code)).toEqual(['UNDECIDED']);
    const ours = await change('decideImportConflicts', { id: draft.id, decision: 'ours' });
    expect(ours.import.counts).toMatchObject({ conflict: 0, changed: 0, unchanged: 3 });
    const theirs = await change('decideImportConflicts', { id: draft.id, rows: [2], decision: 'theirs' });
    expect(theirs.import.counts).toMatchObject({ conflict: 0, changed: 1, unchanged: 2, gone: 1 });
    const done = await change('commitImport', { id: draft.id, mode: 'all_or_nothing' });
    expect(done.summary).toBe('Changed 1 annotation.');
    const notes = (await current()).map((row) => (row as { note: string }).note);
    expect(notes.filter((note) => /changed|late/.test(note)).sort()).toEqual([
      '=changed there, "größe" <0>',
      'changed here',
    ]);
  });

  it('two who edit the same export: where both changed a cell the second decides, the rest is merged', async () => {
    const names = await subjects(3);
    await assign(withNotes(names));
    const sheet = await exported();
    const mine = await upload(
      await edited(sheet, (xml) => xml.replace('note 0,', 'by the first,').replace('note 1,', 'only here,')),
    );
    await change('commitImport', { id: mine.id, mode: 'all_or_nothing' });
    const theirs = await upload(
      await edited(sheet, (xml) =>
        xml.replace('note 0,', 'by the second,').replace('note 2,', 'only there,'),
      ),
    );
    expect(theirs.rows.rows.map(({ status }) => status)).toEqual(['conflict', 'unchanged', 'changed']);
    expect(theirs.rows.rows[0]?.changes).toMatchObject([
      { field: 'note', theirs: '=by the second, "größe" <0>', ours: '=by the first, "größe" <0>' },
    ]);
    await change('decideImportConflicts', { id: theirs.id, rows: [2], decision: 'theirs' });
    const before = await current();
    const done = await change('commitImport', { id: theirs.id, mode: 'all_or_nothing' });
    expect(done.summary).toBe('Changed 2 annotations.');
    const notes = (await current()).map((row) => (row as { note: string }).note.split(',')[0]);
    expect(notes.sort()).toEqual(['=by the second', '=only here', '=only there']);
    await graphql('mutation ($id: ID!) { undoChangeset(input: { id: $id }) { problems { message } } }', {
      id: done.import.changeset?.id,
    });
    expect(await current()).toEqual(before);
  });

  it('a changed cell that the rules refuse is an error at its row, and nothing is lost', async () => {
    const names = await subjects(2);
    await assign(withNotes(names));
    const before = await current();
    const sheet = await upload(await edited(await exported(), (xml) => xml.replace('EDEMA', 'BLUE')));
    expect(sheet.rows.rows.map(({ status }) => status)).toEqual(['error', 'unchanged']);
    const refused = await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    expect(refused.problems.map(({ code }) => code)).toEqual(['INVALID_ROWS']);
    expect(await current()).toEqual(before);
  });

  it('in another project the hidden ids mean nothing', async () => {
    const names = await subjects(2);
    await assign(withNotes(names));
    const sheet = await exported();
    slug = `round-${++projects}`;
    await createProject(alice, slug);
    await subjects(2);
    const draft = await upload(sheet);
    expect(draft.counts).toMatchObject({ new: 2, gone: 0, unchanged: 0 });
  });
});

describe('annotations that somebody else changes between the check of a sheet and its commit', () => {
  beforeEach(async () => {
    slug = `round-${++projects}`;
    await createProject(alice, slug);
  });

  const statement = { kind: 'phenotype', value: 'EDEMA', frames: 'all' };
  const notes = async () => (await current()).map((row) => (row as { note: string | null }).note).sort();

  /** By another way than the sheet, as everybody does it. */
  async function othersNote(subject: string, note: string): Promise<void> {
    await assign([
      { ...statement, subject, remove: true },
      { ...statement, subject, note },
    ]);
    expect(await notes()).toContain(note);
  }

  it('are a conflict, and told again with both values after somebody decided for the sheet', async () => {
    const names = await subjects(2);
    await assign(names.map((subject) => ({ ...statement, subject, note: `of ${subject}` })));
    const draft = await upload(
      await edited(await exported(), (xml) => xml.replace('of e0000', 'of the sheet')),
    );
    expect(draft.counts).toMatchObject({ changed: 1, unchanged: 1, conflict: 0 });
    await othersNote('e0000', 'of another');
    const commit = () => change('commitImport', { id: draft.id, mode: 'all_or_nothing' });
    expect((await commit()).problems.map(({ code }) => code)).toEqual(['UNDECIDED']);
    await change('decideImportConflicts', { id: draft.id, decision: 'theirs' });
    await othersNote('e0000', 'of a third');
    const before = await current();
    expect((await commit()).problems).toEqual([
      {
        code: 'CHANGED_SINCE',
        message:
          'Nothing was written: 1 row would overwrite what was changed here since the sheet was checked. Row 2: note is "of a third" here now, "of the sheet" in the sheet. Look at the rows again and repeat the import.',
      },
    ]);
    expect(await current()).toEqual(before);
    expect((await commit()).summary).toBe('Changed 1 annotation.');
    expect(await notes()).toEqual(['of e0001', 'of the sheet']);
  });

  it('end a commit that is checked already, and nothing of its rows is kept', async () => {
    await subjects(1);
    await graphql(
      'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
      { input: { projectSlug: slug, subjects: [{ name: 'late', level: 'embryo' }] } },
    );
    const [made] = await service.database.query<{ id: string }>(
      'select c.id from changeset c join project p on p.id = c.project_id where p.slug = $1 order by c.created_at desc limit 1',
      [slug],
    );
    const draft = await upload('subject,genotype\ne0000,lmx1b\nlate,lmx1b\n');
    expect(draft.counts).toMatchObject({ new: 2 });
    // Another change has every row checked once more; its counts wait, and with them the commit, when that is done.
    await assign([{ ...statement, subject: 'e0000' }]);
    const letGo = await heldBack('select 1 from import_draft where id = $1 for update', [draft.id]);
    const committed = change('commitImport', { id: draft.id, mode: 'all_or_nothing' });
    await whenSomebodyWaits();
    const { undoChangeset } = await graphql<{ undoChangeset: { problems: unknown[] } }>(
      'mutation ($id: ID!) { undoChangeset(input: { id: $id }) { problems { message } } }',
      { id: made?.id },
    );
    expect(undoChangeset.problems).toEqual([]);
    const before = await current();
    await letGo();
    expect((await committed).problems).toEqual([
      {
        code: 'CHANGED_SINCE',
        message: expect.stringMatching(
          /^Nothing was written: the project changed since the sheet was checked, and not all rows can be written any more\. The first that cannot: .*late/,
        ),
      },
    ]);
    expect(await current()).toEqual(before);
  });
});
