import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, type PostgresConnection } from 'bullmq';

/** Between two tries to reach the database. */
const againMs = 500;

/**
 * The queue library on PostgreSQL. As it comes, it remembers for good that its first connection failed, and asks again
 * at once, without a turn of the event loop in between: a worker that started in a bad moment would hang and fill its
 * memory.
 */
export const createQueueBackend: typeof createPostgresBackend = (...given) => {
  const backend = createPostgresBackend(...given);
  const ask = backend.connection.waitUntilReady.bind(backend.connection);
  backend.connection.waitUntilReady = () =>
    ask().catch(async (error) => {
      forget(backend.connection);
      await sleep(againMs);
      throw error;
    });
  return backend;
};

function forget(connection: PostgresConnection): void {
  Object.assign(connection, { readyPromise: undefined });
}
