/**
 * The worker's slots: each runs one job after another from the messages in hand. The end of a job and the start of the
 * next are asked for together, so that both travel in one commit; a slot never holds more than one started job.
 */

/** A job that was started and runs. */
export interface BegunJob {
  readonly batchId: string;
  /** Its batch is open: its jobs may be begun without a message. */
  readonly isOpen: boolean;
  /** Waits for the job's process; never rejects. */
  readonly end: Promise<JobRunEnd>;
}

export interface JobRunEnd {
  readonly hasFailed: boolean;
  /** Makes the end durable, as long as the job is ours; never rejects. */
  record(): Promise<void>;
}

export interface SlotOptions {
  readonly count: number;
  /** Null when the job is not ours to start; must not reject. */
  readonly begin: (jobId: string) => Promise<BegunJob | null>;
  /** The next job of an open batch; null when there is none; must not reject. */
  readonly beginNextOf: (batchId: string) => Promise<BegunJob | null>;
  /** The end of a job is durable. After a failure it is awaited before the slot goes on. */
  readonly onEnd: (batchId: string, hasFailed: boolean) => Promise<void>;
}

export interface Slots {
  /** Runs these jobs as slots get free. Resolves when none of them is in hand any more. */
  run(jobIds: readonly string[]): Promise<void>;
  /** Jobs in hand that no slot has begun. */
  readonly waiting: number;
  /** The slots find their jobs in an open batch and need none in hand. */
  readonly helpThemselves: boolean;
  /** Begins nothing more; what waits is left to others. */
  close(): void;
  /** Waits until no slot is in use. */
  idle(): Promise<void>;
}

interface Ticket {
  readonly jobId: string;
  readonly done: () => void;
}

export function openSlots({ count, begin, beginNextOf, onEnd }: SlotOptions): Slots {
  let line: Ticket[] = [];
  let isClosed = false;
  let helpThemselves = false;
  const busy = new Set<Promise<void>>();

  /** Begins the next job in line that is ours to start. */
  const beginNext = async (): Promise<readonly [Ticket, BegunJob] | null> => {
    for (let ticket = line.shift(); ticket !== undefined; ticket = line.shift()) {
      const job = await begin(ticket.jobId);
      if (job !== null) return [ticket, job];
      ticket.done();
    }
    return null;
  };
  /** A slot that goes on with the batch keeps its message, so that it counts as taken. */
  const goOnWith = async (ticket: Ticket, { batchId, isOpen }: BegunJob) => {
    if (!isOpen || isClosed || line.length > 0) return beginNext();
    const next = await beginNextOf(batchId);
    helpThemselves = next !== null;
    return next === null ? beginNext() : ([ticket, next] as const);
  };
  const endAndGoOn = async (ticket: Ticket, job: BegunJob) => {
    const { hasFailed, record } = await job.end;
    if (hasFailed) {
      // What may change the whole batch is looked at before the next job starts.
      await record();
      await onEnd(job.batchId, true);
      return goOnWith(ticket, job);
    }
    const [next] = await Promise.all([goOnWith(ticket, job), record().then(() => onEnd(job.batchId, false))]);
    return next;
  };
  const occupy = async () => {
    let current = await beginNext();
    while (current !== null) {
      const [ticket, job] = current;
      current = await endAndGoOn(ticket, job);
      if (current?.[0] !== ticket) ticket.done();
    }
  };
  const fill = () => {
    // A slot for each job in line at most: some of those in use may be about to take one.
    for (let wanted = line.length; wanted > 0 && busy.size < count; wanted--) {
      const slot = occupy();
      busy.add(slot);
      void slot.then(() => {
        busy.delete(slot);
        fill();
      });
    }
  };
  return {
    run: (jobIds) =>
      new Promise((resolve) => {
        let left = jobIds.length;
        const done = () => {
          if (--left === 0) resolve();
        };
        line.push(...jobIds.map((jobId) => ({ jobId, done })));
        fill();
      }),
    get waiting() {
      return line.length;
    },
    get helpThemselves() {
      return helpThemselves && busy.size > 0;
    },
    close() {
      isClosed = true;
      const dropped = line;
      line = [];
      for (const ticket of dropped) ticket.done();
    },
    async idle() {
      while (busy.size > 0) await Promise.all(busy);
    },
  };
}
