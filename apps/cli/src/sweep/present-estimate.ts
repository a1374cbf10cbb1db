import type { Estimate } from '@batchyard/domain';
import { formatBytes, formatDuration } from '../terminal/format.js';

/** What a plan says of time, memory and disk, a line each. */
export type ShownEstimate = Pick<
  Estimate,
  | 'basis'
  | 'slots'
  | 'sequentialSeconds'
  | 'parallelSeconds'
  | 'speedUp'
  | 'inputBytes'
  | 'memoryBytes'
  | 'peakMemoryBytesP90'
  | 'outputBytes'
>;

type Quantiles = NonNullable<Estimate['outputBytes']>;

/** For people: `Time with 8 slots: 6 min 40 s (half of all cases) to 7 min 25 s (9 of 10).` */
export function presentEstimate(estimate: ShownEstimate): string {
  const { basis, slots, speedUp, inputBytes, memoryBytes, peakMemoryBytesP90: memory } = estimate;
  const parallel = range(estimate.parallelSeconds, formatSeconds);
  const sequential = range(estimate.sequentialSeconds, formatSeconds);
  const disk = range(estimate.outputBytes, formatBytes);
  return [
    basis,
    ...(parallel === null ? [] : [`Time with ${slots} at once: ${parallel}.`]),
    ...(sequential === null ? [] : [`Time one after another: ${sequential}.`]),
    ...(speedUp === null ? [] : [`Speed-up: ${speedUp.toFixed(2)} ×.`]),
    ...(inputBytes === null || inputBytes === 0 ? [] : [`Input: ${formatBytes(inputBytes)}.`]),
    ...(memory !== null || memoryBytes === null
      ? []
      : [`Memory of a job: at most ${formatBytes(memoryBytes)}, by the sizes of its files.`]),
    ...(memory === null ? [] : [`Memory of a job: up to ${formatBytes(memory)} (9 of 10).`]),
    ...(disk === null ? [] : [`Disk for results: ${disk}.`]),
  ].join('\n');
}

function range(quantiles: Quantiles | null, format: (value: number) => string): string | null {
  if (quantiles === null) return null;
  const [half, most] = [format(quantiles.p50), format(quantiles.p90)];
  return half === most ? half : `${half} (half of all cases) to ${most} (9 of 10)`;
}

const formatSeconds = (seconds: number) => formatDuration(seconds * 1000);
