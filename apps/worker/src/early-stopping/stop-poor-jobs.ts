/** Ends poor jobs early in batches whose design asks for it. Every worker looks; equal decisions do no harm. */
import type { Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';

const everyMs = 1_000;

export function stopPoorJobs(
  store: Pick<Persistence, 'earlyStopping'>,
  { log, onError }: { readonly log: (text: string) => void; readonly onError: (error: unknown) => void },
) {
  return repeat(
    async () => {
      const stopped = await store.earlyStopping.stopPoorJobs();
      if (stopped > 0) log(`Stopped ${stopped === 1 ? '1 job' : `${stopped} jobs`} early.`);
    },
    { everyMs, pauseMs: 0, onError },
  );
}
