/**
 * Runs one job of one pipeline, the same way for the offline CLI and for the worker's child process.
 * Never throws: whatever happens is in the result. The first stage is always `validate`.
 */
import {
  type CheckMeans,
  type ChunkResult,
  type FrameRange,
  type Inputs,
  type JobContext,
  JobSkipped,
  type ModelEndpoint,
  type Pipeline,
  type Problem,
  ProblemsError,
  ProcessingError,
} from '../contract.js';
import { parseParams } from '../parameters/parse.js';
import type { JobError, JobEvent, JobResult, ProducedArtifact } from './events.js';
import { describeFailure, messageOf } from './failure.js';
import { checkInputs } from './inputs.js';
import { seededRandom } from './random.js';
import { Recorder } from './recorder.js';

/** Name of the implicit first stage. */
export const VALIDATE_STAGE = 'validate';

export interface JobRequest {
  /** Raw: parsed in stage `validate`. */
  readonly params: unknown;
  readonly inputs: Inputs;
  /** Process this chunk only; absent or null: everything. */
  readonly frames?: FrameRange | null;
  /** Merge these chunks instead of processing; absent or null: process. */
  readonly chunks?: readonly ChunkResult[] | null;
  /** Existing, empty, private to this attempt. */
  readonly outputDir: string;
  /** Equal seeds draw equal random numbers. */
  readonly seed: string;
  readonly signal: AbortSignal;
  /** Absent or null: none is asked. */
  readonly structureModel?: ModelEndpoint | null;
  readonly onEvent?: (event: JobEvent) => void;
}

/** Everything that can be said about a job before it runs; `params` is null unless all of it is usable. */
export interface Validation<P> {
  readonly params: P | null;
  readonly problems: Problem[];
}

/** Parses parameters, checks inputs against the declaration and runs the pipeline's own check. Never throws. */
export async function validateJob<P>(
  pipeline: Pipeline<P>,
  job: { readonly params: unknown; readonly inputs: Inputs },
  means: CheckMeans = { canAskModel: false },
): Promise<Validation<P>> {
  try {
    const parsed = parseParams(pipeline, job.params);
    const problems = await checkInputs(pipeline as Pipeline, job.inputs);
    if ('problems' in parsed) return { params: null, problems: [...parsed.problems, ...problems] };
    if (!hasErrors(problems)) problems.push(...(await pipeline.check(job.inputs, parsed.params, means)));
    return { params: hasErrors(problems) ? null : parsed.params, problems };
  } catch (error) {
    const message = `The check itself failed: ${messageOf(error)}`;
    return { params: null, problems: [{ code: 'CHECK_FAILED', severity: 'error', message, place: {} }] };
  }
}

/** Runs `validate`, then the pipeline, holding it to its contract. Never throws. */
export async function executeJob(pipeline: Pipeline, job: JobRequest): Promise<JobResult> {
  const recorder = new Recorder(pipeline, job.outputDir, job.onEvent ?? (() => undefined));
  let error: JobError | null = null;
  let artifacts: ProducedArtifact[] = [];
  try {
    await runStages(pipeline, job, recorder);
    artifacts = await recorder.artifacts();
  } catch (thrown) {
    if (thrown instanceof JobSkipped && recorder.breach === null) return skippedResult(recorder, thrown);
    error = describeFailure(thrown, failedStage(pipeline, recorder.stageName, thrown), job.outputDir);
    artifacts = await recorder.artifacts().catch(() => []);
  }
  // Work that was finished when the abort came counts as finished.
  const state = error === null ? 'succeeded' : job.signal.aborted ? 'cancelled' : 'failed';
  recorder.leaveStage(state);
  const { metrics, stages, warnings } = recorder;
  return { state, metrics, stages, artifacts, warnings, error: state === 'cancelled' ? null : error };
}

/** What is wrong with a job before it runs is told in the stage that could not have gone on, where the pipeline knows it. */
function failedStage({ stageOfProblem }: Pipeline, stage: string, thrown: unknown): string {
  if (stage !== VALIDATE_STAGE || stageOfProblem === undefined || !(thrown instanceof ProblemsError))
    return stage;
  const errors = thrown.problems.filter(({ severity }) => severity === 'error');
  return errors.map(stageOfProblem).find((name) => name !== null) ?? stage;
}

/** The stage in which there was nothing to do did its part. */
function skippedResult(recorder: Recorder, { message }: JobSkipped): JobResult {
  recorder.warn(message);
  recorder.leaveStage('succeeded');
  const { stages, warnings } = recorder;
  return { state: 'skipped', metrics: {}, stages, artifacts: [], warnings, error: null };
}

async function runStages(pipeline: Pipeline, job: JobRequest, recorder: Recorder): Promise<void> {
  recorder.enterStage(VALIDATE_STAGE);
  job.signal.throwIfAborted();
  const canAskModel = (job.structureModel ?? null) !== null;
  const { params, problems } = await validateJob(pipeline, job, { canAskModel });
  if (params === null) throw new ProblemsError(problems);
  for (const problem of problems) recorder.warn(problem.message);
  job.signal.throwIfAborted();
  await carryOut(pipeline, job, contextOf(job, params, recorder));
  if (recorder.breach !== null) throw recorder.breach;
  // Some numbers only exist for the whole, so a chunk may leave them out.
  if (!job.frames) recorder.requireMetrics();
}

function carryOut(pipeline: Pipeline, job: JobRequest, context: JobContext<unknown>): Promise<void> {
  if (!job.frames && !job.chunks) return pipeline.run(context);
  const { chunking } = pipeline;
  if (chunking === undefined)
    throw new ProcessingError(`Pipeline ${pipeline.name} cannot divide a job into chunks.`);
  return job.chunks ? chunking.merge({ ...context, chunks: job.chunks }) : pipeline.run(context);
}

function contextOf(job: JobRequest, params: unknown, recorder: Recorder): JobContext<unknown> {
  return {
    params,
    inputs: job.inputs,
    frames: job.frames ?? null,
    outputDir: job.outputDir,
    structureModel: job.structureModel ?? null,
    random: seededRandom(job.seed),
    signal: job.signal,
    ...recorder.reporters,
  };
}

function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
