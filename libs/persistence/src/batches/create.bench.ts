/** Creating batches: jobs per second against COPY into the same table with the same indexes and triggers, and memory. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { defaultBatchOptions, type PlannedJob } from '@batchyard/domain';
import { migrate } from '../database/migrate.js';
import { connectClient } from '../database/pool.js';
import { openDatabase } from '../database/session.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start.js';
import { addBenchProject } from '../queue/bare-queue.bench.js';
import { copyBatch } from './copy-jobs.bench.js';
import { createBatch } from './create.js';

export interface CreationFigures {
  readonly jobsPerS: number;
  readonly copyJobsPerS: number;
  /** Highest resident memory while creating, above that before. */
  readonly peakMb: number;
}

/** One round in a fresh, durable database: a batch of so many jobs, then the same by COPY, both into an empty table. */
export async function measureCreation(count: number): Promise<CreationFigures> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
  try {
    await migrate(postgres.databaseUrl);
    const projectId = await addBenchProject(postgres.databaseUrl);
    const created = await measureOurs(postgres.databaseUrl, projectId, count);
    const copyJobsPerS = await measureCopy(postgres.databaseUrl, projectId, count);
    return { ...created, copyJobsPerS };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureOurs(databaseUrl: string, projectId: string, count: number) {
  const database = await openDatabase(databaseUrl, { maxConnections: 2 });
  const create = (jobs: Iterable<PlannedJob>) =>
    database.transaction((session) =>
      createBatch(session, {
        projectId,
        designId: null,
        changesetId: null,
        name: 'created',
        pipelineName: 'trial',
        pipelineVersion: '1.0.0',
        spec: {},
        options: { ...defaultBatchOptions, reuse: false },
        objective: { metric: 'score', direction: 'minimize' },
        createdBy: null,
        jobs,
      }),
    );
  try {
    // Once uncounted, on both sides: first connections and plans.
    await create(jobsFor('warm', 100));
    await database.query('truncate batch cascade');
    const memory = watchMemory();
    const startedMs = performance.now();
    await create(jobsFor('measured', count));
    const seconds = (performance.now() - startedMs) / 1_000;
    const peakMb = memory.stop();
    await database.query('truncate batch cascade');
    return { jobsPerS: count / seconds, peakMb };
  } finally {
    await database.close();
  }
}

async function measureCopy(databaseUrl: string, projectId: string, count: number): Promise<number> {
  const client = await connectClient(databaseUrl);
  try {
    await copyBatch(client, projectId, jobsFor('warm', 100));
    await client.query('truncate batch cascade');
    const startedMs = performance.now();
    await copyBatch(client, projectId, jobsFor('copied', count));
    return count / ((performance.now() - startedMs) / 1_000);
  } finally {
    await client.end();
  }
}

/** Jobs of a sweep, made as they are asked for; rows of about 1 kB. */
function jobsFor(name: string, count: number): Iterable<PlannedJob> {
  return {
    *[Symbol.iterator]() {
      for (let position = 0; position < count; position++) yield jobAt(name, position);
    },
  };
}

const fixedParams = Object.fromEntries(
  Array.from({ length: 16 }, (_, n) => [
    `parameter_${n}`,
    { value: n * 1.25, unit: 'mm', enabled: n % 2 === 0 },
  ]),
);

function jobAt(name: string, position: number): PlannedJob {
  const cellKey = createHash('sha256').update(`${name} ${position}`).digest('hex');
  const setting = { rigid: position % 100, smooth: Math.floor(position / 100) % 100 };
  return {
    position,
    label: `rigid=${setting.rigid}, smooth=${setting.smooth}, walk_${Math.floor(position / 10_000)}.csv`,
    cellKey,
    settingKey: createHash('sha256').update(JSON.stringify(setting)).digest('hex'),
    setting,
    params: { ...fixedParams, ...setting },
    inputs: {},
    inputLabel: `walk_${Math.floor(position / 10_000)}.csv`,
    replicate: 1,
    seed: '1',
  };
}

function watchMemory() {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  return {
    stop(): number {
      look();
      clearInterval(timer);
      return (peak - before) / 2 ** 20;
    },
  };
}
