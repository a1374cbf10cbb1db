/** One job in several parts of its frames, computed here one after another and merged. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describeFailedChunks, splitFrames } from '@batchyard/domain';
import { executeInChunks, executeJob, type JobResult, type Pipeline, pipelines } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';
import { chunksFolderName } from './output-folder.js';

type Execution = Parameters<typeof executeJob>[1];

/**
 * Runs the whole job when `chunks` is 1. When a chunk fails, the files of the others stay in the folder `chunks` of
 * the output, and the result says which frames are missing.
 * @throws UsageError when the pipeline cannot be run in chunks
 */
export async function runInChunks(pipeline: Pipeline, job: Execution, chunks: number): Promise<JobResult> {
  if (chunks === 1) return executeJob(pipeline, job);
  const { first, last } = await framesOf(pipeline, job);
  const ranges = splitFrames(first, last, chunks);
  const chunksDir = path.join(job.outputDir, chunksFolderName);
  mkdirSync(chunksDir);
  const { chunks: ended, merged } = await executeInChunks(pipeline, { ...job, ranges, chunksDir });
  if (merged?.state === 'succeeded') {
    rmSync(chunksDir, { recursive: true, force: true });
    const fewer = `There are only ${ranges.length} frames, so there were ${ranges.length} chunks, not ${chunks}.`;
    return ranges.length < chunks ? { ...merged, warnings: [fewer, ...merged.warnings] } : merged;
  }
  return merged ?? incomplete(ended);
}

async function framesOf(pipeline: Pipeline, { inputs, params }: Execution) {
  if (pipeline.chunking === undefined) {
    const able = pipelines.filter(({ chunking }) => chunking !== undefined).map(({ name }) => name);
    throw new UsageError(
      `--chunks cannot be used with ${pipeline.name}; it can with ${able.join(', ')}. Leave it out.`,
    );
  }
  const parsed = pipeline.params.parse(params);
  return pipeline.chunking.frames(inputs, parsed).catch((error: Error) => {
    throw new UsageError(`The frames cannot be counted: ${error.message}`);
  });
}

type EndedChunks = Awaited<ReturnType<typeof executeInChunks>>['chunks'];

/** The result of a job that has no merged one. */
function incomplete(chunks: EndedChunks): JobResult {
  const cancelled = chunks.find(({ result }) => result.state === 'cancelled');
  if (cancelled !== undefined) return cancelled.result;
  const message = describeFailedChunks(
    chunks.map(({ frames, result }) => ({
      frames,
      state: result.state,
      message: result.error?.message ?? null,
    })),
  );
  const failed = chunks.find(({ result }) => result.state !== 'succeeded')?.result;
  const error = {
    stage: failed?.error?.stage ?? '',
    message: message ?? 'No chunk was computed.',
    problems: failed?.error?.problems ?? [],
  };
  return { state: 'failed', metrics: {}, stages: [], artifacts: [], warnings: [], error };
}
