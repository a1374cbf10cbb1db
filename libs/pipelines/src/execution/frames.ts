import { type FrameRange, type Inputs, type Pipeline, type Problem, ProblemsError } from '../contract.js';

/** All frames of a job's inputs, or why they cannot be read. */
export type FrameReading = { readonly frames: FrameRange } | { readonly problems: readonly Problem[] };

/**
 * Asks a pipeline which frames a job's inputs have. Never throws on bad data.
 * @param job its parameters parsed
 */
export async function framesOfJob<P>(
  { name, chunking }: Pick<Pipeline<P>, 'name' | 'chunking'>,
  job: { readonly params: P; readonly inputs: Inputs },
): Promise<FrameReading> {
  try {
    if (chunking === undefined) throw new Error(`pipeline ${name} does not divide jobs.`);
    return { frames: await chunking.frames(job.inputs, job.params) };
  } catch (error) {
    if (error instanceof ProblemsError) return { problems: error.problems };
    const message = `The frames cannot be counted: ${error instanceof Error ? error.message : String(error)}`;
    return { problems: [{ code: 'FRAMES_UNREADABLE', severity: 'error', message, place: {} }] };
  }
}
