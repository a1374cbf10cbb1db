/** Shares are read for projects that may, and for no other, by whatever way one tries. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { schedulePoliciesSchema } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { type Database, openDatabase } from '../database/session.js';
import { openPersistence, type Persistence } from '../persistence.js';
import type { NewSchedule } from '../schedules/schedule-record.js';
import { openShares, type Shares } from './shares.js';

const home = mkdtempSync(path.join(os.tmpdir(), 'batchyard-shares-'));
const folders = new Map([['lab', path.join(home, 'lab')]]);
const actor = { userId: null, source: 'system' } as const;
let database: TestDatabase;
let session: Database;
let persistence: Persistence;
let shares: Shares;
/** One that may, and one that may not. */
let [granted, other] = ['', ''];

beforeAll(async () => {
  database = await createTestDatabase();
  const { databaseUrl } = database;
  session = await openDatabase(databaseUrl, { maxConnections: 2 });
  persistence = await openPersistence({ databaseUrl, filesDir: path.join(home, 'files'), shares: folders });
  shares = openShares(folders, session);
  mkdirSync(path.join(home, 'lab', 'night'), { recursive: true });
  writeFileSync(path.join(home, 'lab', 'night', 'a.csv'), 'secret');
  writeFileSync(path.join(home, 'lab', 'night', 'jobs.csv'), 'id,markers\none,a.csv\n');
  granted = await addProject('granted');
  other = await addProject('other');
  await persistence.shares.grant(actor, 'lab', granted);
});
afterAll(async () => {
  await Promise.all([persistence.close(), session.close()]);
  await database.dispose();
  rmSync(home, { recursive: true });
});

async function addProject(slug: string): Promise<string> {
  const [project] = await database.query<{ id: string }>(
    'insert into project (slug, name) values ($1, $1) returning id',
    [slug],
  );
  return project?.id ?? '';
}

/** Somebody who may run batches there, and a template. */
async function ownerOf(projectId: string) {
  const [user] = await database.query<{ id: string }>(
    `insert into app_user (email, name) values ($1 || '@lab.example', 'U')
     on conflict (email) do update set name = 'U' returning id`,
    [`p${projectId}`],
  );
  const userId = user?.id ?? '';
  await database.query(
    `insert into project_member (project_id, user_id, role) values ($1, $2, 'editor') on conflict do nothing`,
    [projectId, userId],
  );
  const owner = { userId, source: 'web' } as const;
  const solve = { name: 'Solve', pipelineName: 'rigid-body', params: {}, options: {} };
  return { owner, templateId: await persistence.templates.save(owner, projectId, solve) };
}

async function watchIn(projectId: string) {
  const { owner, templateId } = await ownerOf(projectId);
  const id = await persistence.watchedFolders.create(owner, projectId, {
    name: 'Night',
    share: 'lab',
    folder: 'night',
    patterns: ['a.csv'],
    recursive: false,
    doneSuffix: null,
    pollS: 1,
    stableS: 1,
    quietS: 0,
    longestWaitS: 0,
    designId: null,
    templateId,
    templateVersion: null,
    input: null,
    inputs: {},
    options: {},
  });
  await persistence.watchedFolders.pass();
  await database.query(`update watched_file set unchanged_since = now() - interval '1 min'`);
  await database.query('update watched_folder set looked_at = null');
  await persistence.watchedFolders.pass();
  return persistence.watchedFolders.find({ userId: owner.userId, isAdministrator: false }, id);
}

/** Runs once what has such inputs or such a sheet. @returns how that ended */
async function scheduleIn(projectId: string, target: Partial<NewSchedule>) {
  const { owner, templateId } = await ownerOf(projectId);
  const id = await persistence.schedules.create(owner, projectId, {
    name: JSON.stringify(target),
    cron: '0 2 1 1 *',
    zone: 'UTC',
    policies: schedulePoliciesSchema.parse({}),
    designId: null,
    templateId,
    templateVersion: null,
    inputs: null,
    sheet: null,
    newOnly: false,
    options: {},
    ...target,
  });
  const schedule = await persistence.schedules.find({ userId: owner.userId, isAdministrator: false }, id);
  await persistence.schedules.runNow(owner, schedule);
  await persistence.schedules.pass(undefined, async () => ({ sheet: 'jobs', jobs: [], leftOut: [] }));
  return (await persistence.schedules.latest([id])).get(id);
}

const filesOf = (projectId: string) =>
  database.query('select name from file where project_id = $1 order by name', [projectId]);

describe('a share', () => {
  it('is listed and opened for a project that may, looked up each time', async () => {
    const night = { share: 'lab', folder: 'night' };
    expect((await shares.list(granted, night, false)).map((file) => file.path).sort()).toEqual([
      'a.csv',
      'jobs.csv',
    ]);
    await (await shares.open(granted, night, 'a.csv')).close();
    const refusal = { code: 'SHARE_NOT_GRANTED' };
    await expect(shares.list(other, night, false)).rejects.toMatchObject(refusal);
    await expect(shares.open(other, night, 'a.csv')).rejects.toMatchObject(refusal);
    await persistence.shares.grant(actor, 'lab', other);
    await (await shares.open(other, night, 'a.csv')).close();
    await persistence.shares.revoke(actor, 'lab', other);
    await expect(shares.open(other, night, 'a.csv')).rejects.toMatchObject(refusal);
  });

  it('is granted and taken away once, with an entry in the journal of the project', async () => {
    for (let n = 0; n < 2; n++) await persistence.shares.grant(actor, 'lab', other);
    const both = [granted, other];
    expect(await persistence.shares.list()).toEqual([{ name: 'lab', projectIds: both }]);
    expect(await persistence.shares.ofProject(other)).toEqual(['lab']);
    for (let n = 0; n < 2; n++) await persistence.shares.revoke(actor, 'lab', other);
    expect(await persistence.shares.ofProject(other)).toEqual([]);
    const journal = await database.query<{ verb: string }>(
      `select verb from changeset where project_id = $1 and verb like '%share' order by id desc limit 2`,
      [other],
    );
    expect(journal.map(({ verb }) => verb)).toEqual(['revoke_share', 'grant_share']);
    await expect(persistence.shares.grant(actor, 'none', other)).rejects.toMatchObject({
      code: 'UNKNOWN_SHARE',
    });
  });
});

describe('what another project may read', () => {
  const refusal = 'This project may not read a share lab.';
  const sheet = { share: 'lab', path: 'night/jobs.csv', sheet: null, fields: {} };

  it('is not read by a watched folder, which says why', async () => {
    expect(await watchIn(granted)).toMatchObject({ problem: null });
    expect(await filesOf(granted)).toEqual([{ name: 'a.csv' }]);
    const folder = await watchIn(other);
    expect(folder).toMatchObject({ problem: expect.stringContaining(refusal), awaySince: expect.any(Date) });
    expect((await persistence.watchedFolders.files(folder.id, { first: 1 })).rows).toEqual([]);
    expect(await filesOf(other)).toEqual([]);
  });

  it.each<[string, Partial<NewSchedule>]>([
    ['a pattern', { inputs: { markers: 'lab:/night/*.csv' } }],
    ['a file', { inputs: { markers: 'lab:/night/a.csv' } }],
    ['a sheet', { sheet }],
  ])('is not read by a schedule with %s, although its content is known', async (_what, target) => {
    // For the one that may, the reason is another one or there is none.
    expect((await scheduleIn(granted, target))?.reason ?? '').not.toContain(refusal);
    expect(await scheduleIn(other, target)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(refusal),
      batchId: null,
    });
    expect(await filesOf(other)).toEqual([]);
  });
});
