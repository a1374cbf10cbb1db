import { maxBundle } from '../child/protocol.js';

/** How many jobs of a batch a slot takes at once: more than one only where they lately took next to no time. */
export interface BundleSizes {
  of(batchId: string): number;
  /** @param ranMs what a job of the batch took */
  learn(batchId: string, ranMs: number): void;
}

/** A bundle is to take about this long: what is tiny beside the round trips of a job. */
const bundleMs = 20;
/** What is typical follows the median of the jobs by steps of this size: a few slow ones say nothing about the others. */
const step = 1.1;
const shortestMs = 0.01;
const keptBatches = 100;

export function createBundleSizes(): BundleSizes {
  const typicalMs = new Map<string, number>();
  return {
    of(batchId) {
      const ms = typicalMs.get(batchId);
      if (ms === undefined) return 1;
      return Math.min(maxBundle, Math.max(1, Math.floor(bundleMs / ms)));
    },
    learn(batchId, ranMs) {
      const before = typicalMs.get(batchId) ?? ranMs;
      typicalMs.delete(batchId);
      typicalMs.set(batchId, Math.max(shortestMs, ranMs > before ? before * step : before / step));
      for (const oldest of typicalMs.keys()) {
        if (typicalMs.size <= keptBatches) break;
        typicalMs.delete(oldest);
      }
    },
  };
}
