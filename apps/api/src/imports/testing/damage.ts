/** What spreadsheet programs did to sheets, from the file to the mended rows. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import { alice, service } from './lab.js';
import { rawWorkbook } from './raw-workbook.js';

interface Problem {
  readonly row: number;
  readonly column: number;
  readonly damage: string | null;
  readonly suggestion: string | null;
}
interface Sheet {
  readonly id: string;
  readonly state: string;
  readonly rowCount: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly columns: readonly { readonly heading: string; readonly field: string | null }[];
  readonly rows: { readonly rows: readonly { readonly problems: readonly Problem[] }[] };
  readonly problemGroups: readonly unknown[];
}

const fields = `id state rowCount counts { error conflict gone warning changed new unchanged } columns { heading field }
  rows(first: 100) { rows { problems { row column damage suggestion } } }
  problemGroups { code column damage message count firstRow }`;

async function read(id: string): Promise<Sheet> {
  for (;;) {
    const query = `query ($id: ID!) { import(id: $id) { ${fields} } }`;
    const { import: sheet } = (await alice.graphql<{ import: Sheet }>(query, { id })).data;
    const checked = Object.values(sheet.counts).reduce((sum, count) => sum + count, 0);
    if (sheet.state === 'failed') throw new Error('The sheet could not be read.');
    if (sheet.state === 'committed') return sheet;
    if (sheet.state === 'ready' && checked === sheet.rowCount) return sheet;
    await sleep(50);
  }
}

async function upload(project: string, kind: string, content: Buffer | string): Promise<Sheet> {
  const form = new FormData();
  const name = typeof content === 'string' ? 'plate.csv' : 'plate.xlsx';
  form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
  const answer = await alice.fetch(`/imports/${project}?kind=${kind}`, { method: 'POST', body: form });
  return read(((await answer.json()) as { id: string }).id);
}

async function change(mutation: string, input: Readonly<Record<string, unknown>>): Promise<Sheet> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data } = await alice.graphql<Record<string, { problems: readonly unknown[] }>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { problems { message } } }`,
    { input },
  );
  expect(data?.[mutation]?.problems).toEqual([]);
  return read(String(input.id));
}

/** Facts of every column that is none of the kind's own. */
async function withFacts(sheet: Sheet): Promise<Sheet> {
  const columns = sheet.columns.flatMap(({ field }, column) =>
    field === null ? [{ column, field: 'fact' }] : [],
  );
  return columns.length === 0 ? sheet : change('updateImport', { id: sheet.id, columns });
}

async function project(slug: string, subjects: readonly string[], frames = 2): Promise<string> {
  await createProject(alice, slug);
  const numbers = Array.from({ length: frames }, (_, number) => ({ number }));
  await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    {
      input: {
        projectSlug: slug,
        subjects: subjects.map((name) => ({ name, level: 'embryo', frames: numbers })),
      },
    },
  );
  return slug;
}

