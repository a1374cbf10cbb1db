/** Counts entries of an assignment by what became of them. */
import type { EntryOutcome, OutcomeCounts } from './assignment.js';

export const noOutcomes: OutcomeCounts = { assigned: 0, removed: 0, skipped: 0, failed: 0, frames: 0 };

/** The counts with these outcomes. */
export function withOutcomes(counts: OutcomeCounts, outcomes: readonly EntryOutcome[]): OutcomeCounts {
  const sum = { ...counts };
  for (const { status, isRemoval, frames } of outcomes) {
    sum[status] += 1;
    if (isRemoval) sum.removed += 1;
    sum.frames += frames;
  }
  return sum;
}
