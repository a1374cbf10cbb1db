/** Starts what is due by the clock. Every worker looks; each time is started by one of them only. */
import type { Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';
import { jobSheetReader } from './read-job-sheet.js';

const everyMs = 5_000;

export function runSchedules(
  store: Pick<Persistence, 'imports' | 'schedules'>,
  { log, onError }: { readonly log: (text: string) => void; readonly onError: (error: unknown) => void },
) {
  const readJobSheet = jobSheetReader(store);
  return repeat(
    async () => {
      const started = await store.schedules.pass(undefined, readJobSheet);
      if (started > 0) log(`Started ${started === 1 ? '1 batch' : `${started} batches`} by schedule.`);
    },
    { everyMs, pauseMs: 0, onError },
  );
}