const text = (value: string) => `<c t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
const number = (value: number) => `<c><v>${value}</v></c>`;
const date = (serial: number) => `<c s="1"><v>${serial}</v></c>`;
const truth = '<c t="b"><v>1</v></c>';
const failed = '<c t="e"><v>#REF!</v></c>';
const rowsXml = (rows: readonly (readonly string[])[]) =>
  `<worksheet><sheetData>${rows.map((cells) => `<row>${cells.join('')}</row>`).join('')}</sheetData></worksheet>`;

/** A cell that a program has changed, the kind of damage, and what was there before; null: nobody can tell. */
type Damaged = readonly [cell: string, kind: string, repair: string | null];

const names: readonly Damaged[] = [
  [text('Sep-04'), 'date_for_name', 'SEPT4'],
  // 3 December 2026.
  [date(46359), 'date_for_name', '12-3'],
  [number(7), 'leading_zeros_lost', '007'],
  [text('42'), 'leading_zeros_lost', '0042'],
  [number(1234567890123450), 'digits_lost', null],
  [text('2E+05'), 'exponent_for_name', '2E5'],
  [truth, 'truth_for_name', 'TRUE'],
  [text('A01_e01 '), 'blanks_around', 'A01_e01'],
  [text('А01_e02'), 'foreign_letters', 'A01_e02'],
  [text('A01\u200b_e03'), 'invisible_characters', 'A01_e03'],
];
const facts: readonly Damaged[] = [
  [text('GrÃ¶Ã\u009fe'), 'wrong_encoding', 'Größe'],
  [failed, 'formula_error', null],
];
const dates: readonly Damaged[] = [[text('11/23/2026'), 'date_order', '2026-11-23']];

const subjectSheet = () =>
  rowsXml([
    ['name', 'level', 'medium', 'recorded'].map(text),
    ...names.map(([cell]) => [cell, text('embryo'), text('E3'), text('21/11/2026')]),
    ...facts.map(([cell], index) => [text(`f${index}`), text('embryo'), cell, text('22/11/2026')]),
    ...dates.map(([cell], index) => [text(`d${index}`), text('embryo'), text('E3'), cell]),
  ]);
/** Numbers as text, one with a comma. */
const annotationSheet = () =>
  rowsXml([
    ['subject', 'phenotype', 'confidence'].map(text),
    ...['0.9', '0.8', '0,5'].map((sure, index) => [text(`A01_e0${index + 1}`), text('EDEMA'), text(sure)]),
  ]);
const damagedBook = () => rawWorkbook({ Subjects: subjectSheet(), Annotations: annotationSheet() });

const known = ['SEPT4', '12-3', '007', '0042', '2E5', 'A01_e01', 'A01_e02', 'A01_e03'];

/** Damages of the sheet with their places, by row. */
const damagesOf = ({ rows }: Sheet) =>
  rows.rows.flatMap(({ problems }) =>
    problems.flatMap(({ row, column, damage, suggestion }) =>
      damage === null ? [] : [[row, column, damage, suggestion]],
    ),
  );
const at = (first: number, column: number, damages: readonly Damaged[]) =>
  damages.map(([, kind, repair], index) => [first + index, column, kind, repair]);

const namesOf = async (slug: string) =>
  (
    await service.database.query<{ name: string }>(
      'select s.name from subject s join project p on p.id = s.project_id where p.slug = $1 order by 1',
      [slug],
    )
  ).map(({ name }) => name);

describe('a workbook with every kind of damage', () => {
  beforeAll(() => project('damaged', known));

  it('is told it cell by cell, each with its repair, and is mended with a click for each kind', async () => {
    const sheet = await withFacts(await upload('damaged', 'subjects', await damagedBook()));
    const found = [...at(2, 0, names), ...at(12, 2, facts), ...at(14, 3, dates)];
    expect(damagesOf(sheet)).toEqual(found);
    const repair = (column: number, damage: string, by?: string) =>
      change('repairImport', {
        id: sheet.id,
        code: 'DAMAGED_VALUE',
        column,
        damage,
        ...(by !== undefined && { text: by }),
      });
    for (const [, column, damage, suggestion] of found)
      if (suggestion !== null) await repair(Number(column), String(damage));
    // What is lost is typed, once for all cells that lost it.
    expect(damagesOf(await read(sheet.id)).map((each) => each.slice(0, 3))).toEqual([
      [6, 0, 'digits_lost'],
      [13, 2, 'formula_error'],
    ]);
    await repair(0, 'digits_lost', '1234567890123456');
    const mended = await repair(2, 'formula_error', 'E3');
    expect([mended.problemGroups, mended.counts.error, mended.counts.warning]).toEqual([[], 0, 0]);
    await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    const made = [...known, '1234567890123456', 'TRUE', 'f0', 'f1', 'd0'];
    expect(await namesOf('damaged')).toEqual(expect.arrayContaining(made));
    expect(await namesOf('damaged')).toHaveLength(made.length);
  });

  it('is told a decimal comma among points on its other sheet', async () => {
    const { id } = await upload('damaged', 'annotations', await damagedBook());
    await change('updateImport', { id, sheet: 'Annotations' });
    const sheet = await read(id);
    expect(damagesOf(sheet)).toEqual([[4, 2, 'decimal_sign', '0.5']]);
    const mended = await change('repairImport', { id, code: 'DAMAGED_VALUE', column: 2 });
    expect(mended.counts).toMatchObject({ new: 3, error: 0, warning: 0 });
  });

  it('is not told again what the project says is none, in its next sheet and in no other project', async () => {
    const table = 'name,level,recorded\nr1,embryo,21/11/2026\nr2,embryo,11/23/2026\nr3 ,embryo,22/11/2026\n';
    const sheet = await withFacts(await upload('damaged', 'subjects', table));
    const told = [
      [3, 2, 'date_order', '2026-11-23'],
      [4, 0, 'blanks_around', 'r3'],
    ];
    expect(damagesOf(sheet)).toEqual(told);
    const acceptDamage = [{ field: 'metadata.recorded', damage: 'date_order' }];
    const accepted = await change('updateImport', { id: sheet.id, acceptDamage });
    expect(damagesOf(accepted)).toEqual(told.slice(1));
    await change('commitImport', { id: sheet.id, mode: 'all_or_nothing' });
    const next = await upload('damaged', 'subjects', table.replaceAll('\nr', '\ns'));
    expect(damagesOf(next)).toEqual([[4, 0, 'blanks_around', 's3']]);
    await project('damaged-too', []);
    expect(damagesOf(await withFacts(await upload('damaged-too', 'subjects', table)))).toEqual(told);
  });
});

describe('a clean sheet of 5,000 rows', () => {
  const rows = 5_000;
  const plates = Array.from({ length: rows / 5 }, (_, index) => {
    const well = `${'ABCDEFGH'[index % 8]}${String(1 + (index % 12)).padStart(2, '0')}`;
    return [
      `20240411_${well}_e${String(index).padStart(4, '0')}`,
      String(index).padStart(5, '0'),
      `MARCH${index}-Dec`,
      `${index}E${index % 9}`,
    ][index % 4] as string;
  });

  it('of annotations in a workbook has no warning', async () => {
    await project('clean', plates, 5);
    const notes = ['±5 µm – "seen" at 12:30', 'образец 7', 'α-actinin, 1,5 mg', ' 3/4/2026 ', 'Größe 007'];
    const sheet = Array.from({ length: rows }, (_, index) => [
      text(plates[index % plates.length] ?? ''),
      text(`[${Math.floor(index / plates.length)}]`),
      text('EDEMA'),
      number(((index % 97) + 1) / 100),
      text(notes[index % notes.length] ?? ''),
    ]);
    const heads = ['subject', 'frames', 'phenotype', 'confidence', 'note'].map(text);
    const read = await upload('clean', 'annotations', await rawWorkbook({ A: rowsXml([heads, ...sheet]) }));
    expect(read.problemGroups).toEqual([]);
    expect(read.counts).toMatchObject({ new: rows, warning: 0, error: 0 });
  });

  it('of subjects with facts in a text file has no warning', async () => {
    await project('clean-too', []);
    const two = (value: number) => String(value).padStart(2, '0');
    const lines = Array.from({ length: rows }, (_, index) =>
      [
        `${two(index % 12)}_e${String(index).padStart(5, '0')}`,
        'embryo',
        `${two(1 + (index % 28))}/${two(1 + (index % 12))}/2026`,
        (28 + (index % 20) / 10).toFixed(1),
        ['AB/TL', '007', 'Sep-04', '2E+05'][index % 4],
      ].join(','),
    );
    const table = ['name,level,recorded,temp,strain', ...lines].join('\n');
    const read = await withFacts(await upload('clean-too', 'subjects', table));
    expect(read.problemGroups).toEqual([]);
    expect(read.counts).toMatchObject({ new: rows, warning: 0, error: 0 });
  });
});
