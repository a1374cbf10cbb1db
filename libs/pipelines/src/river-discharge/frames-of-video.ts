/** Goes through the frames of a video once, whatever is measured in them. */
import type { JobContext } from '../contract.js';
import type { Video } from './video/open-video.js';
import { expectedFrames, type FrameSelection } from './video/read-frames.js';

export interface FramesSeen {
  readonly frames: number;
  /** The first frame, kept for pictures. */
  readonly frame: Uint8Array;
  /** What the decoder complained about without stopping. */
  readonly complaint: string | null;
}

/** Hands each frame on; `pixels` is overwritten by the next one. @throws ProblemsError as `readFrames` */
export async function forEachFrame(
  video: Video,
  selection: FrameSelection,
  { signal, progress }: Pick<JobContext<unknown>, 'signal' | 'progress'>,
  onFrame: (pixels: Uint8Array, index: number) => void | Promise<void>,
): Promise<FramesSeen> {
  const expected = expectedFrames(video.facts, selection);
  const frames = video.frames(selection, signal);
  let first: Uint8Array | null = null;
  let next = await frames.next();
  for (; !next.done; next = await frames.next()) {
    const { index, pixels } = next.value;
    first ??= pixels.slice();
    const work = onFrame(pixels, index);
    if (work) await work;
    if (index % 10 === 0) progress(Math.min(1, index / (expected ?? index + 1000)));
  }
  const { frames: count, complaint } = next.value;
  return { frames: count, frame: first!, complaint };
}
