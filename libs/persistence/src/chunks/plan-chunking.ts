import { inputsKey, labelOfInputs, type PlannedJob, warnOfFewFrames } from '@batchyard/domain';
import {
  type Chunking,
  type FrameRange,
  type Inputs,
  type Pipeline,
  type Problem,
  ProblemsError,
  pipelines,
} from '@batchyard/pipelines';
import { localFiles } from '../batch-start/plan-design.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { BatchChunking } from './add-chunks.js';

/** How to divide the jobs of a plan, with what is wrong or worth a warning. */
export interface ChunkingPlan {
  /** Null where nothing is divided, or where there are errors. */
  readonly chunking: BatchChunking | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads the frames of each different set of inputs once. Never throws on bad data.
 * @param count chunks per job; 1: jobs stay whole
 * @param jobs planned jobs, whose parameters are complete
 */
export async function planChunking(
  pipeline: Pipeline,
  count: number,
  jobs: Iterable<Pick<PlannedJob, 'inputs' | 'params'>>,
  blobs: Pick<BlobStore, 'pathOf'>,
): Promise<ChunkingPlan> {
  if (count <= 1) return { chunking: null, problems: [] };
  const { chunking } = pipeline;
  if (chunking === undefined) return { chunking: null, problems: [cannotChunk(pipeline, count)] };
  const frames = new Map<string, FrameRange>();
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const inputNames = pipeline.inputs.map((spec) => spec.name);
  for (const { inputs, params } of jobs) {
    const key = inputsKey(inputs);
    if (seen.has(key)) continue;
    seen.add(key);
    const read = await readFrames(chunking, localFiles(inputs, blobs), params);
    if ('problems' in read) problems.push(...read.problems);
    else {
      frames.set(key, read);
      problems.push(...warnOfFewFrames(read, count, labelOfInputs(inputs, inputNames)));
    }
  }
  const hasErrors = problems.some((problem) => problem.severity === 'error');
  return { chunking: hasErrors ? null : { count, frames }, problems };
}

async function readFrames(
  chunking: Chunking<unknown>,
  inputs: Inputs,
  params: unknown,
): Promise<FrameRange | { readonly problems: readonly Problem[] }> {
  try {
    return await chunking.frames(inputs, params);
  } catch (error) {
    if (error instanceof ProblemsError) return { problems: error.problems };
    const message = `The frames cannot be counted: ${error instanceof Error ? error.message : String(error)}`;
    return { problems: [{ code: 'FRAMES_UNREADABLE', severity: 'error', message, place: {} }] };
  }
}

function cannotChunk(pipeline: Pipeline, count: number): Problem {
  const able = pipelines.filter((other) => other.chunking !== undefined).map((other) => other.name);
  return {
    code: 'CANNOT_CHUNK',
    severity: 'error',
    message: `Pipeline ${pipeline.name} cannot divide a job into chunks; ${able.join(', ')} can.`,
    place: { parameter: 'options.chunks' },
    value: String(count),
    expectation: '1',
    fix: 'Set chunks to 1, or choose a pipeline that can.',
  };
}
