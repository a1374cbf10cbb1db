import { type ExportCell, exportFormats, openDrafts } from '@batchyard/documents';
import { beforeAll, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import { alice, maxImportRows, service } from './lab.js';

beforeAll(async () => {
  await createProject(alice, 'in-one-call');
});

interface Payload {
  readonly summary: string | null;
  readonly problems: readonly { code: string; message: string }[];
  readonly counts: Record<string, number> | null;
  readonly sheetProblems: readonly { row: number; message: string }[] | null;
}

async function importSheet(content: string | Buffer, more: object, client = alice) {
  const name = `sheet-${Math.random()}.${typeof content === 'string' ? 'csv' : 'xlsx'}`;
  const { [name]: fileId } = await alice.upload('in-one-call', { [name]: content });
  const input = { projectSlug: 'in-one-call', kind: 'subjects', mode: 'all_or_nothing', fileId, ...more };
  const { data, codes } = await client.graphql<{ importSheet: Payload }>(
    `mutation ($input: ImportSheetInput!) { importSheet(input: $input) {
      summary problems { code message } import { sheet sheets { name } } counts { error new unchanged } sheetProblems { row message } } }`,
    { input },
  );
  return { codes, ...data?.importSheet };
}

/** Rows of this project alone. */
const ofProject = <Row>(select: string, from: string, rest = '') =>
  service.database.query<Row>(
    `select ${select} from ${from} join project p on p.id = t.project_id where p.slug = 'in-one-call' ${rest}`,
  );
const drafts = () => ofProject('t.id', 'import_draft t', "and state <> 'committed'");

it('imports an uploaded sheet in one call, or says what would happen', async () => {
  const table = 'who,Temp\ne1,28\ne2,29\n';
  const mapping = { who: 'name', Temp: 'fact' };
  const planned = await importSheet(table, { mapping, plan: true });
  expect(planned).toMatchObject({ summary: null, counts: { new: 2, error: 0 }, problems: [] });
  expect(await ofProject('t.id', 'subject t')).toEqual([]);
  expect(await importSheet(table, { mapping })).toMatchObject({ summary: 'Made or extended 2 subjects.' });
  expect(await importSheet(table, { mapping })).toMatchObject({
    summary: 'No changes: all of it was there before.',
    counts: { unchanged: 2 },
  });
  expect(await drafts()).toEqual([]);
});

it('leaves nothing behind when it is refused', async () => {
  const wrong = await importSheet('name,level\ne9,nonsense\n', {});
  expect(wrong).toMatchObject({ problems: [{ code: 'INVALID_ROWS' }], sheetProblems: [{ row: 2 }] });
  expect((await importSheet('%PDF', {})).problems).toMatchObject([{ code: 'NO_SPREADSHEET' }]);
  expect((await importSheet('a\n1\n', { mapping: [1] })).problems).toMatchObject([
    { code: 'INVALID_ARGUMENT' },
  ]);
  expect((await importSheet('a\n1\n', { kind: 'batch' })).problems).toMatchObject([
    { code: 'INVALID_ARGUMENT' },
  ]);
  expect(await drafts()).toEqual([]);
});

it('S2-91: refuses a mapping of columns that the sheet does not have, and names those that it has', async () => {
  const refused = await importSheet('who,what\ne1,x\n', { mapping: { whom: 'name' } });
  expect(refused.problems).toMatchObject([
    { code: 'UNKNOWN_COLUMN', message: expect.stringMatching(/no column "whom"\. It has "who", "what"\./) },
  ]);
  expect(await drafts()).toEqual([]);
});

it('S2-93 … S2-98: annotates by row, blank cells aside, and says of each row what became of it', async () => {
  const frames = Array.from({ length: 10 }, (_, number) => ({ number }));
  const subjects = ['a1', 'a2', '007'].map((name) => ({ name, level: 'embryo', frames }));
  await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    { input: { projectSlug: 'in-one-call', subjects } },
  );
  const table = [
    'embryo,genotype,phenotype,frames,notes,unused',
    'a1,lmx1b,,,only a genotype,x',
    'a1,WT,,,a second genotype,',
    ',,,,,',
    ' a2 ,,DEAD,[5:],dead from then on,',
    'a2,,EDEMA,[7],after its death,',
    'a2,,EDEMA,5.0,at its death,',
    '007,lmx1b,EDEMA,,both,',
    '007,,BODY_AXIS,[2:,a bad range,',
    'a9,,EDEMA,,nobody,',
  ].join('\n');
  const more = { kind: 'annotations', mode: 'valid_only', mapping: { embryo: 'subject', unused: null } };
  const answer = await importSheet(table, more);
  expect(answer.problems).toEqual([]);
  // Errors come first, then what was imported with a remark or left out by the rules.
  expect(answer.sheetProblems?.map(({ row }) => row)).toEqual([3, 9, 10, 5, 6, 7]);
  expect(answer.sheetProblems?.map(({ message }) => message)).toEqual([
    expect.stringContaining('lmx1b'),
    expect.stringContaining('[2:'),
    'There is no subject a9',
    expect.stringContaining('has a blank'),
    expect.stringMatching(/dead/i),
    expect.stringMatching(/dead/i),
  ]);
  expect(answer.counts).toMatchObject({ error: 3, new: 2 });
  const said = await ofProject<{ said: string }>(
    "s.name || ' ' || t.value || ' ' || coalesce(t.frames::text, 'itself') as said",
    'annotation t join subject s on s.id = t.subject_id',
    'and t.ended_by is null order by 1',
  );
  expect(said.map((row) => row.said)).toEqual([
    '007 EDEMA {[0,10)}',
    '007 lmx1b itself',
    'a1 lmx1b itself',
    'a2 DEAD {[5,10)}',
  ]);
  const noted = await ofProject(
    'distinct t.note, r.kind',
    'annotation t join annotator r on r.id = t.annotator_id',
    'order by 1',
  );
  expect(noted).toEqual(
    ['both', 'dead from then on', 'only a genotype'].map((note) => ({ note, kind: 'import' })),
  );
});

