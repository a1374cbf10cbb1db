/** One process for jobs that are begun together: they follow each other in it. */
import type { JobProcess } from './job-process.js';
import type { JobProcessPool } from './pool.js';

/** What each of the jobs holds of it. */
export interface SharedProcess {
  /** The same one for all; the first who asks takes it from the pool. */
  take(): Promise<JobProcess>;
  /** To be called once by each job; the last one gives the process back. */
  leave(): Promise<void>;
}

/** @param jobs how many share it */
export function shareProcess(pool: JobProcessPool, jobs: number): SharedProcess {
  let left = jobs;
  let taken: Promise<JobProcess> | null = null;
  return {
    take() {
      taken ??= pool.take();
      return taken;
    },
    async leave() {
      if (--left > 0 || taken === null) return;
      const process = await taken.catch(() => null);
      if (process !== null) await pool.giveBack(process);
    },
  };
}
