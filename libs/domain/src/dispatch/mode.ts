/** How many jobs of a batch run at once, and why, in one sentence. */
import type { BatchOptions } from '../batches/options.js';
import { bytesText } from '../jobs/bytes-text.js';
import { durationText } from '../jobs/duration-text.js';
import type { MemoryRoom } from './memory-room.js';

export interface ModeFacts {
  /** Jobs that will be computed; reused ones do not count. */
  readonly jobCount: number;
  /** Slots of the workers that may take its jobs, and those of them that are free now. */
  readonly slots: number;
  readonly freeSlots: number;
  readonly workers: number;
  /** What a job of this pipeline takes, or null without history. */
  readonly typicalJobSeconds: number | null;
  /** Of all inputs of all jobs, or null when not known. */
  readonly inputBytes: number | null;
  /** null: there is enough, or nothing is known. */
  readonly memory: MemoryRoom | null;
  /** Jobs at once where nobody asked for a mode or a limit, as the pipeline declares it; null: it does not. */
  readonly defaultConcurrency: number | null;
}

export interface ChosenMode {
  /** Most jobs at once; null: as many as workers allow. */
  readonly concurrency: number | null;
  /** Why, for people. */
  readonly sentence: string;
}

/**
 * Sequential is one at a time, parallel as many as asked for; auto is sequential for a single job and parallel
 * otherwise, as many at once as workers have slots, within the limit that was asked for, else the default of the
 * pipeline. Where no limit was asked for, memory may set a lower one.
 */
export function chooseMode(
  options: Pick<BatchOptions, 'mode' | 'concurrency' | 'labels'>,
  facts: ModeFacts,
): ChosenMode {
  const { jobCount } = facts;
  if (jobCount === 0) return { concurrency: options.concurrency, sentence: 'Nothing is to be computed.' };
  if (options.mode === 'sequential') {
    return { concurrency: 1, sentence: `Sequential, as asked for: ${basis(options, facts)}.` };
  }
  if (options.mode === 'auto' && jobCount === 1) {
    return { concurrency: 1, sentence: `Sequential: ${basis(options, facts)}.` };
  }
  const { memory } = facts;
  const usual = options.mode === 'auto' ? facts.defaultConcurrency : null;
  if (
    options.concurrency === null &&
    memory !== null &&
    memory.jobs < Math.min(jobCount, usual ?? jobCount)
  ) {
    const width = memory.jobs === 1 ? 'Sequential' : `Parallel, up to ${memory.jobs} at once`;
    return { concurrency: memory.jobs, sentence: `${width}, to fit into memory: ${basis(options, facts)}.` };
  }
  const concurrency = options.concurrency ?? usual;
  const limit = limitText(options.concurrency, usual);
  const asked = options.mode === 'parallel' ? ', as asked for' : '';
  const atOnce = Math.min(jobCount, concurrency ?? facts.slots, facts.slots);
  const width =
    facts.slots > 0
      ? `up to ${atOnce} at once`
      : concurrency === null
        ? 'as many at once as workers allow'
        : `up to ${Math.min(concurrency, jobCount)} at once`;
  return { concurrency, sentence: `Parallel${asked}, ${width}: ${basis(options, facts, limit)}.` };
}

function limitText(asked: number | null, usual: number | null): string | null {
  if (asked !== null) return `limit ${asked}`;
  return usual === null
    ? null
    : `${usual} at once is the default of this pipeline (“jobs at once” changes it)`;
}

/** `27 jobs, limit 8, 8 slots of 2 workers (3 free now), jobs take about 40 s`. */
function basis(
  { labels }: Pick<BatchOptions, 'labels'>,
  { jobCount, slots, freeSlots, workers, typicalJobSeconds, inputBytes, memory }: ModeFacts,
  limit: string | null = null,
): string {
  const labelled = labels.length === 0 ? '' : ` with ${labels.join(', ')}`;
  const busy = freeSlots === slots ? '' : ` (${freeSlots} free now)`;
  return [
    count(jobCount, 'job'),
    ...(limit === null ? [] : [limit]),
    workers === 0
      ? `no worker${labelled} runs now`
      : `${count(slots, 'slot')} of ${count(workers, 'worker')}${labelled}${busy}`,
    ...(inputBytes === null || inputBytes === 0 ? [] : [`${bytesText(inputBytes)} of input`]),
    ...(memory === null ? [] : [`a job may need ${bytesText(memory.jobBytes)} of memory`]),
    typicalJobSeconds === null
      ? 'no history of how long a job takes'
      : `${jobCount === 1 ? 'it takes' : 'jobs take'} about ${durationText(typicalJobSeconds)}`,
  ].join(', ');
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
