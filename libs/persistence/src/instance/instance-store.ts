import { toJson } from '../database/json.js';
import type { Database } from '../database/session.js';

/** Settings and small pieces of state of this installation, by key. */
export function instanceStore(database: Database) {
  return {
    /** The stored JSON value, null when there is none. */
    async get(key: string): Promise<unknown> {
      const [row] = await database.query<{ value: unknown }>(
        'select value from instance_setting where key = $1',
        [key],
      );
      return row?.value ?? null;
    },
    async set(key: string, value: unknown): Promise<void> {
      await database.query(
        `insert into instance_setting (key, value) values ($1, $2)
         on conflict (key) do update set value = excluded.value`,
        [key, toJson(value)],
      );
    },
  };
}
