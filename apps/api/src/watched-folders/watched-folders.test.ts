import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, recordingOf, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let viewer: Client;
let project: TestProject;
let share: string;

beforeAll(async () => {
  share = mkdtempSync(path.join(os.tmpdir(), 'batchyard-share-'));
  mkdirSync(path.join(share, 'night'));
  service = await startTestService({ shares: new Map([['lab', share]]) });
  [alice, viewer] = [await service.signIn('alice'), await service.signIn('viewer')];
  project = await fillProject(alice, 'a');
  await service.addMember('a', viewer, 'viewer');
  await service.database.query(
    `insert into share_grant (share, project_id) select 'lab', id from project where slug = 'a'`,
  );
});
afterAll(async () => {
  await service.stop();
  rmSync(share, { recursive: true });
});

interface Saved {
  readonly watchedFolder: ({ readonly id: string } & Record<string, unknown>) | null;
  readonly problems: readonly {
    readonly code: string;
    readonly place: { readonly parameter: string | null };
  }[];
}

const fields = `id name share folder patterns recursive doneSuffix pollS stableS quietS longestWaitS input inputs status
  problem counts { arriving waiting started same_content refused } design { name } template { name } owner { name }
  project { slug }`;

const save = async (verb: 'create' | 'update', input: object, client = alice) => {
  const type = verb === 'create' ? 'Create' : 'Update';
  const { data } = await client.graphql<Record<string, Saved>>(
    `mutation ($input: ${type}WatchedFolderInput!) { ${verb}WatchedFolder(input: $input) {
      watchedFolder { ${fields} } problems { code place { parameter } } } }`,
    { input: { share: 'lab', folder: 'night', designId: project.designId, ...input } },
  );
  return data[`${verb}WatchedFolder`] as Saved;
};
const create = (input: object) => save('create', { projectSlug: 'a', ...input });

describe('a watched folder', () => {
  it('is set up with what is usual, and listed for those who may see the project, with the shares', async () => {
    const { watchedFolder, problems } = await create({
      name: ' Night ',
      patterns: ['*.csv'],
      folder: '/night/',
    });
    expect(problems).toEqual([]);
    expect(watchedFolder).toMatchObject({
      name: 'Night',
      folder: 'night',
      recursive: false,
      doneSuffix: null,
      pollS: 5,
      stableS: 10,
      quietS: 30,
      longestWaitS: 600,
      input: 'markers',
      status: 'watching',
      problem: null,
      counts: { arriving: 0, waiting: 0, started: 0, same_content: 0, refused: 0 },
      design: { name: 'Weights' },
      template: null,
      owner: { name: 'alice' },
    });
    const { data } = await viewer.graphql('{ project(slug: "a") { shares watchedFolders { name } } }');
    expect(data).toEqual({ project: { shares: ['lab'], watchedFolders: [{ name: 'Night' }] } });
  });

  it('shows its files with their jobs', async () => {
    writeFileSync(path.join(share, 'night', 'new.csv'), recordingOf('new'));
    const { watchedFolder } = await create({
      name: 'Files',
      quietS: 0,
      doneSuffix: '.ok',
      patterns: ['new.*'],
    });
    writeFileSync(path.join(share, 'night', 'new.csv.ok'), '');
    await service.persistence.watchedFolders.pass();
    const { data } = await viewer.graphql(
      `{ watchedFolder(id: "${watchedFolder?.id}") { counts { started }
         files(first: 10) { nodes { path state note batch { name metadata } job { inputLabel } } }
         arriving: files(first: 10, state: arriving) { nodes { path } } } }`,
    );
    const file = {
      path: 'new.csv',
      state: 'started',
      note: null,
      batch: { name: 'Files: new.csv', metadata: { watched_folder: 'Files' } },
      job: { inputLabel: 'new.csv' },
    };
    expect(data).toEqual({
      watchedFolder: { counts: { started: 1 }, files: { nodes: [file] }, arriving: { nodes: [] } },
    });
  });

  it('is changed, paused, resumed and removed, each in the journal', async () => {
    const id = (await create({ name: 'Inbox' })).watchedFolder?.id;
    const changed = await save('update', { watchedFolderId: id, name: 'Inbox', folder: '', recursive: true });
    expect(changed.watchedFolder).toMatchObject({ folder: '', recursive: true });
    for (const [verb, status] of [
      ['pause', 'paused'],
      ['resume', 'watching'],
    ] as const) {
      const { data } = await alice.graphql<Record<string, Saved>>(
        `mutation { ${verb}WatchedFolder(input: { watchedFolderId: "${id}" }) { watchedFolder { id status } problems { code } } }`,
      );
      expect(data[`${verb}WatchedFolder`]).toMatchObject({ watchedFolder: { status }, problems: [] });
    }
    await alice.graphql(`mutation { removeWatchedFolder(input: { watchedFolderId: "${id}" }) }`);
    expect((await alice.graphql(`{ watchedFolder(id: "${id}") { name } }`)).codes).toEqual(['NOT_FOUND']);
    const verbs = await service.database.query<{ verb: string }>(
      `select verb from changeset where summary like '%Inbox%' order by id`,
    );
    expect(verbs.map(({ verb }) => verb)).toEqual(
      ['create', 'change', 'pause', 'resume', 'remove'].map((verb) => `${verb}_watched_folder`),
    );
  });

  it('that no worker looks into says so', async () => {
    const id = (await create({ name: 'Alone' })).watchedFolder?.id;
    await service.database.query(
      `update watched_folder set looked_at = now() - interval '2 min', created_at = now() - interval '1 h' where id = $1`,
      [id],
    );
    const { data } = await alice.graphql(`{ watchedFolder(id: "${id}") { status } }`);
    expect(data).toEqual({ watchedFolder: { status: 'unwatched' } });
  });

  it.each([
    ['no target', { designId: null }, ['INVALID_FIELD']],
    ['two targets', { templateId: '1' }, ['INVALID_FIELD']],
    ['a design that is not there', { designId: '99999' }, ['UNKNOWN_TARGET']],
    ['a share that it may not read', { share: 'other' }, ['UNKNOWN_SHARE']],
    ['a folder that leads out', { folder: '../etc' }, ['INVALID_PATH']],
    ['an input that is not there', { input: 'video' }, ['UNKNOWN_INPUT']],
    ['no time between looks', { pollS: 0 }, ['INVALID_FIELD']],
    ['an unknown option', { options: { colour: 'red' } }, ['INVALID_FIELD']],
    ['a name that is taken', { name: 'Night' }, ['NAME_TAKEN']],
  ])('with %s is not saved', async (_what, input, codes) => {
    const count = 'select count(*) from watched_folder';
    const before = await service.database.query(count);
    const { watchedFolder, problems } = await create({ name: 'Bad', ...input });
    expect(watchedFolder).toBeNull();
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(await service.database.query(count)).toEqual(before);
  });
});
