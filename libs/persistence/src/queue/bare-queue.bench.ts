/** What the throughput benchmark needs from behind the store: a project to write to, and the queue library alone. */
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { connectClient } from '../database/pool.js';
import { queueSchema } from './install.js';

/** @returns id of a new project in a fresh database that knows pipeline `trial` 1.0.0 */
export async function addBenchProject(databaseUrl: string): Promise<string> {
  const client = await connectClient(databaseUrl);
  try {
    await client.query(
      `insert into pipeline (name, version, title, definition) values ('trial', '1.0.0', 'Trial', '{}')`,
    );
    const { rows } = await client.query<{ id: string }>(
      `insert into project (slug, name) values ('bench', 'Bench') returning id`,
    );
    return rows[0]?.id ?? '';
  } finally {
    await client.end();
  }
}

/** Where the bare queue lives. */
export type BareQueueHome = { readonly databaseUrl: string } | { readonly redisSocket: string };

/**
 * Jobs per second of the queue library as it comes: jobs that do nothing, no history, no job process. The line that
 * our own engine on the same PostgreSQL is measured against.
 */
export async function bareQueueJobsPerS(
  home: BareQueueHome,
  jobCount: number,
  concurrency: number,
): Promise<number> {
  const { queue, startWorker } =
    'databaseUrl' in home ? inPostgres(home.databaseUrl) : inRedis(home.redisSocket);
  const jobs = Array.from({ length: jobCount }, (_, n) => ({ name: 'job', data: { n } }));
  await queue.addBulk(jobs.map((job) => ({ ...job, opts: { removeOnComplete: true } })));
  const startedMs = performance.now();
  const elapsedMs = await new Promise<number>((resolve) => {
    let done = 0;
    const worker = startWorker(concurrency);
    worker.on('error', () => undefined);
    worker.on('completed', () => {
      if (++done !== jobCount) return;
      const ms = performance.now() - startedMs;
      void worker.close().then(() => resolve(ms));
    });
  });
  await queue.close();
  return jobCount / (elapsedMs / 1_000);
}

const nothing = async () => null;

function inPostgres(databaseUrl: string) {
  const connection = { connectionString: databaseUrl, schema: queueSchema, max: 10 };
  return {
    queue: new Queue('bench', { connection }, createPostgresBackend),
    startWorker: (concurrency: number) =>
      new Worker('bench', nothing, { connection, concurrency }, createPostgresBackend),
  };
}

function inRedis(path: string) {
  const connection = { path, maxRetriesPerRequest: null };
  return {
    queue: new Queue('bench', { connection }),
    startWorker: (concurrency: number) => new Worker('bench', nothing, { connection, concurrency }),
  };
}
