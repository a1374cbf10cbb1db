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

export interface BareQueueRun {
  /** So many jobs first, uncounted: code is compiled and processes start with their first jobs. */
  readonly warmUpJobs: number;
  readonly jobCount: number;
  readonly concurrency: number;
  /** Each job in one of the library's own job processes, and not in the process that takes it. */
  readonly inProcesses?: boolean;
}

/**
 * Jobs per second of the queue library as it comes: jobs that do nothing, no history. The line that our own engine on
 * the same PostgreSQL is measured against.
 */
export async function bareQueueJobsPerS(home: BareQueueHome, run: BareQueueRun): Promise<number> {
  const { warmUpJobs, jobCount, concurrency, inProcesses = false } = run;
  const { queue, startWorker } =
    'databaseUrl' in home ? inPostgres(home.databaseUrl) : inRedis(home.redisSocket);
  const worker = startWorker(concurrency, inProcesses ? processor : nothing);
  worker.on('error', () => undefined);
  await worker.pause();
  const secondsOf = async (count: number) => {
    const jobs = Array.from({ length: count }, (_, n) => ({ name: 'job', data: { n } }));
    await queue.addBulk(jobs.map((job) => ({ ...job, opts: { removeOnComplete: true } })));
    const startedMs = performance.now();
    await new Promise<void>((resolve) => {
      let done = 0;
      const note = () => {
        if (++done !== count) return;
        worker.off('completed', note);
        resolve();
      };
      worker.on('completed', note);
      worker.resume();
    });
    const seconds = (performance.now() - startedMs) / 1_000;
    await worker.pause();
    return seconds;
  };
  await secondsOf(warmUpJobs);
  const seconds = await secondsOf(jobCount);
  await worker.close();
  await queue.close();
  return jobCount / seconds;
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
const processor = new URL('./bare-processor.bench.js', import.meta.url);

type Work = typeof nothing | URL;

function inPostgres(databaseUrl: string) {
  const connection = { connectionString: databaseUrl, schema: queueSchema, max: 10 };
  return {
    queue: new Queue('bench', { connection }, createPostgresBackend),
    startWorker: (concurrency: number, work: Work) =>
      new Worker('bench', work, { connection, concurrency }, createPostgresBackend),
  };
}

function inRedis(path: string) {
  const connection = { path, maxRetriesPerRequest: null };
  return {
    queue: new Queue('bench', { connection }),
    startWorker: (concurrency: number, work: Work) => new Worker('bench', work, { connection, concurrency }),
  };
}