it('S2-89: reads text by what it is; S2-90: refuses other suffixes by name', async () => {
  const { 'sheet.xyz': fileId } = await alice.upload('in-one-call', { 'sheet.xyz': 'name\nx1\n' });
  expect((await importSheet('', { fileId })).problems).toMatchObject([
    { code: 'UNSUPPORTED_TYPE', message: 'Unsupported file type: .xyz' },
  ]);
});

/** A workbook of the sheets `Plate 1`, `Dictionary` (a row for each column) and `About`. */
async function plateBook(headings: readonly string[], rows: readonly (readonly ExportCell[])[]) {
  const drafts = await openDrafts();
  const columns = headings.map(
    (name) => ({ name, title: name, type: 'text', unit: null, description: '' }) as const,
  );
  async function* later() {
    yield* rows;
  }
  const table = {
    name: 'plate',
    title: 'Plate 1',
    notes: [],
    modifiedAt: new Date(0),
    columns,
    rows: later(),
  };
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of exportFormats.xlsx.write(table, drafts)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await drafts.remove();
  }
}

const namesLike = async (start: string) =>
  (
    await ofProject<{ name: string }>('t.name', 'subject t', `and starts_with(t.name, '${start}') order by 1`)
  ).map(({ name }) => name);

it('S2-88: imports workbooks; S2-92: the first sheet, or the one that is named, of those that are listed', async () => {
  const book = await plateBook(
    ['name', 'level'],
    [
      ['p_007', 'embryo'],
      [null, null],
      ['p_b', 'embryo'],
    ],
  );
  expect(await importSheet(book, {})).toMatchObject({
    summary: 'Made or extended 2 subjects.',
    import: { sheet: 'Plate 1', sheets: ['Plate 1', 'Dictionary', 'About'].map((name) => ({ name })) },
  });
  expect(await namesLike('p_')).toEqual(['p_007', 'p_b']);
  const other = { sheet: 'Dictionary', mapping: { Column: 'name', Title: null } };
  expect(await importSheet(book, other)).toMatchObject({
    summary: 'Made or extended 2 subjects.',
    import: { sheet: 'Dictionary' },
  });
  expect([...(await namesLike('level')), ...(await namesLike('name'))]).toEqual(['level', 'name']);
  const refused = await importSheet(book, { sheet: 'Plate 9' });
  expect(refused.problems).toMatchObject([
    {
      code: 'UNKNOWN_SHEET',
      message: expect.stringMatching(/no sheet "Plate 9"; it has Plate 1, Dictionary, About\.$/),
    },
  ]);
});

