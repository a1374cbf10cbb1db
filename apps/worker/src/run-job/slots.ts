/**
 * The worker's slots: each runs one bundle of jobs after another from the messages in hand; a bundle is one job unless
 * jobs are tiny. The ends of a bundle and the start of the next are asked for together, so that both travel in one
 * commit; a slot never holds more than one started bundle.
 */
import { createBundleSizes } from './bundle-sizes.js';

/** A job that was started and runs, or will in its bundle. */
export interface BegunJob {
  readonly batchId: string;
  /** Waits for its end in the job process; never rejects. */
  readonly end: Promise<JobRunEnd>;
}

export interface JobRunEnd {
  readonly hasFailed: boolean;
  /** What it took in the job process, or null when it did not get to an end there. */
  readonly ranMs: number | null;
  /** Makes the end durable, as long as the job is ours; never rejects. */
  record(): Promise<void>;
}

export interface SlotOptions {
  readonly count: number;
  /** Starts jobs together and leaves out those that are not ours to start; must not reject. */
  readonly begin: (jobIds: readonly string[]) => Promise<readonly BegunJob[]>;
  /** The end of a job is durable. After a failure it is awaited before the slot goes on. */
  readonly onEnd: (batchId: string, hasFailed: boolean) => Promise<void>;
}

export interface Slots {
  /**
   * Runs these jobs as slots get free. Resolves when none of them is in hand any more.
   * @param batchId of all of them; without it each runs alone
   */
  run(jobIds: readonly string[], batchId?: string): Promise<void>;
  /** Jobs in hand that no slot has begun. */
  readonly waiting: number;
  /** Begins nothing more; what waits is left to others. */
  close(): void;
  /** Waits until no slot is in use. */
  idle(): Promise<void>;
}

/** The jobs of a message that no slot has taken. */
interface Share {
  readonly jobIds: string[];
  readonly batchId: string | undefined;
  /** Jobs of the message are not in hand any more. */
  readonly done: (jobs: number) => void;
}

interface Bundle {
  readonly jobs: readonly BegunJob[];
  readonly done: () => void;
}

export function openSlots({ count, begin, onEnd }: SlotOptions): Slots {
  let line: Share[] = [];
  const busy = new Set<Promise<void>>();
  const sizes = createBundleSizes();

  /** Begins the next jobs in line that are ours to start. */
  const beginNext = async (): Promise<Bundle | null> => {
    for (let share = line[0]; share !== undefined; share = line[0]) {
      const { batchId, done } = share;
      const jobIds = share.jobIds.splice(0, batchId === undefined ? 1 : sizes.of(batchId));
      if (share.jobIds.length === 0) line.shift();
      const jobs = await begin(jobIds);
      if (jobs.length > 0) return { jobs, done: () => done(jobIds.length) };
      done(jobIds.length);
    }
    return null;
  };
  const endAndBeginNext = async ({ jobs, done }: Bundle) => {
    const recorded: Promise<void>[] = [];
    const ends = jobs.map(async ({ batchId, end }) => {
      const { hasFailed, ranMs, record } = await end;
      if (ranMs !== null) sizes.learn(batchId, ranMs);
      recorded.push(record().then(() => onEnd(batchId, hasFailed)));
      return hasFailed;
    });
    const hasFailed = (await Promise.all(ends)).some(Boolean);
    // What may change the whole batch is looked at before the next job starts.
    if (hasFailed) await Promise.all(recorded);
    const [next] = await Promise.all([beginNext(), ...recorded]);
    done();
    return next;
  };
  const occupy = async () => {
    for (let bundle = await beginNext(); bundle !== null; ) bundle = await endAndBeginNext(bundle);
  };
  const waiting = () => line.reduce((total, { jobIds }) => total + jobIds.length, 0);
  const fill = () => {
    // Each takes its first bundle out of the line at once.
    while (line.length > 0 && busy.size < count) {
      const slot = occupy();
      busy.add(slot);
      void slot.then(() => {
        busy.delete(slot);
        fill();
      });
    }
  };
  return {
    run: (jobIds, batchId) =>
      new Promise((resolve) => {
        let left = jobIds.length;
        const done = (jobs: number) => {
          left -= jobs;
          if (left === 0) resolve();
        };
        line.push({ jobIds: [...jobIds], batchId, done });
        fill();
      }),
    get waiting() {
      return waiting();
    },
    close() {
      const dropped = line;
      line = [];
      for (const { jobIds, done } of dropped) done(jobIds.length);
    },
    async idle() {
      while (busy.size > 0) await Promise.all(busy);
    },
  };
}
