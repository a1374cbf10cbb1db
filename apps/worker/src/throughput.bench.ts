/**
 * Jobs per second end to end: planned rows → dispatch → queue → start → warm job process → final write with attempt,
 * stages and metric. Beside it the bare queue library on the same PostgreSQL, which does nothing of that.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defaultBatchOptions, type PlannedJob, unfinishedJobs } from '@batchyard/domain';
import { migrate, openPersistence, type Persistence, startEmbeddedPostgres } from '@batchyard/persistence';

export interface ThroughputBenchmark {
  readonly name: string;
  /** `jobs_per_s` of the engine, `bare_jobs_per_s` of the queue library, and `ratio` of the two. */
  run(): Promise<Record<string, number>>;
}

const jobCount = 1_000;
const slots = 4;

/** A worker with 4 slots, 1,000 jobs that do nothing, a durable database of its own. */
export function throughputBenchmark(): ThroughputBenchmark {
  return { name: `engine, ${jobCount} empty jobs on ${slots} slots`, run };
}

async function run(): Promise<Record<string, number>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
  try {
    await migrate(postgres.databaseUrl);
    const { addBenchProject, bareQueueJobsPerS } = await queueLibrary();
    const projectId = await addBenchProject(postgres.databaseUrl);
    const bare = await bareQueueJobsPerS(postgres.databaseUrl, jobCount, slots);
    const engine = await engineJobsPerS(postgres.databaseUrl, folder, projectId);
    return { jobs_per_s: engine, bare_jobs_per_s: bare, ratio: engine / bare };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The part behind the store, which no app may import; a benchmark may look. */
function queueLibrary(): Promise<typeof import('../../../libs/persistence/src/queue/bare-queue.bench.js')> {
  return import(new URL('../../../libs/persistence/dist/queue/bare-queue.bench.js', import.meta.url).href);
}

async function engineJobsPerS(databaseUrl: string, folder: string, projectId: string): Promise<number> {
  const filesDir = path.join(folder, 'files');
  const store = await openPersistence({ databaseUrl, filesDir });
  const worker = startWorker(databaseUrl, folder, filesDir);
  try {
    // Once uncounted: the job processes start with their first jobs.
    await runBatch(store, projectId, 'warm-up', 4 * slots);
    return jobCount / (await runBatch(store, projectId, 'measured', jobCount));
  } finally {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
    await store.close();
  }
}

function startWorker(databaseUrl: string, folder: string, filesDir: string): ChildProcess {
  const pathTo = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [pathTo('./main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      FILES_DIR: filesDir,
      WORK_DIR: path.join(folder, 'work'),
      WORKER_SLOTS: String(slots),
      BATCHYARD_TEST_PIPELINES: pathTo('../../../test/fixtures/trial-pipeline.mjs'),
    },
  });
}

/** @returns seconds from the stored plan to the end of the last job */
async function runBatch(store: Persistence, projectId: string, name: string, count: number): Promise<number> {
  const { batchId } = await store.batches.create({
    projectId,
    designId: null,
    changesetId: null,
    name,
    pipelineName: 'trial',
    pipelineVersion: '1.0.0',
    spec: {},
    options: { ...defaultBatchOptions, reuse: false },
    objective: { metric: 'score', direction: 'minimize' },
    createdBy: null,
    jobs: Array.from({ length: count }, (_, position) => emptyJob(name, position)),
  });
  const startedMs = performance.now();
  while (unfinishedJobs(await store.batches.counts(batchId)) > 0) await sleep(10);
  return (performance.now() - startedMs) / 1_000;
}

function emptyJob(name: string, position: number): PlannedJob {
  const key = createHash('sha256').update(`${name} ${position}`).digest('hex');
  return {
    position,
    label: `${name} ${position}`,
    cellKey: key,
    settingKey: key,
    setting: {},
    params: { do: 'nothing', index: position },
    inputs: {},
    inputLabel: 'no input',
    replicate: 1,
    seed: '1',
  };
}
