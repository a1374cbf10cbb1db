import { runMigrations } from 'bullmq';
import type pg from 'pg';

/** Schema that holds the queue's tables when the queue lives in PostgreSQL. */
export const queueSchema = 'bullmq';

/** Creates or updates the queue's tables. Harmless where Redis carries the queue: they stay empty. */
export async function installQueue(client: pg.Client): Promise<void> {
  await runMigrations(client, queueSchema);
}
