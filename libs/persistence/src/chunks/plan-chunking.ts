import { inputsKey, isError, labelOfInputs, type PlannedJob, warnOfFewFrames } from '@batchyard/domain';
import { type FrameRange, type Pipeline, type Problem, pipelines } from '@batchyard/pipelines';
import { checkRequestOf, type JobChecks } from '../batch-start/check-cells.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { BatchChunking } from './add-chunks.js';

/** How to divide the jobs of a plan, with what is wrong or worth a warning. */
export interface ChunkingPlan {
  /** Null where nothing is divided, where there are errors, or where some frames are not known yet. */
  readonly chunking: BatchChunking | null;
  /** Sets of inputs whose frames there was no time to read. */
  readonly unread: number;
  readonly problems: readonly Problem[];
}

/**
 * Asks for the frames of each different set of inputs once.
 * @param count chunks per job; 1: jobs stay whole
 * @param jobs planned jobs, whose parameters are complete
 */
export async function planChunking(
  pipeline: Pipeline,
  count: number,
  jobs: Iterable<Pick<PlannedJob, 'inputs' | 'params'>>,
  blobs: Pick<BlobStore, 'pathOf'>,
  checks: Pick<JobChecks, 'frames'>,
): Promise<ChunkingPlan> {
  if (count <= 1) return { chunking: null, unread: 0, problems: [] };
  if (pipeline.chunking === undefined)
    return { chunking: null, unread: 0, problems: [cannotChunk(pipeline, count)] };
  const samples = [...new Map([...jobs].map((job) => [inputsKey(job.inputs), job]))];
  const readings = await checks.frames(samples.map(([, job]) => checkRequestOf(pipeline, job, blobs)));
  const inputNames = pipeline.inputs.map((spec) => spec.name);
  const frames = new Map<string, FrameRange>();
  const problems: Problem[] = [];
  samples.forEach(([key, { inputs }], index) => {
    const reading = readings[index] ?? null;
    if (reading === null) return;
    if ('problems' in reading) {
      problems.push(...reading.problems);
      return;
    }
    frames.set(key, reading.frames);
    problems.push(...warnOfFewFrames(reading.frames, count, labelOfInputs(inputs, inputNames)));
  });
  const unread = readings.filter((reading) => reading === null).length;
  const isComplete = unread === 0 && !problems.some(isError);
  return { chunking: isComplete ? { count, frames } : null, unread, problems };
}

/** How many jobs will compute chunks, beside the jobs that are divided into them. */
export function countChunks(
  { count, frames }: BatchChunking,
  jobs: readonly Pick<PlannedJob, 'inputs'>[],
): number {
  return jobs.reduce((sum, { inputs }) => {
    const range = frames.get(inputsKey(inputs));
    const chunks = range === undefined ? 0 : Math.min(count, range.last - range.first + 1);
    return chunks < 2 ? sum : sum + chunks;
  }, 0);
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
