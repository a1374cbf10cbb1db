import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  await createProject(alice, 'lab');
});
afterAll(() => service.stop());

interface Payload {
  readonly summary: string | null;
  readonly problems: readonly { code: string; message: string }[];
  readonly counts: Record<string, number> | null;
  readonly sheetProblems: readonly { row: number; message: string }[] | null;
}

async function importSheet(content: string, more: object, client = alice) {
  const name = `sheet-${Math.random()}.csv`;
  const { [name]: fileId } = await alice.upload('lab', { [name]: content });
  const input = { projectSlug: 'lab', kind: 'subjects', mode: 'all_or_nothing', fileId, ...more };
  const { data, codes } = await client.graphql<{ importSheet: Payload }>(
    `mutation ($input: ImportSheetInput!) { importSheet(input: $input) {
      summary problems { code message } counts { error new unchanged } sheetProblems { row message } } }`,
    { input },
  );
  return { codes, ...data?.importSheet };
}
const drafts = () => service.database.query("select id from import_draft where state <> 'committed'");

it('imports an uploaded sheet in one call, or says what would happen', async () => {
  const table = 'who,Temp\ne1,28\ne2,29\n';
  const mapping = { who: 'name', Temp: 'fact' };
  const planned = await importSheet(table, { mapping, plan: true });
  expect(planned).toMatchObject({ summary: null, counts: { new: 2, error: 0 }, problems: [] });
  expect(await service.database.query('select id from subject')).toEqual([]);
  expect(await importSheet(table, { mapping })).toMatchObject({ summary: 'Made or extended 2 subjects.' });
  expect(await importSheet(table, { mapping })).toMatchObject({
    summary: 'No changes: all of it was there before.',
    counts: { unchanged: 2 },
  });
  expect(await drafts()).toEqual([]);
});

it('leaves nothing behind when it is refused', async () => {
  const wrong = await importSheet('name,level\ne9,nonsense\n', {});
  expect(wrong).toMatchObject({ problems: [{ code: 'INVALID_ROWS' }] });
  expect((await importSheet('%PDF', {})).problems).toMatchObject([{ code: 'NO_SPREADSHEET' }]);
  expect((await importSheet('a\n1\n', { mapping: [1] })).problems).toMatchObject([
    { code: 'INVALID_ARGUMENT' },
  ]);
  expect((await importSheet('a\n1\n', { kind: 'batch' })).problems).toMatchObject([
    { code: 'INVALID_ARGUMENT' },
  ]);
  expect(await drafts()).toEqual([]);
});

it('is not for strangers, nor with files of other projects', async () => {
  const eve = await service.signIn('eve');
  expect((await importSheet('name\ne1\n', {}, eve)).codes).toEqual(['NOT_FOUND']);
  await createProject(eve, 'eves');
  const { 'a.csv': fileId } = await eve.upload('eves', { 'a.csv': 'name\ne1\n' });
  expect((await importSheet('name\n', { fileId })).codes).toEqual(['NOT_FOUND']);
});
