/** How many jobs the memory of machines has room for. */

/** One machine, with all workers on it. */
export interface Machine {
  /** Of all its workers together. */
  readonly slots: number;
  /** null: not known. */
  readonly memoryBytes: number | null;
}

/** Memory that keeps jobs from running in all slots. */
export interface MemoryRoom {
  /** What one job may need. */
  readonly jobBytes: number;
  /** Most jobs at once, at least 1. */
  readonly jobs: number;
}

/** What jobs may take of a machine; the rest is for its system and other services. */
const shareForJobs = 0.8;

/**
 * Nobody says beforehand which machine takes a job, so the tightest one decides: no choice of machines can then overload
 * one. A job that has room nowhere runs alone.
 * @param jobBytes of the job that needs most; null: not known
 * @returns null where every machine has room for a job in each slot, or nothing is known
 */
export function roomFor(jobBytes: number | null, machines: readonly Machine[]): MemoryRoom | null {
  if (jobBytes === null) return null;
  const tight = machines.flatMap(({ slots, memoryBytes }) => {
    const jobs = memoryBytes === null ? slots : Math.floor((shareForJobs * memoryBytes) / jobBytes);
    return jobs < slots ? [jobs] : [];
  });
  return tight.length === 0 ? null : { jobBytes, jobs: Math.max(1, Math.min(...tight)) };
}
