/**
 * Jobs per second end to end: planned rows → dispatch → queue → start → warm job process → final write with attempt,
 * stages and metric. Beside it the bare queue library on the same PostgreSQL, which does nothing of that.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, openPersistence, startEmbeddedPostgres } from '@batchyard/persistence';
import { queueLibrary, runBatch, startWorker } from './engine.bench.js';

export interface ThroughputBenchmark {
  readonly name: string;
  /**
   * `jobs_per_s` of the engine; `bare_jobs_per_s` of the queue library, which calls a function of its own process, and
   * the `ratio` of the two; `bare_process_jobs_per_s` of the queue library with job processes like ours, and
   * `process_ratio`; where Redis is installed `redis_jobs_per_s`; on Linux `worker_us`, `jobs_us` (the job processes) and `postgres_us`,
   * processor time per job of the engine, and `worker_mb`, the most memory that the worker took.
   */
  run(): Promise<Record<string, number>>;
}

const jobCount = 10_000;
/** Uncounted, so many that all processes have compiled what they run, which a service does once in days. */
const warmUpJobs = 10_000;

/** One worker process with 10 and with 50 slots, jobs that do nothing, a durable database of its own for each run. */
export function throughputBenchmarks(): ThroughputBenchmark[] {
  return [10, 50].map((slots) => ({
    name: `engine, ${jobCount.toLocaleString('en')} empty jobs on ${slots} slots`,
    run: () => run(slots),
  }));
}

async function run(slots: number): Promise<Record<string, number>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const dataDir = path.join(folder, 'postgres');
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    const { databaseUrl } = postgres;
    await migrate(databaseUrl);
    const { addBenchProject, bareQueueJobsPerS } = await queueLibrary();
    const projectId = await addBenchProject(databaseUrl);
    const counted = { warmUpJobs, jobCount, concurrency: slots };
    const bare = await bareQueueJobsPerS({ databaseUrl }, counted);
    const inProcesses = await bareQueueJobsPerS({ databaseUrl }, { ...counted, inProcesses: true });
    const redis = await withRedis(folder, (redisSocket) => bareQueueJobsPerS({ redisSocket }, counted));
    const engine = await measureEngine({ databaseUrl, dataDir, folder, projectId, slots });
    return {
      ...engine,
      bare_jobs_per_s: bare,
      ratio: engine.jobs_per_s / bare,
      bare_process_jobs_per_s: inProcesses,
      process_ratio: engine.jobs_per_s / inProcesses,
      ...redis,
    };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns nothing where Redis is not installed */
async function withRedis(
  folder: string,
  measure: (socket: string) => Promise<number>,
): Promise<{ redis_jobs_per_s?: number }> {
  const socket = path.join(folder, 'redis.sock');
  const options = ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', options, { cwd: folder, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.once('exit', () => resolve());
  });
  const isUp = async () => {
    while (!existsSync(socket)) await sleep(20);
    return true;
  };
  if (!(await Promise.race([isUp(), ended.then(() => false)]))) return {};
  try {
    return { redis_jobs_per_s: await measure(socket) };
  } finally {
    server.kill();
    await ended;
  }
}

interface EngineRun {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly folder: string;
  readonly projectId: string;
  readonly slots: number;
}

async function measureEngine(engine: EngineRun): Promise<Record<string, number> & { jobs_per_s: number }> {
  const { databaseUrl, dataDir, folder, projectId, slots } = engine;
  const filesDir = path.join(folder, 'files');
  const store = await openPersistence({ databaseUrl, filesDir });
  const worker = startWorker(databaseUrl, folder, filesDir, slots);
  const postmaster = Number.parseInt(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8'), 10);
  try {
    await runBatch(store, projectId, 'warm-up', warmUpJobs);
    const before = processorTimes(worker.pid ?? 0, postmaster);
    const { seconds } = await runBatch(store, projectId, 'measured', jobCount);
    const after = processorTimes(worker.pid ?? 0, postmaster);
    const perJob = Object.keys(after).map((key) => [
      key,
      ((after[key] ?? 0) - (before[key] ?? 0)) / jobCount,
    ]);
    return { jobs_per_s: jobCount / seconds, ...Object.fromEntries(perJob), ...peakMemory(worker.pid) };
  } finally {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
    await store.close();
  }
}

/** Linux counts processor time in ticks of 10 ms. */
const tickUs = 10_000;

/** Microseconds so far, of the worker, of its job processes and of PostgreSQL; empty where Linux does not tell. */
function processorTimes(workerPid: number, postmaster: number): Record<string, number> {
  if (!existsSync('/proc/self/stat')) return {};
  const processes = new Map(
    readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map((name) => [Number(name), readStat(name)]),
  );
  const isBelow = (pid: number, ancestor: number): boolean => {
    const parent = processes.get(pid)?.[0] ?? 0;
    return parent > 1 && (parent === ancestor || isBelow(parent, ancestor));
  };
  const usage = { worker_us: 0, jobs_us: 0, postgres_us: 0 };
  for (const [pid, [parent, ...times]] of processes) {
    const us = times.reduce((sum, ticks) => sum + ticks, 0) * tickUs;
    if (pid === workerPid) usage.worker_us += us;
    else if (parent === postmaster) usage.postgres_us += us;
    else if (isBelow(pid, workerPid)) usage.jobs_us += us;
  }
  return usage;
}

function peakMemory(pid: number | undefined): { worker_mb?: number } {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return {};
  return { worker_mb: Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, 'utf8'))?.[1]) / 1_000 };
}

/** Parent, ticks in user mode, ticks in the system; empty when the process has ended. */
function readStat(pid: string): number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
    return [fields[1], fields[11], fields[12]].map(Number);
  } catch {
    return [];
  }
}
