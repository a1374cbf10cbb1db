/** Tells people how far running jobs are: on a terminal in one live line, elsewhere in lines of their own, now and then. */
import type { JobResult } from '@batchyard/pipelines';
import { progressLine, textRoom } from '../terminal/progress.js';
import { type JobProgress, type ProgressEvent, stageShares } from './job-progress.js';

export interface ProgressTeller<K> {
  /** @param name as people know the job; `[2/3] river.mp4` @param rounds as of `StageShares.begin` */
  started(job: K, name: string, rounds?: number): void;
  heard(job: K, event: ProgressEvent): void;
  /** Takes the job off the live line and wipes that, so that its outcome can be written. */
  ended(job: K, result: JobResult): void;
  /** Writes a line below which the live line goes on. */
  write(text: string): void;
  clear(): void;
}

export interface TellerOptions {
  /** Of the pipeline, in their order. */
  readonly stages: readonly string[];
  /** How many jobs there will be, and how many of them are done already. */
  readonly total: number;
  readonly done?: number;
  /** Stands before the running jobs, given how many jobs ended; `12 of 64 cells`. Absent: nothing. */
  readonly summary?: (done: number) => string;
  /** Where nobody watches, a job is told of no oftener than this; null: not at all. */
  readonly quietIntervalMs: number | null;
  readonly stream?: NodeJS.WriteStream;
  readonly nowMs?: () => number;
}

/** Where nobody watches. */
export const defaultQuietIntervalMs = 5_000;
/** Named on the live line; of the others it says how many. */
const shownJobs = 3;
/** Shorter names say nothing: `[12/80]…`. */
const shortestName = 8;
const separator = ' · ';

interface RunningJob {
  readonly name: string;
  readonly progress: JobProgress;
  toldMs: number;
  toldPercent: number;
}

/** @returns a teller that writes to standard error */
export function progressTeller<K>(options: TellerOptions): ProgressTeller<K> {
  const { stages, total, summary, quietIntervalMs, stream = process.stderr, nowMs = Date.now } = options;
  const line = progressLine(stream);
  const shares = stageShares(stages);
  const running = new Map<K, RunningJob>();
  let done = options.done ?? 0;
  const show = () => {
    const jobs = [...running.values()];
    const share = jobs.reduce((sum, { progress }) => sum + progress.fraction, done) / Math.max(1, total);
    const named = jobs.slice(0, shownJobs);
    const more = jobs.length > shownJobs ? [`${jobs.length - shownJobs} more`] : [];
    const around = [...(summary ? [summary(done)] : []), ...more];
    const taken = around.join('').length + separator.length * (around.length + named.length - 1);
    const room = Math.floor((textRoom(stream) - taken) / Math.max(1, named.length));
    const parts = [
      ...around.slice(0, around.length - more.length),
      ...named.map((job) => progressText(job, room)),
      ...more,
    ];
    if (parts.length > 0) line.show(parts.join(separator), share);
  };
  const tell = (job: RunningJob) => {
    const percent = percentOf(job.progress);
    if (stream.isTTY || quietIntervalMs === null) return;
    if (nowMs() - job.toldMs < quietIntervalMs || percent === job.toldPercent) return;
    job.toldMs = nowMs();
    job.toldPercent = percent;
    stream.write(`${progressText(job)}\n`);
  };
  return {
    started(job, name, rounds) {
      running.set(job, { name, progress: shares.begin(rounds), toldMs: nowMs(), toldPercent: 0 });
      show();
    },
    heard(job, event) {
      const known = running.get(job);
      if (known === undefined) return;
      known.progress.hear(event);
      tell(known);
      show();
    },
    ended(job, result) {
      running.delete(job);
      shares.ended(result);
      done++;
      line.clear();
    },
    write(text) {
      line.clear();
      stream.write(`${text}\n`);
    },
    clear: line.clear,
  };
}

const percentOf = ({ fraction }: JobProgress) => Math.floor(fraction * 100);

/** `[2/3] river.mp4: 42 % extract`; where there is less room, `[2/3] riv…: 42 % extract`, so that all jobs are seen. */
function progressText({ name, progress }: RunningJob, room = Number.POSITIVE_INFINITY): string {
  const percent = `${percentOf(progress)} %${progress.stage === null ? '' : ` ${progress.stage}`}`;
  if (name === '') return percent;
  const left = Math.max(shortestName, room - percent.length - 2);
  return `${name.length > left ? `${name.slice(0, left - 1)}…` : name}: ${percent}`;
}
