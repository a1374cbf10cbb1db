/** How far the chunks of a job are, and which frames have no result. */
import { failedJobStates, type JobState, resultJobStates } from '@batchyard/domain';
import { counted } from '../formatting/numbers';

export interface ChunkLike {
  readonly state: JobState;
  /** First and last frame, both included; null where the pipeline does not say. */
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
}

const includes = (states: readonly JobState[], state: JobState) => states.includes(state);

/** `4 of 6 chunks done, 1 failed (frames 40–49)`. */
export function chunksText(chunks: readonly ChunkLike[]): string {
  const done = chunks.filter(({ state }) => includes(resultJobStates, state)).length;
  const failed = chunks.filter(({ state }) => includes(failedJobStates, state));
  const frames = failed.map(framesText).filter((text) => text !== null);
  const lost = frames.length > 0 ? ` (frames ${frames.join(', ')})` : '';
  const failures = failed.length > 0 ? `, ${failed.length} failed${lost}` : '';
  return `${done} of ${counted(chunks.length, 'chunk')} done${failures}`;
}

/** `40–49`, `40` for a single frame; null where unknown. */
export function framesText({ firstFrame, lastFrame }: ChunkLike): string | null {
  if (firstFrame === null || lastFrame === null) return null;
  return firstFrame === lastFrame ? String(firstFrame) : `${firstFrame}–${lastFrame}`;
}

interface MaybeChunk {
  readonly id: string;
  readonly chunkOf: { readonly id: string } | null;
}

/** Jobs of a list without the chunks of those that are in it: such chunks are shown under their job. */
export function withoutListedChunks<J extends MaybeChunk>(jobs: readonly J[]): readonly J[] {
  const ids = new Set(jobs.map(({ id }) => id));
  return jobs.filter(({ chunkOf }) => chunkOf === null || !ids.has(chunkOf.id));
}
