/** What the user should know before a batch starts, though it may start. */
import type { Problem } from '@batchyard/pipelines';
import { bytesText } from '../jobs/bytes-text.js';
import type { Estimate } from './estimate.js';
import type { BatchOptions } from './options.js';
import type { InvalidCell } from './plan.js';

/** More jobs than one usually means to start by a slip of the pen. */
const manyJobs = 1_000;

export interface PlanSituation {
  readonly options: Pick<BatchOptions, 'memoryLimitMb' | 'labels'>;
  readonly estimate: Estimate;
  /** Jobs that will be computed. */
  readonly jobsToCompute: number;
  /** Living workers that carry the labels. */
  readonly workers: number;
  /** Of the worker that has least; null: not known. */
  readonly freeDiskBytes: number | null;
  /** Cells that are left out. */
  readonly excluded: readonly InvalidCell[];
  /** Combinations of inputs and parameters that were not checked yet. */
  readonly unchecked: number;
}

export function planWarnings(situation: PlanSituation): Problem[] {
  return [
    ...warnOfExcluded(situation),
    ...warnOfUnchecked(situation),
    ...warnOfMany(situation),
    ...warnOfMemory(situation),
    ...warnOfDisk(situation),
    ...warnOfWorkers(situation),
  ];
}

function warning(code: string, message: string, rest: Partial<Problem> = {}): Problem[] {
  return [{ code, severity: 'warning', message, place: {}, ...rest }];
}

function warnOfExcluded({ excluded }: PlanSituation): Problem[] {
  if (excluded.length === 0) return [];
  return warning('EXCLUDED_CELLS', `${excludedText(excluded)}.`, {
    fix: 'Mend them and complete the design later.',
  });
}

/** Cells that are named one by one. */
const namedCells = 20;

/** `2 invalid cells are left out: 3 (a=2, walk.csv), 5 (…)`; numbers as people count. */
export function excludedText(excluded: readonly InvalidCell[]): string {
  const named = excluded.slice(0, namedCells).map(({ position, label }) => `${position + 1} (${label})`);
  const more = excluded.length - named.length;
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  const cells = excluded.length === 1 ? '1 invalid cell is' : `${excluded.length} invalid cells are`;
  return `${cells} left out: ${list}`;
}

function warnOfUnchecked({ unchecked }: PlanSituation): Problem[] {
  if (unchecked === 0) return [];
  return warning('CHECKS_UNFINISHED', `${uncheckedText(unchecked)}; plan again in a moment.`);
}

/** `3 sets of inputs and parameters are still being checked`. */
export function uncheckedText(count: number): string {
  const sets = count === 1 ? '1 set of inputs is' : `${count} sets of inputs and parameters are`;
  return `${sets} still being checked`;
}

function warnOfMany({ jobsToCompute }: PlanSituation): Problem[] {
  if (jobsToCompute <= manyJobs) return [];
  const jobs = jobsToCompute.toLocaleString('en');
  return warning('MANY_JOBS', `This computes ${jobs} jobs. Check that all of them are meant.`);
}

function warnOfMemory({ options: { memoryLimitMb }, estimate }: PlanSituation): Problem[] {
  const peak = estimate.peakMemoryBytesP90;
  if (memoryLimitMb === null || peak === null || peak <= memoryLimitMb * 1e6) return [];
  return warning(
    'MEMORY_LIMIT',
    `One of ten jobs needed more than ${bytesText(peak)} of memory so far; the limit is ${memoryLimitMb} MB.`,
    {
      place: { parameter: 'options.memoryLimitMb' },
      fix: `Allow at least ${Math.ceil((1.2 * peak) / 1e6)} MB.`,
    },
  );
}

function warnOfDisk({ estimate, freeDiskBytes }: PlanSituation): Problem[] {
  const needed = estimate.outputBytes?.p90 ?? 0;
  if (freeDiskBytes === null || needed <= freeDiskBytes) return [];
  return warning(
    'DISK_SPACE',
    `The results may need ${bytesText(needed)}; a worker has ${bytesText(freeDiskBytes)} of free disk.`,
    { fix: 'Free some space, or start fewer jobs.' },
  );
}

function warnOfWorkers({ workers, jobsToCompute, options: { labels } }: PlanSituation): Problem[] {
  if (workers > 0 || jobsToCompute === 0) return [];
  const which = labels.length === 0 ? 'No worker runs' : `No worker with ${labels.join(', ')} runs`;
  return warning('NO_WORKER', `${which} now: the jobs wait until one is started.`);
}
