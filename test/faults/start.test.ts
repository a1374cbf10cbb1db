/** A worker that cannot work says so in one line and ends at once. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../fixtures/database.js';
import { startWorkerProcess } from '../fixtures/worker.js';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-start-'));
});
afterAll(async () => {
  await database.dispose();
  await rm(folder, { recursive: true });
});

async function startAndFail(databaseUrl: string) {
  const worker = startWorkerProcess({ databaseUrl, filesDir: folder, workDir: folder });
  const code = await worker.exited;
  return { code, lines: worker.log().trim().split('\n') };
}

describe('a worker refuses to start', () => {
  it('when there is no database, without showing the password', async () => {
    const { code, lines } = await startAndFail('postgres://lab:secret@127.0.0.1:1/batchyard');
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^The worker cannot start: the database at .* cannot be used: .*ECONNREFUSED/),
    ]);
    expect(lines.join()).not.toContain('secret');
  });

  it('when the database was never migrated', async () => {
    const empty = await createTestDatabase('empty');
    const { code, lines } = await startAndFail(empty.databaseUrl);
    await empty.dispose();
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/schema version 0, this release needs \d+.*Run the migrations/),
    ]);
  });

  it('when the database is newer', async () => {
    await database.query(`insert into schema_migration values (9999, '9999_later', 'x')`);
    const { code, lines } = await startAndFail(database.databaseUrl);
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/schema version 9999 \(9999_later\).*newer release/)]);
  });
});
