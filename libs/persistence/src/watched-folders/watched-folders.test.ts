import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';
import type { NewWatchedFolder, WatchedFolderRecord } from './watched-folder-record.js';

let database: TestDatabase;
let persistence: Persistence;
let second: Persistence;
let home: string;
let share: string;
let projectId: string;
let templateId: string;
let owner: { userId: string; isAdministrator: false };
let number = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  home = mkdtempSync(path.join(os.tmpdir(), 'batchyard-watched-'));
  share = path.join(home, 'share');
  const options = {
    databaseUrl: database.databaseUrl,
    filesDir: path.join(home, 'files'),
    shares: new Map([['lab', share]]),
  };
  [persistence, second] = await Promise.all([openPersistence(options), openPersistence(options)]);
});
afterAll(async () => {
  await Promise.all([persistence.close(), second.close()]);
  await database.dispose();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(async () => {
  number += 1;
  rmSync(share, { recursive: true, force: true });
  mkdirSync(path.join(share, 'night'), { recursive: true });
  projectId = await idOf(`insert into project (slug, name) values ('p${number}', 'P') returning id`);
  const userId = await idOf(
    `insert into app_user (email, name) values ('u${number}@lab.example', 'U') returning id`,
  );
  await database.query(`insert into project_member (project_id, user_id, role) values ($1, $2, 'editor')`, [
    projectId,
    userId,
  ]);
  await database.query('delete from watched_folder');
  await database.query(`insert into share_grant (share, project_id) values ('lab', $1)`, [projectId]);
  owner = { userId, isAdministrator: false };
  templateId = await persistence.templates.save(actor(), projectId, {
    name: 'Solve',
    pipelineName: 'rigid-body',
    params: {},
    options: {},
  });
});

const actor = () => ({ userId: owner.userId, source: 'web' }) as const;

async function idOf(sql: string): Promise<string> {
  return (await database.query<{ id: string }>(sql))[0]?.id ?? '';
}

async function watch(changes: Partial<NewWatchedFolder> = {}): Promise<WatchedFolderRecord> {
  const id = await persistence.watchedFolders.create(actor(), projectId, {
    name: 'Night',
    share: 'lab',
    folder: 'night',
    patterns: ['*.csv'],
    recursive: false,
    doneSuffix: null,
    pollS: 1,
    stableS: 10,
    quietS: 20,
    longestWaitS: 600,
    designId: null,
    templateId,
    templateVersion: null,
    input: null,
    inputs: {},
    options: {},
    ...changes,
  });
  return persistence.watchedFolders.find(owner, id);
}

const put = (name: string, content: string) => {
  mkdirSync(path.dirname(path.join(share, name)), { recursive: true });
  writeFileSync(path.join(share, name), content);
};

/** Lets so much time pass for all that was seen, then looks. */
async function lookAfter(seconds: number, store = persistence): Promise<number> {
  await database.query(
    `update watched_file set unchanged_since = unchanged_since - make_interval(secs => $1),
       taken_at = taken_at - make_interval(secs => $1)`,
    [seconds],
  );
  await database.query('update watched_folder set looked_at = null');
  return store.watchedFolders.pass();
}

/** `path state` of all that was seen, the oldest first. */
async function seen({ id }: WatchedFolderRecord): Promise<string[]> {
  const { rows } = await persistence.watchedFolders.files(id, { first: 100 });
  return rows.toReversed().map(({ path: name, state }) => `${name} ${state}`);
}

const jobs = () =>
  database.query<{ batch: string; file: string }>(
    `select batch_id as batch, inputs->'markers'->0->>'name' as file from job where project_id = $1 order by id`,
    [projectId],
  );

const status = async ({ id }: WatchedFolderRecord) => {
  const { awaySince, problem } = await persistence.watchedFolders.find(owner, id);
  return { isAway: awaySince !== null, problem };
};

describe('a file', () => {
  it('is taken once it no longer changes, and started once nothing more comes', async () => {
    const folder = await watch();
    put('night/a.csv', 'one');
    put('night/notes.txt', 'not asked for');
    await lookAfter(0);
    expect(await seen(folder)).toEqual(['a.csv arriving']);
    put('night/a.csv', 'one and more');
    await lookAfter(15);
    expect(await seen(folder)).toEqual(['a.csv arriving']);
    await lookAfter(15);
    expect(await seen(folder)).toEqual(['a.csv waiting']);
    put('night/b.csv', 'two');
    expect(await lookAfter(15)).toBe(0);
    await lookAfter(15);
    expect(await lookAfter(25)).toBe(2);
    expect(await seen(folder)).toEqual(['a.csv started', 'b.csv started']);
    const started = await jobs();
    expect(started.map(({ file }) => file)).toEqual(['a.csv', 'b.csv']);
    expect(new Set(started.map(({ batch }) => batch)).size).toBe(1);
    const { rows } = await persistence.watchedFolders.files(folder.id, { first: 1 });
    const [job] = await database.query<{ name: string }>(
      `select inputs->'markers'->0->>'name' as name from job where id = $1 and batch_id = $2`,
      [rows[0]?.jobId, rows[0]?.batchId],
    );
    expect(job).toEqual({ name: 'b.csv' });
  });

  it('is started at the latest when it has waited for so long, although more keeps coming', async () => {
    const folder = await watch({ longestWaitS: 50 });
    put('night/0.csv', 'n0');
    await lookAfter(0);
    await lookAfter(15);
    for (const n of [1, 2, 3]) {
      put(`night/${n}.csv`, `n${n}`);
      expect(await lookAfter(14)).toBe(0);
    }
    put('night/4.csv', 'n4');
    expect(await lookAfter(14)).toBeGreaterThan(0);
    expect(await seen(folder)).toContain('0.csv started');
    expect(await seen(folder)).toContain('4.csv arriving');
  });

  it('that has a mark beside it is complete at once, and one without is not taken', async () => {
    const folder = await watch({ doneSuffix: '.done', patterns: [], quietS: 0 });
    put('night/a.csv', 'one');
    put('night/a.csv.done', '');
    put('night/b.csv', 'two');
    expect(await lookAfter(0)).toBe(1);
    expect(await lookAfter(1000)).toBe(0);
    expect(await seen(folder)).toEqual(['a.csv started', 'b.csv arriving']);
  });

  it('is run once for each content: not as a copy, not when it is touched, but when it has changed', async () => {
    const folder = await watch({ quietS: 0, recursive: true });
    put('night/a.csv', 'one');
    await lookAfter(0);
    expect(await lookAfter(15)).toBe(1);
    put('night/below/copy.csv', 'one');
    utimesSync(path.join(share, 'night/a.csv'), new Date(), new Date('2020-01-01'));
    await lookAfter(0);
    expect(await lookAfter(15)).toBe(0);
    expect((await seen(folder)).toSorted()).toEqual(['a.csv started', 'below/copy.csv same_content']);
    renameSync(path.join(share, 'night/a.csv'), path.join(share, 'night/renamed.csv'));
    put('night/a.csv', 'two');
    await lookAfter(0);
    expect(await lookAfter(15)).toBe(1);
    put('night/a.csv', 'one');
    await lookAfter(0);
    expect(await lookAfter(15)).toBe(0);
    expect((await jobs()).map(({ file }) => file)).toEqual(['a.csv', 'a.csv']);
    const digests = await database.query('select distinct sha256 from watched_file where sha256 is not null');
    expect(digests).toHaveLength(2);
  });

  it('that the pipeline cannot take is refused with the reason, and the others are run', async () => {
    const folder = await watch({ patterns: [], quietS: 0 });
    put('night/a.csv', 'one');
    put('night/b.exe', 'two');
    await lookAfter(0);
    await lookAfter(15);
    expect(await seen(folder)).toEqual(['a.csv started', 'b.exe refused']);
    const { rows } = await persistence.watchedFolders.files(folder.id, { first: 10, state: 'refused' });
    expect(rows).toMatchObject([{ path: 'b.exe', note: expect.stringContaining('b.exe'), jobId: null }]);
    const [batch] = await database.query('select name from batch where project_id = $1', [projectId]);
    expect(batch).toEqual({ name: `${folder.name}: a.csv` });
    put('night/b.exe', 'three');
    await lookAfter(0);
    await lookAfter(15);
    expect((await seen(folder)).at(-1)).toBe('b.exe refused');
    expect(await jobs()).toHaveLength(1);
  });
});

describe('a folder', () => {
  it('that goes away says so, forgets nothing, and goes on when it is back', async () => {
    const folder = await watch({ quietS: 0 });
    put('night/a.csv', 'one');
    await lookAfter(0);
    await lookAfter(15);
    renameSync(path.join(share, 'night'), path.join(home, 'unmounted'));
    await lookAfter(0);
    expect(await status(folder)).toEqual({ isAway: true, problem: 'night on the share lab is not there.' });
    expect(await seen(folder)).toEqual(['a.csv started']);
    renameSync(path.join(home, 'unmounted'), path.join(share, 'night'));
    put('night/b.csv', 'two');
    await lookAfter(0);
    expect(await lookAfter(15)).toBe(1);
    expect(await status(folder)).toEqual({ isAway: false, problem: null });
    expect(await jobs()).toHaveLength(2);
  });

  it('that is a whole share and is empty all at once is taken for one that is not mounted', async () => {
    const folder = await watch({ folder: '', recursive: true });
    put('night/a.csv', 'one');
    await lookAfter(0);
    rmSync(path.join(share, 'night'), { recursive: true });
    await lookAfter(15);
    expect(await status(folder)).toMatchObject({
      isAway: true,
      problem: expect.stringContaining('not mounted'),
    });
    expect(await seen(folder)).toEqual(['night/a.csv arriving']);
  });

  it('is not left through links', async () => {
    writeFileSync(path.join(home, 'secret.csv'), 'secret');
    mkdirSync(path.join(home, 'private'), { recursive: true });
    symlinkSync(path.join(home, 'secret.csv'), path.join(share, 'night/link.csv'));
    symlinkSync(path.join(home, 'private'), path.join(share, 'out'));
    const folder = await watch({ recursive: true });
    const out = await watch({ name: 'Out', folder: 'out' });
    await lookAfter(0);
    expect(await seen(folder)).toEqual([]);
    expect(await status(out)).toEqual({
      isAway: true,
      problem: 'out on the share lab leads out of the share.',
    });
  });

  it('starts nothing for somebody who may not, says so, and starts it once somebody else saves it', async () => {
    const folder = await watch({ quietS: 0 });
    await database.query(`update project_member set role = 'viewer' where user_id = $1`, [owner.userId]);
    put('night/a.csv', 'one');
    await lookAfter(0);
    expect(await lookAfter(15)).toBe(0);
    expect((await status(folder)).problem).toMatch(/may no longer run batches/);
    expect(await seen(folder)).toEqual(['a.csv waiting']);
    await database.query(`update project_member set role = 'editor' where user_id = $1`, [owner.userId]);
    expect(await lookAfter(15)).toBe(1);
    expect((await status(folder)).problem).toBeNull();
  });

  it('is looked into by nobody while it is paused', async () => {
    const folder = await watch();
    await persistence.watchedFolders.setPaused(actor(), folder, true);
    put('night/a.csv', 'one');
    await lookAfter(0);
    expect(await seen(folder)).toEqual([]);
  });
});

it('takes and starts each file once, however many workers look at the same time', async () => {
  const folder = await watch({ quietS: 0 });
  for (let n = 0; n < 60; n++) put(`night/${n}.csv`, `content ${n % 50}`);
  const both = async (seconds: number) => {
    await lookAfter(seconds);
    const free = database.query('update watched_folder set looked_at = null');
    return Promise.all([
      free,
      ...[persistence, second].flatMap((each) => [each, each]).map((each) => each.watchedFolders.pass()),
    ]);
  };
  for (const seconds of [0, 15, 1, 1]) await both(seconds);
  const states = (await seen(folder)).map((line) => line.split(' ')[1]);
  expect(states.filter((state) => state === 'started')).toHaveLength(50);
  expect(states.filter((state) => state === 'same_content')).toHaveLength(10);
  expect(await jobs()).toHaveLength(50);
  const { rows } = await persistence.files.list(projectId, { first: 100 });
  expect(rows).toHaveLength(50);
});

it.each([
  [{ templateId: '999999' }, 'UNKNOWN_TARGET'],
  [{ input: 'videos' }, 'UNKNOWN_INPUT'],
  [{ folder: '../other' }, 'INVALID_PATH'],
  [{ name: ' ' }, 'INVALID_NAME'],
] as const)('refuses %j with %s', async (changes, code) => {
  await expect(watch(changes)).rejects.toMatchObject({ code });
});
