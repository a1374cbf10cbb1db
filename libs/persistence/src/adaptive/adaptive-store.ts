import type { BlobStore } from '../blobs/blob-store.js';
import type { Database } from '../database/session.js';
import { proposeJobs } from './propose-jobs.js';

/** Settings of adaptive designs, chosen as results come in. */
export function adaptiveStore(database: Database, blobs: BlobStore) {
  return {
    /**
     * Adds jobs to running batches that have settings left to choose and fewer under way than they want. Several
     * processes may do it at once; each batch is in the hands of one of them. Costs nothing where there is no such batch.
     * @returns how many settings were added in all
     * @throws the first error, after all other batches had their turn
     */
    async proposeJobs(): Promise<number> {
      const batches = await database.query<{ id: string }>(
        `select id from batch where proposals_left > 0 and state = 'running' order by id`,
      );
      let added = 0;
      const errors: unknown[] = [];
      for (const { id } of batches) {
        try {
          added += await database.transaction((session) => proposeJobs(session, blobs, id));
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
      return added;
    },
  };
}
