/**
 * Carries out bulk actions in the background. Every worker does it; the database hands each portion to one of them,
 * and an action whose worker died goes on with the next one.
 */

import { processItems } from '@batchyard/domain';
import type { Persistence } from '@batchyard/persistence';
import { repeat } from '../repeat.js';

/** Looked for at least this often, should a notice have been lost. */
const everyMs = 5_000;

export interface BulkActions {
  /** Resolves when the portion under way is done. */
  stop(): Promise<void>;
}

type Store = Pick<Persistence, 'batches' | 'bulkActions' | 'changes'>;

/** Begins at once, and again whenever a bulk action is announced. */
export function carryOutBulkActions(store: Store, onError: (error: unknown) => void): BulkActions {
  let isStopping = false;
  const carrying = repeat(
    async () => {
      while (!isStopping && (await carryOutNext(store, onError)));
    },
    { everyMs, pauseMs: 0, onError },
  );
  const unsubscribe = store.changes.subscribe('bulk_actions', carrying.wake);
  return {
    async stop() {
      isStopping = true;
      unsubscribe();
      await carrying.stop();
    },
  };
}

/** @returns whether there may be more to do */
async function carryOutNext(store: Store, onError: (error: unknown) => void): Promise<boolean> {
  const portion = await store.bulkActions.carryOutPortion();
  if (portion === null) return false;
  // A batch that could not be settled now is settled by the rescue pass.
  const settled = await processItems(
    portion.batchIds.map((id) => ({ id })),
    ({ id }) => store.batches.settle(id),
  );
  for (const { id, message } of settled.failed) onError(new Error(`Batch ${id} was not settled: ${message}`));
  return true;
}
