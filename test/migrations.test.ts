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

  it('let projects go on reading the shares that they read when grants came', async () => {
    await migrate(database.databaseUrl);
    await migrateDown(database.databaseUrl, 19);
    expect(await database.query(`select to_regclass('share_grant') as relation`)).toEqual([
      { relation: null },
    ]);
    await database.query(useOfShares);
    await migrate(database.databaseUrl);
    const grants = await database.query(
      `select share || ' ' || slug as line, g.created_by from share_grant g join project on project.id = project_id order by 1`,
    );
    expect(grants).toEqual(
      ['cameras b', 'lab a', 'scans a', 'sheets a'].map((line) => ({ line, created_by: null })),
    );
    await migrateDown(database.databaseUrl, 19);
    expect(await database.query('select count(*)::int as schedules from schedule')).toEqual([
      { schedules: 4 },
    ]);
  });
});

/** Projects whose schedules and watched folders read shares, some twice, and one that reads none. */
const useOfShares = `
  insert into project (slug, name) values ('a', 'A'), ('b', 'B'), ('c', 'C');
  insert into template (project_id, name, pipeline_name)
    select id, 'Nightly', 'spectral-comparison' from project;
  insert into watched_folder (project_id, name, share, folder, poll_s, stable_s, quiet_s, longest_wait_s, template_id, input)
    select p.id, w.name, w.share, '', 10, 10, 60, 600, t.id, 'sample'
      from (values ('a', 'Lab', 'lab'), ('a', 'Lab again', 'lab'), ('b', 'Cameras', 'cameras')) w (slug, name, share)
      join project p using (slug) join template t on t.project_id = p.id;
  insert into schedule (project_id, name, cron, zone, policies, template_id, inputs, sheet, next_due_at)
    select p.id, s.name, '0 2 * * *', 'UTC', '{}', t.id, s.inputs::jsonb, s.sheet::jsonb, now()
      from (values ('a', 'By pattern', '{"sample": "scans:/new/*.csv", "baseline": "fresh.csv"}', null),
                   ('a', 'By sheet', '{}', '{"share": "sheets", "path": "jobs.csv"}'),
                   ('b', 'Own files', '{"sample": "by hand: *.csv"}', null),
                   ('c', 'Own files', '{"sample": "*.csv"}', null)) s (slug, name, inputs, sheet)
      join project p using (slug) join template t on t.project_id = p.id;`;
