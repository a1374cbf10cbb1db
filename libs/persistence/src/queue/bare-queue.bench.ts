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

/** Milliseconds from adding one job to an idle queue to the beginning of its handler, once for each round. */
export async function bareQueueDelaysMs(databaseUrl: string, rounds: number): Promise<number[]> {
  const connection = { connectionString: databaseUrl, schema: queueSchema, max: 10 };
  const queue = new Queue('bench-idle', { connection }, createPostgresBackend);
  let begin: () => void = () => undefined;
  const worker = new Worker('bench-idle', async () => begin(), { connection }, createPostgresBackend);
  worker.on('error', () => undefined);
  await worker.waitUntilReady();
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await new Promise((resolve) => setTimeout(resolve, 100 + 10 * (round % 20)));
    const addedMs = performance.now();
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    await queue.add('job', {}, { removeOnComplete: true });
    await begun;
    delays.push(performance.now() - addedMs);
  }
  await worker.close();
  await queue.close();
  return delays;
}

/** Milliseconds from a batch's row to the start of its first job. */
export async function startDelayMs(databaseUrl: string, batchId: string): Promise<number> {
  const client = await connectClient(databaseUrl);
  try {
    const { rows } = await client.query<{ ms: number }>(
      `select extract(epoch from min(a.started_at) - b.created_at)::float8 * 1000 as ms
       from batch b join job j on j.batch_id = b.id join attempt a on a.job_id = j.id where b.id = $1 group by b.id`,
      [batchId],
    );
    return rows[0]?.ms ?? Number.NaN;
  } finally {
    await client.end();
  }
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
