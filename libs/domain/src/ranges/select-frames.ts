/** From what a range says to positions of frames. */
import type { FrameSelection, RangeFrames } from './range.js';

/**
 * The positions that a range selects of some frames, in the order of the range. Never throws.
 * @param spec as for `parseRange`
 */
export function selectFrames(spec: unknown, frames: RangeFrames): FrameSelection {
  throw new Error(`not yet ${String(spec)} ${frames.count}`);
}

/** The positions that a range selects of `count` frames without ids and landmarks. */
export function expandRange(spec: unknown, count: number): FrameSelection {
  return selectFrames(spec, { count });
}
