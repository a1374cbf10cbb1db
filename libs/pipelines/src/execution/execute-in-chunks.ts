import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ChunkResult, FrameRange, LogLevel, Pipeline } from '../contract.js';
import type { JobResult } from './events.js';
import { executeJob, type JobRequest } from './execute.js';

export interface ChunkedJobRequest extends Omit<JobRequest, 'frames' | 'chunks'> {
  /** In order, covering all frames. */
  readonly ranges: readonly FrameRange[];
  /** Existing and empty: the files of chunk i go into its folder `i`. */
  readonly chunksDir: string;
}

export interface ChunkedJobResult {
  /** One for each range; fewer only when the job was cancelled. */
  readonly chunks: readonly { readonly frames: FrameRange; readonly result: JobResult }[];
  /** Null where a chunk did not succeed: then there is nothing to merge. */
  readonly merged: JobResult | null;
}

/**
 * Runs the chunks of a job one after another, those after a failed one too, and merges them. Never throws.
 * `onEvent` hears all of it, and how each chunk ended.
 */
export async function executeInChunks(
  pipeline: Pipeline,
  { ranges, chunksDir, ...job }: ChunkedJobRequest,
): Promise<ChunkedJobResult> {
  const chunks: { frames: FrameRange; result: JobResult }[] = [];
  const results: ChunkResult[] = [];
  const startedMs = performance.now();
  const say = (level: LogLevel, text: string) => job.onEvent?.({ type: 'log', level, text });
  for (const [index, frames] of ranges.entries()) {
    if (job.signal.aborted) break;
    const outputDir = path.join(chunksDir, String(chunks.length));
    await mkdir(outputDir);
    const result = await executeJob(pipeline, { ...job, outputDir, frames });
    chunks.push({ frames, result });
    const reason = result.error === null ? '' : `: ${result.error.message}`;
    const text = `Chunk ${index + 1} of ${ranges.length}, frames ${frames.first} to ${frames.last}: ${result.state}${reason}`;
    say(result.state === 'succeeded' ? 'info' : 'error', text);
    if (result.state === 'succeeded') results.push({ frames, outputDir, metrics: result.metrics });
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(2);
  const failed = chunks.length - results.length;
  const counts = `${ranges.length} chunks: ${results.length} successful, ${failed} failed`;
  say(failed > 0 ? 'error' : 'info', `${counts}, total processing time ${seconds} s`);
  const merged =
    results.length === ranges.length ? await executeJob(pipeline, { ...job, chunks: results }) : null;
  return { chunks, merged };
}
