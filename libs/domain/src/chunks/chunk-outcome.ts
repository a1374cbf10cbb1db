/** What becomes of a job when all its chunks have ended. */
import type { FrameRange } from '@batchyard/pipelines';
import { type FinalJobState, failedJobStates, resultJobStates } from '../jobs/state.js';
import { framesText } from './split-frames.js';

/** A chunk that has ended. */
export interface EndedChunk {
  readonly frames: FrameRange;
  readonly state: FinalJobState;
  /** Why it failed, when it did. */
  readonly message: string | null;
}

/** Ranges that a message names at most. */
const maxNamed = 5;

/**
 * Null when every chunk has a result, so that they can be merged; otherwise how many have one and which frames lack
 * it: `3 of 4 chunks succeeded, 1 failed: frames 1526–1788 (reason).`
 * @param chunks all chunks of the job, in order
 */
export function describeFailedChunks(chunks: readonly EndedChunk[]): string | null {
  const isIn = (states: readonly string[]) => (chunk: EndedChunk) => states.includes(chunk.state);
  const missing = chunks.filter((chunk) => !isIn(resultJobStates)(chunk));
  if (missing.length === 0) return null;
  const failed = missing.filter(isIn(failedJobStates));
  const ended = [
    [failed.length, 'failed'],
    [missing.filter(isIn(['cancelled'])).length, 'cancelled'],
    [missing.filter(isIn(['skipped'])).length, 'skipped'],
  ] as const;
  const counts = ended.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const named = missing.slice(0, maxNamed).map(nameChunk).join(', ');
  const more = missing.length > maxNamed ? ` and ${missing.length - maxNamed} more` : '';
  const succeeded = chunks.length - missing.length;
  const total = chunks.length === 1 ? '1 chunk' : `${chunks.length} chunks`;
  return `${succeeded} of ${total} succeeded, ${counts.join(', ')}: ${named}${more}.`;
}

function nameChunk({ frames, message }: EndedChunk): string {
  const reason = message?.trim().replace(/\.$/, '');
  return reason ? `${framesText(frames)} (${reason})` : framesText(frames);
}
