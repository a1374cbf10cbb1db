import type { FrameRange } from '@batchyard/pipelines';
import { UserError } from '../errors.js';

/**
 * Splits frames into chunks that cover them once and in order. Sizes differ by one at most, the larger ones first.
 * @param first first frame number; any whole number
 * @param last last frame number, included; at least `first`
 * @param count chunks wanted; where there are fewer frames, each frame is a chunk
 * @throws UserError BAD_FRAMES, BAD_CHUNKS
 */
export function splitFrames(first: number, last: number, count: number): FrameRange[] {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last < first) {
    throw new UserError(
      'BAD_FRAMES',
      `Frames ${first} to ${last} are no range: two whole numbers are expected, the last not before the first.`,
    );
  }
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UserError('BAD_CHUNKS', `${count} is no number of chunks: a whole number from 1 is expected.`, {
      parameter: 'options.chunks',
    });
  }
  const frameCount = last - first + 1;
  const chunkCount = Math.min(count, frameCount);
  const size = Math.floor(frameCount / chunkCount);
  const larger = frameCount % chunkCount;
  return Array.from({ length: chunkCount }, (_, index) => {
    const start = first + index * size + Math.min(index, larger);
    return { first: start, last: start + size - (index < larger ? 0 : 1) };
  });
}

/** `frame 7`, `frames 1000–1262`. */
export function framesText({ first, last }: FrameRange): string {
  return first === last ? `frame ${first}` : `frames ${first}–${last}`;
}
