/**
 * What one process has to announce of its jobs, as notices of the change feed. Each notice wakes every listener, so that
 * many small statements announce together: the first at once, those that follow within a moment with the next or at the
 * end of it. A process that dies in between leaves readers to what they hear next, or to their own looks.
 */

export interface Notices {
  /** What the next statement is to announce besides its own changes; null: nothing yet, its own neither. */
  take(): TakenNotices | null;
  /** Keeps what a statement changed without announcing it. */
  keep(changes: readonly ChangedJob[]): void;
  /** Announces what is left. */
  close(): Promise<void>;
}

export interface TakenNotices {
  readonly texts: readonly string[];
  /** The statement failed: they are announced later. */
  putBack(): void;
}

export interface ChangedJob {
  readonly id: string;
  readonly batchId: string;
}

const everyMs = 20;
/** Of more jobs of a batch only the batch is announced. */
export const maxJobsInNotice = 20;

/** @param send must not reject */
export function openNotices(send: (notices: readonly string[]) => Promise<void>): Notices {
  const jobsOfBatch = new Map<string, string[]>();
  let toldMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const keep = (changes: readonly ChangedJob[]) => {
    for (const { id, batchId } of changes) {
      const jobs = jobsOfBatch.get(batchId);
      if (jobs === undefined) jobsOfBatch.set(batchId, [id]);
      else if (jobs.length <= maxJobsInNotice) jobs.push(id);
    }
    if (changes.length > 0) timer ??= setTimeout(() => void send(takeAll().texts), everyMs);
  };
  const takeAll = (): TakenNotices => {
    clearTimeout(timer);
    timer = undefined;
    toldMs = performance.now();
    const taken = [...jobsOfBatch];
    jobsOfBatch.clear();
    return {
      texts: taken.map(([batch, jobs]) =>
        JSON.stringify({ batch, jobs: jobs.length <= maxJobsInNotice ? jobs : [] }),
      ),
      putBack: () => keep(taken.flatMap(([batchId, jobs]) => jobs.map((id) => ({ id, batchId })))),
    };
  };
  return {
    take: () => (performance.now() - toldMs < everyMs ? null : takeAll()),
    keep,
    async close() {
      if (jobsOfBatch.size > 0) await send(takeAll().texts);
    },
  };
}
