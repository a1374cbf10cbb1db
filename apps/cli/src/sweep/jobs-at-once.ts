/** How many jobs a sweep on this machine runs at once. */
import type { BatchOptions, MemoryRoom } from '@batchyard/domain';
import { UsageError } from '../exit-codes.js';

/** Ways to use a machine, by its processor cores. */
export const workerPresets = {
  /** Half of them, for a machine that people work on. */
  conservative: (cores: number) => Math.max(1, Math.floor(cores / 2)),
  /** All of them, for jobs that compute. */
  optimal: (cores: number) => cores,
  /** Twice as many, for jobs that mostly wait for files. */
  io: (cores: number) => 2 * cores,
} as const satisfies Readonly<Record<string, (cores: number) => number>>;

/**
 * What was asked for, else all cores, as far as their jobs fit into memory.
 * @param preset name of a preset
 * @param memory absent: there is enough for every core
 * @throws UsageError for a preset that is none, or beside a number
 */
export function jobsAtOnce(
  { mode, concurrency }: Partial<Pick<BatchOptions, 'mode' | 'concurrency'>>,
  preset: string | undefined,
  cores: number,
  memory: MemoryRoom | null = null,
): number {
  if (preset !== undefined && !Object.hasOwn(workerPresets, preset)) {
    throw new UsageError(`--workers is ${preset}: expected one of ${Object.keys(workerPresets).join(', ')}.`);
  }
  if (preset !== undefined && concurrency != null) {
    throw new UsageError('Give one of --workers and --concurrency: both say how many jobs run at once.');
  }
  if (mode === 'sequential') return 1;
  if (preset !== undefined) return workerPresets[preset as keyof typeof workerPresets](cores);
  return concurrency ?? memory?.jobs ?? workerPresets.optimal(cores);
}
