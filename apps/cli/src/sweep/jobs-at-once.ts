/** How many jobs a sweep on this machine runs at once. */
import type { BatchOptions, MemoryRoom } from '@batchyard/domain';
import { UsageError } from '../exit-codes.js';
import { formatBytes } from '../terminal/format.js';

/** Ways to use a machine, by its processor cores. */
export const workerPresets = {
  /** Half of them, for a machine that people work on. */
  conservative: (cores: number) => Math.max(1, Math.floor(cores / 2)),
  /** All of them, for jobs that compute. */
  optimal: (cores: number) => cores,
  /** Twice as many, for jobs that mostly wait for files. */
  io: (cores: number) => 2 * cores,
} as const satisfies Readonly<Record<string, (cores: number) => number>>;

/** What decides where nobody says how many. */
export interface MachineFacts {
  readonly cores: number;
  /** null: there is enough for every core. */
  readonly memory: MemoryRoom | null;
  /** As the pipeline declares it; null: it does not. */
  readonly defaultConcurrency: number | null;
}

export interface JobsAtOnce {
  readonly concurrency: number;
  /** Why so many, as half a sentence; null where it was asked for. */
  readonly why: string | null;
}

/**
 * What was asked for, else the default of the pipeline, else all cores; never more than there are cores, and as far as
 * jobs fit into memory. A mode that was asked for goes before the default of the pipeline.
 * @param preset name of a preset
 * @throws UsageError for a preset that is none, or beside a number
 */
export function jobsAtOnce(
  { mode, concurrency }: Partial<Pick<BatchOptions, 'mode' | 'concurrency'>>,
  preset: string | undefined,
  { cores, memory, defaultConcurrency }: MachineFacts,
): JobsAtOnce {
  if (preset !== undefined && !Object.hasOwn(workerPresets, preset)) {
    throw new UsageError(`--workers is ${preset}: expected one of ${Object.keys(workerPresets).join(', ')}.`);
  }
  if (preset !== undefined && concurrency != null) {
    throw new UsageError('Give one of --workers and --concurrency: both say how many jobs run at once.');
  }
  const asked = (jobs: number): JobsAtOnce => ({ concurrency: jobs, why: null });
  if (mode === 'sequential') return asked(1);
  if (preset !== undefined) return asked(workerPresets[preset as keyof typeof workerPresets](cores));
  if (concurrency != null) return asked(concurrency);
  const reasons: JobsAtOnce[] = [
    { concurrency: workerPresets.optimal(cores), why: 'one for each processor core' },
  ];
  if (defaultConcurrency !== null && mode !== 'parallel') {
    reasons.push({ concurrency: defaultConcurrency, why: 'the default of this pipeline' });
  }
  if (memory !== null) {
    const needed = formatBytes(memory.jobBytes);
    reasons.push({ concurrency: memory.jobs, why: `because a job may need ${needed} of memory` });
  }
  return reasons.reduce((least, each) => (each.concurrency < least.concurrency ? each : least));
}
