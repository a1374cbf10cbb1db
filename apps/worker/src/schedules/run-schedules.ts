/** Starts what is due by the clock. Every worker looks; each time is started by one of them only. */
import type { Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';

const everyMs = 5_000;

export function runSchedules(
  store: Pick<Persistence, 'schedules'>,
  { log, onError }: { readonly log: (text: string) => void; readonly onError: (error: unknown) => void },
) {
  return repeat(
    async () => {
      const started = await store.schedules.pass();
      if (started > 0) log(`Started ${started === 1 ? '1 batch' : `${started} batches`} by schedule.`);
    },
    { everyMs, pauseMs: 0, onError },
  );
}
