/** Stops others in the middle of what they do, by what they have to wait for. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { service } from './lab.js';

/** Runs a statement on a connection of its own, and keeps what it locks until it is let go. */
export async function heldBack(sql: string, parameters: readonly unknown[]): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: service.database.databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query(sql, [...parameters]);
  return async () => {
    await client.query('commit');
    await client.end();
  };
}

/** Until another session waits for what is held back. */
export async function whenSomebodyWaits(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await service.database.query(waiting)).length === 0) await sleep(10);
}
