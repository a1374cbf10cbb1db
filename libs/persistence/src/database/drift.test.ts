import { attemptOutcomes, batchStates, failureKinds, jobStates, jobTransitions } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, type EntityMetadata } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { entities } from './entities/index.js';

interface Column {
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly identity: boolean;
}

/** One table as seen by either side, comparable by value. */
interface Table {
  readonly columns: Record<string, Column>;
  readonly primaryKey: string[];
  readonly uniques: string[];
  readonly foreignKeys: string[];
}

let database: TestDatabase;
let migrated: Record<string, Table>;
let declared: Record<string, Table>;

beforeAll(async () => {
  database = await createTestDatabase();
  migrated = await readSchema(database);
  const dataSource = new DataSource({ type: 'postgres', url: database.databaseUrl, entities: [...entities] });
  await dataSource.initialize();
  declared = Object.fromEntries(dataSource.entityMetadatas.map((meta) => [meta.tableName, tableOf(meta)]));
  await dataSource.destroy();
});
afterAll(() => database.dispose());

describe('entities and migrated schema', () => {
  it('have the same tables', () => {
    expect(Object.keys(declared).sort()).toEqual(Object.keys(migrated).sort());
  });

  it.each(entities.map((entity) => entity.name))('%s equals its table', (name) => {
    const table = tableNameOf(name);
    expect(declared[table]).toEqual(migrated[table]);
  });
});

describe('state lists in SQL', () => {
  it('job.state allows exactly the states of the domain', async () => {
    expect(await allowedValues('job', 'state')).toEqual([...jobStates].sort());
  });

  it('batch.state allows exactly the states of the domain', async () => {
    expect(await allowedValues('batch', 'state')).toEqual([...batchStates].sort());
  });

  it('attempt.outcome allows exactly the outcomes of the domain', async () => {
    expect(await allowedValues('attempt', 'outcome')).toEqual([...attemptOutcomes].sort());
  });

  it('job.failure_kind allows exactly the kinds of the domain', async () => {
    expect(await allowedValues('job', 'failure_kind')).toEqual([...failureKinds].sort());
  });

  it('job_transition holds exactly the transitions of the domain, retries marked', async () => {
    const rows = await database.query<{ from_state: string; to_state: string; is_retry: boolean }>(
      'select from_state, to_state, is_retry from job_transition',
    );
    const ours = jobTransitions.map(
      ({ from, to, verb }) => `${from} → ${to}${verb === 'retry' ? ' (retry)' : ''}`,
    );
    const theirs = rows.map((row) => `${row.from_state} → ${row.to_state}${row.is_retry ? ' (retry)' : ''}`);
    expect(theirs.sort()).toEqual(ours.sort());
  });

  /** Values of the check `column in (…)`, sorted. */
  async function allowedValues(table: string, column: string): Promise<string[]> {
    const rows = await database.query<{ definition: string }>(
      `select pg_get_constraintdef(c.oid) as definition from pg_constraint c
       where c.conrelid = $1::regclass and c.contype = 'c'
         and c.conkey = array[(select attnum from pg_attribute where attrelid = $1::regclass and attname = $2)]`,
      [table, column],
    );
    expect(rows).toHaveLength(1);
    return [...(rows[0]?.definition ?? '').matchAll(/'([a-z_]+)'/g)].map((match) => match[1] ?? '').sort();
  }
});

function tableNameOf(entityName: string): string {
  const special: Record<string, string> = { UserEntity: 'app_user' };
  const snake = entityName.replace(/Entity$/, '').replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`);
  return special[entityName] ?? snake.toLowerCase();
}

function tableOf(meta: EntityMetadata): Table {
  const columns = meta.columns.map((column) => [
    column.databaseName,
    {
      type: `${typeNames[String(column.type)] ?? String(column.type)}${column.isArray ? '[]' : ''}`,
      nullable: column.isNullable,
      default: defaultText(column.default),
      identity: column.generatedIdentity === 'ALWAYS',
    },
  ]);
  const names = (list: readonly { databaseName: string }[]) =>
    list.map((column) => column.databaseName).join(', ');
  return {
    columns: Object.fromEntries(columns),
    primaryKey: meta.primaryColumns.map((column) => column.databaseName).sort(),
    uniques: meta.uniques.map((unique) => names(unique.columns)).sort(),
    foreignKeys: meta.foreignKeys
      .map((key) => {
        const target = `${key.referencedEntityMetadata.tableName} (${names(key.referencedColumns)})`;
        return `(${names(key.columns)}) → ${target} on delete ${key.onDelete ?? 'NO ACTION'}`;
      })
      .sort(),
  };
}

const typeNames: Record<string, string> = { timestamptz: 'timestamp with time zone' };

function defaultText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'function') return String(value());
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function readSchema(db: TestDatabase): Promise<Record<string, Table>> {
  const columns = await db.query<{ table: string; name: string } & Column>(
    `select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable, a.attidentity <> '' as identity,
       regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^''(.*)''::\\w+(\\[\\])?$', '\\1') as "default"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  );
  const constraints = await db.query<{
    table: string;
    type: string;
    columns: string;
    target: string;
    action: string;
  }>(
    `select c.conrelid::regclass::text as "table", c.contype as type,
       (select string_agg(a.attname, ', ' order by k.n) from unnest(c.conkey) with ordinality k(num, n)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num) as columns,
       c.confrelid::regclass::text || ' (' || (select string_agg(a.attname, ', ' order by k.n)
          from unnest(c.confkey) with ordinality k(num, n)
          join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num) || ')' as target,
       case c.confdeltype when 'c' then 'CASCADE' when 'n' then 'SET NULL' else 'NO ACTION' end as action
     from pg_constraint c where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'f')`,
  );
  const tables = [...new Set(columns.map((column) => column.table))];
  return Object.fromEntries(
    tables.map((table) => {
      const own = constraints.filter((constraint) => constraint.table === table);
      const ofType = (type: string) => own.filter((constraint) => constraint.type === type);
      return [
        table,
        {
          columns: Object.fromEntries(
            columns
              .filter((column) => column.table === table)
              .map(({ name, type, nullable, default: value, identity }) => [
                name,
                { type, nullable, default: value, identity },
              ]),
          ),
          primaryKey: ofType('p')
            .flatMap((key) => key.columns.split(', '))
            .sort(),
          uniques: ofType('u')
            .map((unique) => unique.columns)
            .sort(),
          foreignKeys: ofType('f')
            .map((key) => `(${key.columns}) → ${key.target} on delete ${key.action}`)
            .sort(),
        },
      ];
    }),
  );
}
