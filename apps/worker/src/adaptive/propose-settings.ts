/** Adds jobs with new settings to batches of adaptive designs as results come in. Every worker looks. */
import type { Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';

/** Looked for at least this often, should a notice have been lost. */
const everyMs = 1_000;
/** Changes come in at the pace of jobs; to look at each would ask the database more often than it matters. */
const pauseMs = 100;

export interface Proposing {
  /** Resolves when the look under way is over. */
  stop(): Promise<void>;
}

type Store = Pick<Persistence, 'adaptive' | 'changes'>;

export function proposeSettings(store: Store, onError: (error: unknown) => void): Proposing {
  let isStopping = false;
  const proposing = repeat(
    async () => {
      // Where all new jobs were reused, the next settings are wanted at once.
      while (!isStopping && (await store.adaptive.proposeJobs()) > 0);
    },
    { everyMs, pauseMs, onError },
  );
  const unsubscribe = store.changes.subscribe('all', proposing.wake, pauseMs);
  return {
    async stop() {
      isStopping = true;
      unsubscribe();
      await proposing.stop();
    },
  };
}
