/** The log of a job as it grows: what is there, then what comes, until the job has ended and all is told. */
import { isFinalJobState } from '@batchyard/domain';
import type { LogLineRecord } from '@batchyard/persistence';
import type { Identity } from '../access/identity.js';
import type { Watcher } from '../access/watcher.js';
import { maxPageSize } from '../graphql/connection.js';
import type { Event } from '../graphql/watch.js';
import type { Persistence } from '../persistence.module.js';

/** New lines, of which there may be none at the end. */
export interface LogPart {
  readonly lines: readonly LogLineRecord[];
  /** Where to go on after these lines. */
  readonly cursor: string | null;
  /** The job has ended and there is nothing more to come, unless it is retried. */
  readonly isLast: boolean;
}

/** New lines alone are not announced as a change of the job. */
const lookEveryMs = 1_000;

/**
 * Parts with new lines, at most 4 a second while they come and 500 lines each; ends after the last one.
 * @param after cursor of the last line that is known already
 */
export function followLog(
  { jobDetails, jobLists }: Persistence,
  watcher: Watcher,
  identity: Identity,
  jobId: string,
  after: string | null,
): AsyncIterableIterator<Event<LogPart>> {
  let cursor = after;
  const read = async (caller: Identity, readAgain: () => void): Promise<LogPart> => {
    // The state first: whatever a job says is stored before its end is.
    const { state } = await jobLists.find(caller, jobId);
    const page = await jobDetails.log(jobId, { first: maxPageSize, after: cursor }, null);
    cursor = page.cursors.at(-1) ?? cursor;
    if (page.hasMore) readAgain();
    return { lines: page.rows, cursor, isLast: isFinalJobState(state) && !page.hasMore };
  };
  return worthTelling(watcher.watch(identity, { jobId }, read, lookEveryMs));
}

/** Leaves out parts that say nothing, and ends after the last one. */
function worthTelling(parts: AsyncIterableIterator<Event<LogPart>>): AsyncIterableIterator<Event<LogPart>> {
  let isOver = false;
  const end = async (): Promise<IteratorResult<Event<LogPart>>> => {
    isOver = true;
    await parts.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      while (!isOver) {
        const next = await parts.next();
        if (next.done || 'error' in next.value) return next;
        const { lines, isLast } = next.value.value;
        if (isLast) await end();
        if (isLast || lines.length > 0) return next;
      }
      return { done: true, value: undefined };
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
