import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrateDown } from '../libs/persistence/src/database/migrate.js';
import { migrate, requireCurrentSchema } from '../libs/persistence/src/index.js';
import { createTestDatabase, type TestDatabase } from './fixtures/database.js';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase('empty');
});
afterEach(() => database.dispose());

/** Everything the migrations made, as text. */
async function describeSchema(): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) as line
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
     union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
     union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
       where connamespace = 'public'::regnamespace
     union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
     union all select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
     order by 1`,
  );
  return rows.map((row) => row.line).filter((line) => !/schema_migration/.test(line));
}

describe('migrations', () => {
  it('go up, down to nothing, and up to the same schema again', async () => {
    expect(await migrate(database.databaseUrl)).not.toEqual([]);
    const first = await describeSchema();
    expect(first.length).toBeGreaterThan(100);
    await migrateDown(database.databaseUrl);
    expect(await describeSchema()).toEqual([]);
    await migrate(database.databaseUrl);
    expect(await describeSchema()).toEqual(first);
  });

  it('do nothing the second time, and wait for each other when run at once', async () => {
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.databaseUrl)));
    expect(results.filter((applied) => applied.length > 0)).toHaveLength(1);
    expect(await migrate(database.databaseUrl)).toEqual([]);
  });

  it('refuse an applied file that was edited', async () => {
    await migrate(database.databaseUrl);
    await database.query(`update schema_migration set sha256 = 'other' where version = 1`);
    await expect(migrate(database.databaseUrl)).rejects.toThrow(
      /0001_foundation differs from the one that was applied/,
    );
    await expect(requireCurrentSchema(database.databaseUrl)).rejects.toThrow(/must not be edited/);
  });

  it('refuse a database of a newer release', async () => {
    await migrate(database.databaseUrl);
    await database.query(`insert into schema_migration values (9999, '9999_later', 'x')`);
    await expect(migrate(database.databaseUrl)).rejects.toThrow(
      /9999 \(9999_later\), which this release does not know/,
    );
  });

  it('that are missing are told with what to do', async () => {
    await expect(requireCurrentSchema(database.databaseUrl)).rejects.toThrow(
      /schema version 0, .* Run the migrations/,
    );
    await migrate(database.databaseUrl);
    await expect(requireCurrentSchema(database.databaseUrl)).resolves.toBeUndefined();
  });
});
