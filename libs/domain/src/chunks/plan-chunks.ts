/** From a job and its frames to the jobs that compute its chunks. */
import type { FrameRange, Problem } from '@batchyard/pipelines';
import { inputsText } from '../batches/cell.js';
import { digest } from '../designs/canonical.js';
import { framesText, splitFrames } from './split-frames.js';

/** What a chunk takes from the job that it is part of. */
export interface ChunkedJob {
  readonly position: number;
  readonly label: string;
  readonly cellKey: string;
}

/** A chunk, which is a job of its own with the parameters and inputs of the whole. */
export interface PlannedChunk {
  /** Place among the chunks of its job, from 0. */
  readonly index: number;
  readonly frames: FrameRange;
  /** Place in the batch: after all cells. */
  readonly position: number;
  readonly label: string;
  /** Equal cells in equal frames share it, in whatever number of chunks. */
  readonly cellKey: string;
}

/**
 * The chunks of one job.
 * @param frames all frames of the job
 * @param count chunks per job, as the batch asks for
 * @param cellCount cells of the batch
 */
export function planChunks(
  job: ChunkedJob,
  frames: FrameRange,
  count: number,
  cellCount: number,
): PlannedChunk[] {
  return splitFrames(frames.first, frames.last, count).map((part, index) => ({
    index,
    frames: part,
    position: cellCount + job.position * count + index,
    label: `${job.label}, ${framesText(part)}`,
    cellKey: digest({ cell: job.cellKey, frames: [part.first, part.last] }),
  }));
}

/** Equal for sets of inputs with equal contents. */
export const inputsKey = inputsText;

/** A warning where a job has fewer frames than chunks were asked for. @param input name of its input set */
export function warnOfFewFrames(frames: FrameRange, count: number, input: string): Problem[] {
  const frameCount = frames.last - frames.first + 1;
  if (frameCount >= count) return [];
  return [
    {
      code: 'FEWER_FRAMES_THAN_CHUNKS',
      severity: 'warning',
      message: `${input} has ${frameCount === 1 ? '1 frame' : `${frameCount} frames`}, fewer than the ${count} chunks asked for: each frame becomes a chunk.`,
      place: { parameter: 'options.chunks' },
      value: String(count),
      expectation: `at most ${frameCount}`,
    },
  ];
}
