/** What dispatch decides on: the batches that have not ended, and the workers that take jobs. Plain data. */
import type { BatchState } from '../batches/state.js';
import type { JobCounts } from '../jobs/state.js';

/** An unfinished batch. */
export interface ActiveBatch {
  readonly id: string;
  readonly projectId: string;
  readonly state: BatchState;
  /** Head start in seconds: it is treated as if it had been started so much earlier. */
  readonly priority: number;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
  /** Most jobs at once, or null. */
  readonly concurrency: number | null;
  /** Only workers with all of these take its jobs. */
  readonly labels: readonly string[];
  readonly counts: JobCounts;
  /** Of the queued jobs those that nobody has started for a while though they were heard of: by one who may be dead. */
  readonly staleQueued: number;
}

/** A worker that was heard of lately. */
export interface LivingWorker {
  readonly slots: number;
  readonly labels: readonly string[];
  /** Why it takes no further job just now, or null. */
  readonly refusal: string | null;
}

export interface DispatchSituation {
  readonly batches: readonly ActiveBatch[];
  readonly workers: readonly LivingWorker[];
  /** Most jobs at once by project; a project without a limit is absent. */
  readonly projectLimits: ReadonlyMap<string, number>;
  /** The project served last by whichever process dispatched last. */
  readonly lastProjectId: string | null;
}

/** Which workers are meant: the same labels in any order have the same key; none, the empty text. */
export function labelKey(labels: readonly string[]): string {
  return [...new Set(labels)].sort().join(',');
}

/** Whether a worker with `offered` may run a job that asks for `wanted`. */
export function carriesLabels(offered: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((label) => offered.includes(label));
}

/** Jobs that workers may run at once for a batch with these labels; workers that refuse do not count. */
export function slotsFor(workers: readonly LivingWorker[], labels: readonly string[]): number {
  return workers
    .filter((worker) => worker.refusal === null && carriesLabels(worker.labels, labels))
    .reduce((total, worker) => total + worker.slots, 0);
}

/** Jobs of a batch that hold or are about to hold a slot; what a batch that does not run had queued stays put. */
export function inFlight({ state, counts }: ActiveBatch): number {
  return counts.running + (state === 'running' ? counts.queued : 0);
}

/** Jobs of each project that hold or are about to hold a slot. */
export function inFlightByProject(batches: readonly ActiveBatch[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const batch of batches) {
    totals.set(batch.projectId, (totals.get(batch.projectId) ?? 0) + inFlight(batch));
  }
  return totals;
}

/** Sorts the batches of one project: who would have been started first, had each its head start. */
export function byHeadStart(
  a: Pick<ActiveBatch, 'id' | 'createdAtMs' | 'priority'>,
  b: Pick<ActiveBatch, 'id' | 'createdAtMs' | 'priority'>,
): number {
  return a.createdAtMs - 1000 * a.priority - (b.createdAtMs - 1000 * b.priority) || compareIds(a.id, b.id);
}

/** Ids are decimal texts without leading zeros. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
