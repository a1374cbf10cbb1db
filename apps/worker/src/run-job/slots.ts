/**
 * The worker's slots: each runs one job after another from the messages in hand. The end of a job and the start of the
 * next are asked for together, so that both travel in one commit. A slot holds one started job, but for those of an open
 * batch that are over in no time: of these it starts more and more together, and runs them one after another.
 */
import { openRoom } from './room.js';

/** A job that was started and runs. */
export interface BegunJob {
  readonly batchId: string;
  /** Its batch is open: its jobs may be begun without a message. */
  readonly isOpen: boolean;
  /** Otherwise none of them may be begun that could have to wait for the end of this one. */
  readonly continuesOnError: boolean;
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
  /** The next jobs of an open batch, so many at most, to run one after another; must not reject. */
  readonly beginNextOf: (batchId: string, count: number) => Promise<readonly BegunJob[]>;
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

/** What a slot is at: jobs that follow each other, under the message of the first. */
interface Run {
  readonly ticket: Ticket;
  readonly jobs: readonly BegunJob[];
  /** When they were asked for, by `performance.now()`. */
  readonly sinceMs: number;
}

/** Jobs of one slot that are started together. */
const maxTogether = 25;
/** Started jobs that are to run after others, of all slots: enough for commits as large as pays. */
const maxBehind = 240;
/** Less is not worth while: few slots with many jobs each do better than many with few. */
const usefulBehind = 12;
/** So long may jobs take that are started together, all waits of theirs included: others may want the slot. */
const togetherMs = 150;

export function openSlots({ count, begin, beginNextOf, onEnd }: SlotOptions): Slots {
  let line: Ticket[] = [];
  let isClosed = false;
  let helpThemselves = false;
  const busy = new Set<Promise<void>>();
  const behind = openRoom(maxBehind, usefulBehind);

  /** Begins the next job in line that is ours to start. */
  const beginNext = async (): Promise<Run | null> => {
    for (let ticket = line.shift(); ticket !== undefined; ticket = line.shift()) {
      const sinceMs = performance.now();
      const job = await begin(ticket.jobId);
      if (job !== null) return { ticket, jobs: [job], sinceMs };
      ticket.done();
    }
    return null;
  };
  const beginTogether = async (ticket: Ticket, batchId: string, wanted: number): Promise<Run | null> => {
    const more = wanted > 1 ? await behind.take(Math.min(wanted, maxTogether) - 1) : 0;
    const sinceMs = performance.now();
    const jobs = isClosed ? [] : await beginNextOf(batchId, 1 + more);
    behind.free(more - Math.max(0, jobs.length - 1));
    helpThemselves = jobs.length > 0;
    return jobs.length === 0 ? null : { ticket, jobs, sinceMs };
  };
  /** A slot that goes on with the batch keeps its message, so that it counts as taken. */
  const goOnAfter = async ({ ticket, jobs }: Run, wanted: number): Promise<Run | null> => {
    const [{ batchId, isOpen, continuesOnError }] = jobs.slice(-1) as [BegunJob];
    if (!isOpen || isClosed || line.length > 0) return beginNext();
    const next = await beginTogether(ticket, batchId, continuesOnError ? wanted : 1);
    return next ?? beginNext();
  };
  const endAndGoOn = async (run: Run) => {
    const recorded: Promise<void>[] = [];
    const ends = await Promise.all(
      run.jobs.map(async ({ batchId, end }) => {
        const { record, hasFailed } = await end;
        recorded.push(record().then(() => onEnd(batchId, hasFailed)));
        return hasFailed;
      }),
    );
    behind.free(run.jobs.length - 1);
    // What may change the whole batch is looked at before the next job starts.
    const haveFailed = ends.includes(true);
    if (haveFailed) await Promise.all(recorded);
    const wanted = haveFailed ? 1 : nextCount(run.jobs.length, performance.now() - run.sinceMs);
    const [next] = await Promise.all([goOnAfter(run, wanted), ...recorded]);
    return next;
  };
  const occupy = async () => {
    let current = await beginNext();
    while (current !== null) {
      const { ticket } = current;
      current = await endAndGoOn(current);
      if (current?.ticket !== ticket) ticket.done();
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
      behind.close();
      const dropped = line;
      line = [];
      for (const ticket of dropped) ticket.done();
    },
    async idle() {
      while (busy.size > 0) await Promise.all(busy);
    },
  };
}

/** How many jobs are to be started together after so many that took so long in all. */
function nextCount(jobs: number, tookMs: number): number {
  return Math.min(2 * jobs, Math.floor((jobs * togetherMs) / tookMs));
}
