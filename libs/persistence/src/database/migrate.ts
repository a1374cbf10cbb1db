/**
 * Plain-SQL migrations from `prisma-free-migrations/NNNN_name.{up,down}.sql`, each in one transaction, all under
 * one advisory lock, recorded with a checksum so that a changed file is noticed.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { installQueue } from '../queue/install.js';
import { advisoryLocks } from './advisory-locks.js';
import { connectClient } from './pool.js';

const folder = fileURLToPath(new URL('../../../../prisma-free-migrations/', import.meta.url));

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: string;
  readonly down: string;
  readonly sha256: string;
}

interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
}

/** The database's schema is not the one this release was made for. */
export class SchemaMismatch extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaMismatch';
  }
}

/**
 * Brings the database to this release's schema, queue tables included.
 * @returns the versions applied now, empty when it was current
 * @throws SchemaMismatch when the database is newer, or an applied file has changed
 */
export async function migrate(databaseUrl: string): Promise<number[]> {
  return withLock(databaseUrl, async (client) => {
    await client.query(
      `create table if not exists schema_migration (version int primary key, name text not null,
         sha256 text not null, applied_at timestamptz not null default clock_timestamp())`,
    );
    const migrations = await readMigrations();
    const applied = await readApplied(client);
    refuseStrangers(migrations, applied);
    const missing = migrations.slice(applied.length);
    for (const migration of missing) await applyUp(client, migration);
    await installQueue(client);
    return missing.map((migration) => migration.version);
  });
}

/** Takes back migrations down to, and without, `toVersion`. For tests: production only goes forward. */
export async function migrateDown(databaseUrl: string, toVersion = 0): Promise<void> {
  await withLock(databaseUrl, async (client) => {
    for (const migration of (await readMigrations()).reverse()) {
      if (migration.version <= toVersion) return;
      await inTransaction(client, async () => {
        await client.query(migration.down);
        await client.query('delete from schema_migration where version = $1', [migration.version]);
      });
    }
  });
}

/** @throws SchemaMismatch with what to do, unless the database is exactly at this release's schema */
export async function requireCurrentSchema(databaseUrl: string): Promise<void> {
  const client = await connectClient(databaseUrl);
  try {
    const applied = await readApplied(client);
    const migrations = await readMigrations();
    refuseStrangers(migrations, applied);
    if (applied.length < migrations.length) {
      throw new SchemaMismatch(
        `The database is at schema version ${applied.at(-1)?.version ?? 0}, this release needs ${migrations.at(-1)?.version}. ` +
          'Run the migrations first (`batchyard migrate`).',
      );
    }
  } finally {
    await client.end();
  }
}

async function withLock<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectClient(databaseUrl);
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLocks.migrate]);
    return await work(client);
  } finally {
    await client.end();
  }
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function applyUp(client: pg.Client, migration: Migration): Promise<void> {
  const { version, name, sha256 } = migration;
  await inTransaction(client, async () => {
    await client.query(migration.up);
    await client.query('insert into schema_migration (version, name, sha256) values ($1, $2, $3)', [
      version,
      name,
      sha256,
    ]);
  });
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.up.sql')).sort();
  return Promise.all(
    names.map(async (file) => {
      const name = file.slice(0, -'.up.sql'.length);
      const up = await readFile(folder + file, 'utf8');
      const down = await readFile(`${folder}${name}.down.sql`, 'utf8');
      const sha256 = createHash('sha256').update(up).digest('hex');
      return { version: Number.parseInt(name, 10), name, up, down, sha256 };
    }),
  );
}

async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<{ present: boolean }>(
    `select to_regclass('schema_migration') is not null as present`,
  );
  if (!rows[0]?.present) return [];
  const applied = await client.query<AppliedMigration>(
    'select version, name, sha256 from schema_migration order by version',
  );
  return applied.rows;
}

function refuseStrangers(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  applied.forEach((row, index) => {
    const migration = migrations[index];
    if (migration === undefined || migration.version !== row.version) {
      throw new SchemaMismatch(
        `The database has schema version ${row.version} (${row.name}), which this release does not know. ` +
          'It was made by a newer release: start that release instead.',
      );
    }
    if (migration.sha256 !== row.sha256) {
      throw new SchemaMismatch(
        `Migration ${row.name} differs from the one that was applied to the database. ` +
          'Applied migrations must not be edited; restore the file and add a new migration.',
      );
    }
  });
}
