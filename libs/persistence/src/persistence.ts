import { batchStore } from './batches/batch-store.js';
import { openBlobStore } from './blobs/blob-store.js';
import { openChangeFeed } from './changes/change-feed.js';
import { openDatabase } from './database/session.js';
import { instanceStore } from './instance/instance-store.js';
import { jobStore } from './jobs/job-store.js';
import { openJobQueue } from './queue/job-queue.js';
import { workerStore } from './workers/worker-store.js';

export interface PersistenceOptions {
  /** PostgreSQL; its schema must be current (`requireCurrentSchema`). */
  readonly databaseUrl: string;
  /** Redis or Valkey that carries the queue; absent: the queue lives in the same PostgreSQL. */
  readonly queueUrl?: string | undefined;
  /** Folder of uploaded files and artifacts; made when absent. */
  readonly filesDir: string;
  /** Database connections of this process at most. */
  readonly maxConnections?: number;
}

/** Opens everything that outlives a process: one store per noun. Close it before the process ends. */
export async function openPersistence(options: PersistenceOptions) {
  const database = await openDatabase(options.databaseUrl, { maxConnections: options.maxConnections ?? 10 });
  const queue = openJobQueue(options);
  const changes = openChangeFeed(options.databaseUrl);
  const batches = batchStore(database, queue);
  return {
    batches,
    blobs: await openBlobStore(options.filesDir),
    changes,
    instance: instanceStore(database),
    jobs: jobStore(database, queue, batches.settle),
    queue: { consume: queue.consume },
    workers: workerStore(database),
    async close(): Promise<void> {
      await Promise.all([queue.close(), changes.close()]);
      await database.close();
    },
  };
}
export type Persistence = Awaited<ReturnType<typeof openPersistence>>;
