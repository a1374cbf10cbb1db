import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addProject } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { type Database, openDatabase } from '../database/session.js';
import { type BlobStore, openBlobStore } from './blob-store.js';
import { orphanSweep, sweepPortion } from './orphans.js';

let folder: string;
let blobs: BlobStore;
let database: TestDatabase;
let session: Database;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-orphans-'));
  blobs = await openBlobStore(folder);
  database = await createTestDatabase();
  session = await openDatabase(database.databaseUrl, { maxConnections: 2 });
});
afterAll(async () => {
  await session.close();
  await database.dispose();
  await rm(folder, { recursive: true, force: true });
});

const put = async (text: string) => (await blobs.put(Readable.from([Buffer.from(text)]))).sha256;
const makeOld = (sha256: string) => utimes(blobs.pathOf(sha256), new Date(0), new Date(0));
const portionOf = (sha256: string) => Number.parseInt(sha256.slice(0, 2), 16);
const sweep = (sha256: string) => sweepPortion(session, folder, portionOf(sha256), 60_000);
const left = async () =>
  (await readdir(folder, { recursive: true }))
    .map((name) => path.basename(name))
    .filter((name) => name.length > 60);

describe('sweeping the storage', () => {
  it('removes what is old and has no row, and nothing else', async () => {
    const projectId = await addProject(database, 'orphans');
    const [named, fresh, orphan] = [await put('named'), await put('fresh'), await put('orphan')];
    const shared = await put('shared');
    await database.query(
      `with t as (insert into template (project_id, name, pipeline_name) values ($1, 'T', 'p') returning id)
       insert into template_version (template_id, version, params, options, files)
       select id, 1, '{}', '{}', jsonb_build_array(jsonb_build_object('input', 'baseline', 'sha256', $2::text)) from t`,
      [projectId, shared],
    );
    await makeOld(shared);
    await database.query(
      `insert into file (project_id, name, size_bytes, sha256, media_type) values ($1, 'a', 5, $2, 'text/plain')`,
      [projectId, named],
    );
    await makeOld(named);
    await makeOld(orphan);
    expect([await sweep(named), await sweep(shared), await sweep(fresh), await sweep(orphan)]).toEqual([
      0, 0, 0, 1,
    ]);
    expect((await left()).sort()).toEqual([named, shared, fresh].sort());
  });

  it('never takes a file away that is stored again at the same time', async () => {
    const again = await put('again');
    for (let round = 0; round < 40; round++) {
      await makeOld(again);
      await Promise.all([sweep(again), put('again')]);
      expect(await left()).toContain(again);
    }
  });

  it('is done once a minute, however many ask', async () => {
    const orphans = await Promise.all(Array.from({ length: 600 }, (_, n) => put(`orphan ${n}`)));
    await Promise.all(orphans.map(makeOld));
    await database.query(`delete from instance_setting where key = 'blobs.swept_minute'`);
    const { sweep: ask } = orphanSweep(session, folder);
    const counts = await Promise.all([ask(), ask(), ask()]);
    // Two of them only where a minute ended in between.
    expect(counts.filter((count) => count > 0).length).toBeLessThanOrEqual(2);
    expect(orphans.length - (await left()).length).toBeLessThan(orphans.length / 2);
  });
});