it('replaces letters that the database cannot hold, with a warning', async () => {
  const table = 'name,level,a\u0000\nnul_1,embryo,x\u0000y\n';
  const done = await importSheet(table, { mapping: { 'a\ufffd': 'fact' } });
  expect(done).toMatchObject({ problems: [], counts: { error: 0 }, sheetProblems: [{ row: 2 }] });
  expect(await ofProject('t.metadata', 'subject t', "and t.name = 'nul_1'")).toEqual([
    { metadata: { a: 'x\ufffdy' } },
  ]);
});

it('refuses more rows than the service takes, and names the limit', async () => {
  const rows = Array.from({ length: maxImportRows + 100 }, (_, index) => `x${index}`);
  const refused = await importSheet(['name', ...rows].join('\n'), {});
  expect(refused.problems).toMatchObject([
    {
      code: 'TOO_MANY_ROWS',
      message: expect.stringContaining(
        'has more than 6,000 rows; this service takes at most 6,000 rows (MAX_IMPORT_ROWS).',
      ),
    },
  ]);
  expect(await drafts()).toEqual([]);
});

it.each(['csv', 'xlsx'] as const)(
  'X-06: what is exported as %s runs no formula, and is no change when it is imported again',
  async (format) => {
    const names = ['=x06', '+x06', '-x06', '@x06', 'plain_x06'];
    const facts = ['=cmd|x', '+b', '-c', '@z', 'plain'];
    const rows = names.map((name, index) => `${name},embryo,${facts[index]}`);
    const made = await importSheet(['name,level,said', ...rows].join('\n'), { mapping: { said: 'fact' } });
    expect(made.problems).toEqual([]);
    const response = await alice.fetch(
      `/projects/in-one-call/export/subjects.${format}?q=x06&columns=name,level,said`,
    );
    const file = Buffer.from(await response.arrayBuffer());
    const cells = file.toString().split(/[,\r\n]+/);
    if (format === 'csv') expect(cells.filter((cell) => /^"?[=+@-]/.test(cell))).toEqual([]);
    const again = await importSheet(format === 'csv' ? file.toString() : file, { mapping: { said: 'fact' } });
    expect(again).toMatchObject({ problems: [], counts: { unchanged: 5, new: 0, error: 0 } });
    const wrong = await importSheet('name,level\nx06_a,embryo\nx06_b,planet\n,embryo\n', {});
    expect(wrong.sheetProblems?.map(({ row }) => row)).toEqual([3, 4]);
  },
);

it('is not for strangers, nor with files of other projects', async () => {
  const eve = await service.signIn('eve');
  expect((await importSheet('name\ne1\n', {}, eve)).codes).toEqual(['NOT_FOUND']);
  await createProject(eve, 'eves');
  const { 'a.csv': fileId } = await eve.upload('eves', { 'a.csv': 'name\ne1\n' });
  expect((await importSheet('name\n', { fileId })).codes).toEqual(['NOT_FOUND']);
});
