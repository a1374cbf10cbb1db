import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { keptAwake } from './kept-awake.js';
import { type Database, openDatabase } from './session.js';

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  // A third of the time for statements, 4 s here, is what a transaction may idle.
  database = await openDatabase(test.databaseUrl, { maxConnections: 2, statementTimeoutMs: 12_000 });
});
afterAll(async () => {
  await database.close();
  await test.dispose();
});

async function* slowly(portions: readonly number[]) {
  await sleep(5_500);
  yield* portions;
}

describe('a transaction that waits for portions from elsewhere', () => {
  it('is ended by the database when it is not heard of', async () => {
    await expect(
      database.transaction(async (session) => {
        await session.query('select 1');
        for await (const _ of slowly([1])) await session.query('select 1');
      }),
    ).rejects.toThrow();
  });

  it('goes on when it is kept awake, and hands on every portion', async () => {
    const taken: number[] = [];
    await database.transaction(async (session) => {
      await session.query('select 1');
      for await (const portion of keptAwake(session, slowly([1, 2]))) taken.push(portion);
      await session.query('select 1');
    });
    expect(taken).toEqual([1, 2]);
  });

  it('hears of the failure of its source', async () => {
    async function* broken() {
      yield 1;
      throw new Error('The source is gone.');
    }
    const work = database.transaction(async (session) => {
      for await (const _ of keptAwake(session, broken())) await session.query('select 1');
    });
    await expect(work).rejects.toThrow('The source is gone.');
  });
});
