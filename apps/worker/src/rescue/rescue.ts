/** Puts right what died half-way. Every worker does it; all of it may be repeated and done by several at once. */
import type { Persistence } from '@batchyard/persistence';
import type { WorkerTiming } from '../env.js';
import { backoffMs } from './backoff.js';

/** Interrupted uploads older than this are removed. */
const staleUploadMs = 3_600_000;

/** @returns how many jobs were lost by their worker */
export async function rescue(store: Persistence, timing: WorkerTiming): Promise<number> {
  const lost = await store.jobs.loseExpired((attempt, firstMs) =>
    backoffMs(attempt, timing.backoffMs ?? firstMs),
  );
  for (const batchId of lost.batchIds) await store.batches.settle(batchId);
  await store.jobs.requeueForgotten(timing.forgottenMs);
  await store.batches.settleAll();
  await store.blobs.sweep(staleUploadMs);
  await store.blobOrphans.sweep();
  await store.imports.sweep();
  return lost.jobIds.length;
}
