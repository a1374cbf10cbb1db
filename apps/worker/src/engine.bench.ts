/** What benchmarks of the engine share: a worker process of the built sources, and batches of jobs that do nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defaultBatchOptions, type PlannedJob, unfinishedJobs } from '@batchyard/domain';
import type { Persistence } from '@batchyard/persistence';

/** The part behind the store, which no app may import; a benchmark may look. */
export function queueLibrary(): Promise<
  typeof import('../../../libs/persistence/src/queue/bare-queue.bench.js')
> {
  return import(new URL('../../../libs/persistence/dist/queue/bare-queue.bench.js', import.meta.url).href);
}

/** A worker that knows pipeline `trial`. */
export function startWorker(
  databaseUrl: string,
  folder: string,
  filesDir: string,
  slots: number,
): ChildProcess {
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

/** A look costs the database about as much as a job. */
const lookEveryMs = 25;

/** Runs a batch to its end. @returns its id, and seconds from the stored plan to the end of the last job */
export async function runBatch(
  store: Persistence,
  projectId: string,
  name: string,
  count: number,
): Promise<{ readonly batchId: string; readonly seconds: number }> {
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
  while (unfinishedJobs(await store.batches.counts(batchId)) > 0) await sleep(lookEveryMs);
  return { batchId, seconds: (performance.now() - startedMs) / 1_000 };
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
