/** What an edit makes of a sheet is what checking the whole sheet anew makes of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@batchyard/pipelines';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import { alice } from './lab.js';

const slug = 'edited';

beforeAll(async () => {
  await createProject(alice, slug);
  await alice.upload(slug, { 'walk_01.csv': 'time,a_x\n0,1\n' });
  const frames = Array.from({ length: 20 }, (_, number) => ({ number }));
  const subjects = ['e1', 'e2', '007'].map((name) => ({ name, level: 'embryo', frames }));
  await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    { input: { projectSlug: slug, subjects } },
  );
});

interface Row {
  readonly number: number;
  readonly status: string;
  readonly problems: readonly { readonly message: string; readonly column: number | null }[];
}
interface Sheet {
  readonly state: string;
  readonly rowCount: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: { readonly rows: readonly Row[] };
  readonly problemGroups: readonly { readonly count: number; readonly repairable: number }[];
  readonly notKept: { readonly cells: number; readonly rows: readonly number[] } | null;
}

const fields = `state rowCount counts { error conflict gone warning changed new unchanged } notKept { cells rows }
  rows(first: 500) { rows { number status editedColumns cells problems { message column suggestion } } }
  problemGroups { code column count repairable firstRow }`;

async function read(id: string): Promise<Sheet> {
  for (;;) {
    const query = `query ($id: ID!) { import(id: $id) { ${fields} } }`;
    const { import: sheet } = (await alice.graphql<{ import: Sheet }>(query, { id })).data;
    const checked = Object.values(sheet.counts).reduce((sum, count) => sum + count, 0);
    if (sheet.state === 'ready' && checked === sheet.rowCount) return sheet;
    if (sheet.state === 'failed') throw new Error('The sheet could not be read.');
    await sleep(50);
  }
}

async function upload(content: string, kind: string, more = ''): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([content]), 'plate.csv');
  const answer = await alice.fetch(`/imports/${slug}?kind=${kind}${more}`, { method: 'POST', body: form });
  const { id } = (await answer.json()) as { id: string };
  await read(id);
  return id;
}

async function change(mutation: string, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data } = await alice.graphql<Record<string, { problems: readonly unknown[] }>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { problems { message } } }`,
    { input },
  );
  expect(data?.[mutation]?.problems).toEqual([]);
}

const table = (rows: readonly (readonly string[])[]) => rows.map((cells) => cells.join(',')).join('\n');

const kinds = [
  {
    kind: 'annotations',
    more: '',
    heads: ['subject', 'phenotype', 'frames'],
    words: [
      ['e1', 'e2', '007', '7', 'e9', ' e1', ''],
      ['EDEMA', 'EDEMA', 'DEAD', 'BLUE'],
      ['[2]', '[0:5]', '[5:10]', '[5:', 'last', 'death:'],
    ],
  },
  {
    kind: 'subjects',
    more: '',
    heads: ['name', 'level', 'parent'],
    words: [
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'e1', '7', ''],
      ['embryo', 'video', 'experiment', 'planet'],
      ['a', 'b', 'c', '', '', '', 'x', '007'],
    ],
  },
  {
    kind: 'batch',
    more: '&pipeline=rigid-body',
    heads: ['id', 'inputs.markers', 'weights.lambda_rigid'],
    words: [
      ['a', 'b', '01', '1', 'c ', 'd', 'e', 'f', ''],
      ['walk_01.csv', 'walk_01.csv', 'walk_02.csv'],
      ['500', '600', '', '-1', 'much'],
    ],
  },
] as const;

describe('rows after an edit', () => {
  it.each(kinds)('are what a check of all rows says: $kind', async ({ kind, more, heads, words }) => {
    const random = seededRandom(kind);
    const any = (column: number) => {
      const choices = words[column] as readonly string[];
      return choices[Math.floor(random() * choices.length)] ?? '';
    };
    const rows = Array.from({ length: 12 }, () => heads.map((_, column) => any(column)));
    const id = await upload(table([heads, ...rows]), kind, more);
    const columns = heads.map((field, column) => ({ column, field }));
    await change('updateImport', { id, headerRow: 1 });
    await read(id);
    await change('updateImport', { id, columns });
    const seen = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const edits = Array.from({ length: 1 + (round % 3) }, () => {
        const column = Math.floor(random() * heads.length);
        return { row: 2 + Math.floor(random() * rows.length), column, text: any(column) };
      });
      await change('editImportCells', { id, edits });
      const after = await read(id);
      await change('updateImport', { id });
      expect(after).toEqual(await read(id));
      for (const { status } of after.rows.rows) seen.add(status);
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  it('tell that an id is double no longer, and that it is again', async () => {
    const heads = ['id', 'markers'];
    const names = ['a', 'b', 'b'].map((name) => [name, 'walk_01.csv']);
    const id = await upload(table([heads, ...names]), 'batch', '&pipeline=rigid-body');
    const messages = async () =>
      (await read(id)).rows.rows.map(({ problems }) => problems.map(({ message }) => message));
    expect(await messages()).toEqual([[], [], ['The id stands in row 3 already']]);
    await change('editImportCells', { id, edits: [{ row: 3, column: 0, text: 'c' }] });
    expect(await messages()).toEqual([[], [], []]);
    await change('editImportCells', { id, edits: [{ row: 2, column: 0, text: 'b' }] });
    expect(await messages()).toEqual([[], [], ['The id stands in row 2 already']]);
  });
});

describe('edits', () => {
  it('stay when the sheet is read anew, as far as it still says the same, and come back when it does', async () => {
    const lines = ['Plate 3;;', 'embryo_id;phenotype;notes', 'e1;EDEMA;a,b', 'e9;EDEMA;', 'e2;EDEMA;c,d'];
    const id = await upload(lines.join('\n'), 'annotations');
    await change('editImportCells', {
      id,
      edits: [
        { row: 4, column: 0, text: 'e2' },
        { row: 5, column: 2, text: 'typed' },
      ],
    });
    const cells = async () =>
      (await read(id)).rows.rows.map(({ cells: texts }: Row & { cells?: readonly string[] }) => texts);
    const edited = await cells();
    expect(edited?.slice(-2)).toEqual([
      ['e2', 'EDEMA', ''],
      ['e2', 'EDEMA', 'typed'],
    ]);
    await change('updateImport', { id, headerRow: 1 });
    expect((await cells()).slice(-2)).toEqual(edited.slice(-2));
    await change('updateImport', { id, delimiter: ',' });
    expect(await read(id)).toMatchObject({ notKept: { cells: 2, rows: [4, 5] } });
    await change('updateImport', { id, delimiter: ';', headerRow: 2 });
    expect((await read(id)).notKept).toBe(null);
    expect(await cells()).toEqual(edited);
  });

  it('of a repair are told one by one, so that they can be taken back', async () => {
    const id = await upload('embryo_id,phenotype\n7,EDEMA\ne1,EDEMA\n7,EDEMA\n', 'annotations');
    const { data } = await alice.graphql<{ repairImport: { mended: unknown } }>(
      'mutation ($input: RepairImportInput!) { repairImport(input: $input) { mended { row before wasRead after } } }',
      { input: { id, column: 0, code: 'DAMAGED_VALUE', damage: 'leading_zeros_lost' } },
    );
    const mended = { before: '7', wasRead: true, after: '007' };
    expect(data.repairImport.mended).toEqual([
      { row: 2, ...mended },
      { row: 4, ...mended },
    ]);
    expect((await read(id)).problemGroups).toEqual([]);
  });
});
