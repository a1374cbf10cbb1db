/** How soon a single job starts when nothing else runs, beside the bare queue library on the same PostgreSQL. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, openPersistence, startEmbeddedPostgres } from '@batchyard/persistence';
import { queueLibrary, runBatch, startWorker } from './engine.bench.js';

const rounds = 60;

/** Milliseconds: 50th and 99th hundredth of the delays. */
export interface Delays {
  readonly p50: number;
  readonly p99: number;
}

/** @returns from the batch's row to the start of its job in a job process, and from adding to the bare handler */
export async function measureLatency(): Promise<{ readonly engine: Delays; readonly bare: Delays }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
  try {
    const { databaseUrl } = postgres;
    await migrate(databaseUrl);
    const { addBenchProject, bareQueueDelaysMs, startDelayMs } = await queueLibrary();
    const projectId = await addBenchProject(databaseUrl);
    const bare = await bareQueueDelaysMs(databaseUrl, rounds);
    const filesDir = path.join(folder, 'files');
    const store = await openPersistence({ databaseUrl, filesDir });
    const worker = startWorker(databaseUrl, folder, filesDir, 1);
    const delays: number[] = [];
    try {
      await runBatch(store, projectId, 'warm-up', 5);
      for (let round = 0; round < rounds; round++) {
        await sleep(100 + 10 * (round % 20));
        const { batchId } = await runBatch(store, projectId, `round ${round}`, 1);
        delays.push(await startDelayMs(databaseUrl, batchId));
      }
    } finally {
      worker.kill('SIGTERM');
      await once(worker, 'exit');
      await store.close();
    }
    return { engine: summarize(delays), bare: summarize(bare) };
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function summarize(delays: readonly number[]): Delays {
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
