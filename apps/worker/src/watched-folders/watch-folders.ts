/** Looks into watched folders. Every worker that has their shares does; each file is taken by one of them only. */
import type { Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';

const everyMs = 1_000;

export function watchFolders(
  store: Pick<Persistence, 'watchedFolders'>,
  { log, onError }: { readonly log: (text: string) => void; readonly onError: (error: unknown) => void },
) {
  return repeat(
    async () => {
      const started = await store.watchedFolders.pass();
      if (started > 0)
        log(`Started jobs on ${started === 1 ? '1 file' : `${started} files`} of watched folders.`);
    },
    { everyMs, pauseMs: 0, onError },
  );
}
