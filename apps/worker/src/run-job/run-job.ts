/**
 * One job: guarded start → job process → files to storage → guarded end. Whatever goes wrong on the way ends in a
 * recorded outcome, or in nothing at all when the attempt is no longer ours.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultBatchOptions } from '@batchyard/domain';
import { type AttemptResult, failPoint, type Persistence, type StartedJob } from '@batchyard/persistence';
import {
  type CommandMeans,
  type JobEvent,
  type ModelEndpoint,
  noMeans,
  type PipelineReference,
  pipelineOf,
} from '@batchyard/pipelines';
import type { JobProcessPool } from '../child/pool.js';
import { type SharedProcess, shareProcess } from '../child/shared-process.js';
import type { WorkerTiming } from '../env.js';
import { backoffMs } from '../rescue/backoff.js';
import { keptDays } from '../rescue/kept-folders.js';
import type { AttemptFolder, AttemptFolders } from './attempt-folder.js';
import { type HeardAnnotations, hearAnnotations } from './heard-annotations.js';
import type { HeldJobs } from './held-jobs.js';
import type { MemoryWatch } from './memory-watch.js';
import { cancelled, isTriedAgain, judge, type Verdict, workerFailure } from './outcome.js';
import { publishArtifacts } from './publish.js';
import { type JobRecorder, recordJob } from './recorder.js';
import type { BegunJob, JobRunEnd } from './slots.js';
import type { StopReason } from './stop-reason.js';
import { supervise } from './supervise.js';

export interface JobRunner {
  readonly workerId: string;
  readonly folders: AttemptFolders;
  readonly timing: WorkerTiming;
  readonly store: Persistence;
  readonly pool: JobProcessPool;
  readonly held: HeldJobs;
  readonly memory: MemoryWatch;
  readonly structureModel: ModelEndpoint | null;
  /** What commands are given, but for their secrets. */
  readonly commandMeans: Omit<CommandMeans, 'secrets'>;
  readonly onError: (error: unknown) => void;
}

/** Starts a job and runs it. @returns null when it was not ours to start; never rejects */
export async function beginJob(runner: JobRunner, jobId: string): Promise<BegunJob | null> {
  const { store, workerId, timing } = runner;
  // One that is not started stays queued and is announced again.
  const started = store.jobs.start(jobId, workerId, timing.leaseMs);
  const [job] = await begin(
    runner,
    started.then((one) => (one === null ? [] : [one])),
  );
  return job ?? null;
}

/**
 * Starts the next jobs of an open batch and runs them one after another in one process.
 * @param count so many at most
 * @returns none when there is none; never rejects
 */
export function beginNextJobs(runner: JobRunner, batchId: string, count: number): Promise<BegunJob[]> {
  const { store, workerId, timing } = runner;
  return begin(runner, store.jobs.startNext(batchId, workerId, timing.leaseMs, count));
}

async function begin(runner: JobRunner, started: Promise<readonly StartedJob[]>): Promise<BegunJob[]> {
  const jobs = await started.catch((error) => {
    runner.onError(error);
    return [];
  });
  const process = shareProcess(runner.pool, jobs.length);
  return Promise.all(
    jobs.map(async (job) => {
      await failPoint('after_start');
      const attempt = new Attempt();
      const release = runner.held.hold({ fence: job.fence, stop: (reason) => attempt.stop(reason) });
      const end = runToEnd(runner, job, attempt, process, release);
      const { batchId, isOpen, options } = job;
      return { batchId, isOpen, continuesOnError: options.continueOnError, end };
    }),
  );
}

async function runToEnd(
  runner: JobRunner,
  job: StartedJob,
  attempt: Attempt,
  process: SharedProcess,
  release: () => void,
): Promise<JobRunEnd> {
  const { store, onError } = runner;
  const recorder = recordJob((report) => store.jobs.report(job.fence, report).catch(onError));
  const annotations = hearAnnotations(async (said) =>
    job.frames === null
      ? store.annotations.storeOfJob({ ...job, annotations: said })
      : ['A chunk of a job makes no annotations; they are made where the chunks are merged.'],
  );
  let folder: AttemptFolder | null = null;
  let end: AttemptEnd;
  try {
    const { pipelineName: name, pipelineVersion: version } = job;
    const reference = await store.pipelines.reference({ name, version });
    folder = await prepareFolder(runner, job, reference);
    if (folder.keptPath !== null) recorder.hear(keptNote(folder.keptPath));
    end = await carryOut(runner, job, reference, attempt, process, folder, recorder, annotations);
  } catch (error) {
    end = failedAttempt(error, recorder);
  } finally {
    await process.leave();
  }
  return {
    hasFailed: end.verdict.outcome !== 'succeeded' && end.verdict.outcome !== 'skipped',
    async record() {
      await record(runner, job, attempt, end, recorder, annotations);
      release();
      await folder?.remove().catch(onError);
    },
  };
}

async function prepareFolder(
  { folders, store }: JobRunner,
  job: StartedJob,
  reference: PipelineReference,
): Promise<AttemptFolder> {
  const { fence, isMerge, options } = job;
  const retention = options.keepTemporaryFiles ? 'keep' : 'remove';
  const stored = isMerge ? await store.jobs.chunkResults(fence.jobId) : null;
  // Pipelines of tests are known to the job processes alone, and take files.
  const inputSpecs = pipelineOf(reference)?.inputs ?? [];
  return folders.make({ ...job, inputSpecs }, stored, retention);
}

/** Takes a wish to stop at any time, before there is a process too. */
class Attempt {
  reason: StopReason | null = null;
  private pass: (reason: StopReason) => void = () => undefined;

  stop(reason: StopReason): void {
    if (this.reason === null || reason.type === 'lost') this.reason = reason;
    this.pass(reason);
  }

  passTo(receiver: (reason: StopReason) => void): void {
    this.pass = receiver;
    if (this.reason !== null) receiver(this.reason);
  }
}

interface AttemptEnd {
  readonly verdict: Verdict;
  readonly result: Omit<AttemptResult, 'outcome' | 'error' | 'failure' | 'stages'>;
}

async function carryOut(
  runner: JobRunner,
  job: StartedJob,
  pipeline: PipelineReference,
  attempt: Attempt,
  shared: SharedProcess,
  folder: AttemptFolder,
  recorder: JobRecorder,
  annotations: HeardAnnotations,
): Promise<AttemptEnd> {
  const { params, seed, frames } = job;
  const order = {
    pipeline,
    means: await meansOf(runner, pipeline),
    params,
    seed,
    inputs: folder.inputs,
    frames,
    chunks: folder.chunks,
    outputDir: folder.outputDir,
    structureModel: runner.structureModel,
  };
  const startedMs = performance.now();
  const process = await shared.take();
  const run = supervise(process, order, {
    limits: job.options,
    killGraceMs: runner.timing.killGraceMs,
    memory: runner.memory,
    onEvent: (event) => {
      recorder.hear(event);
      annotations.hear(event);
    },
  });
  attempt.passTo(run.stop);
  const { end, reason, peakMemoryBytes, begunMs } = await run.end;
  await failPoint('before_publish');
  const verdict = judge(end, reason, recorder.stage);
  const told = end.type === 'result' ? end.result : { metrics: {}, artifacts: [], warnings: [] };
  const artifacts =
    verdict.outcome === 'nothing' || verdict.outcome === 'hand_back'
      ? []
      : await publishArtifacts(folder.outputDir, told.artifacts, runner.store.blobs);
  const waitedMs = Math.max(0, (begunMs ?? startedMs) - startedMs);
  return {
    verdict,
    result: { metrics: told.metrics, warnings: told.warnings, artifacts, peakMemoryBytes, waitedMs },
  };
}

/** Secrets leave the database only for the program that asks for them. */
async function meansOf(
  { store, commandMeans }: JobRunner,
  { command }: PipelineReference,
): Promise<CommandMeans> {
  if (command === null) return noMeans;
  return { ...commandMeans, secrets: await store.secrets.read(command.secrets) };
}

function keptNote(place: string): JobEvent {
  const text = `Temporary files of this attempt are kept for ${keptDays} days on ${hostname()}, in ${place}.`;
  return { type: 'log', level: 'info', text };
}

function failedAttempt(error: unknown, recorder: JobRecorder): AttemptEnd {
  const verdict = workerFailure(error, recorder.stage);
  const result = { metrics: {}, warnings: [], artifacts: [], peakMemoryBytes: null };
  return { verdict, result };
}

async function record(
  runner: JobRunner,
  job: StartedJob,
  attempt: Attempt,
  { verdict, result }: AttemptEnd,
  recorder: JobRecorder,
  annotations: HeardAnnotations,
): Promise<void> {
  const { outcome, error, failure } = verdict;
  const stages = await recorder.close(stageState(outcome));
  if (outcome === 'nothing') return;
  await failPoint('before_finish');
  await persist(runner, attempt, async () => {
    const { jobs } = runner.store;
    if (outcome === 'hand_back') {
      if (await jobs.handBack(job.fence)) return;
      // Refused because somebody asked to cancel it meanwhile.
      await jobs.finish(job.fence, { ...result, ...cancelled, stages });
      return;
    }
    // Before the end is recorded: should this worker die in between, the next attempt says the same again.
    const notStored = outcome === 'succeeded' ? await annotations.store() : [];
    const warnings = [...result.warnings, ...notStored];
    const whole = { ...result, warnings, outcome, error, failure, stages };
    const options = { ...defaultBatchOptions, ...job.options };
    const delayMs = backoffMs(job.fence.attempt, runner.timing.backoffMs ?? 1000 * options.backoffS);
    if (isTriedAgain(verdict, options) && (await jobs.retryLater(job.fence, whole, delayMs))) return;
    if (isFailure(outcome) && !options.continueOnError) {
      await jobs.finishAndStop(job.batchId, job.fence, whole);
    } else await jobs.finish(job.fence, whole);
  });
}

function isFailure(outcome: Verdict['outcome']): boolean {
  return outcome === 'failed' || outcome === 'timed_out' || outcome === 'out_of_memory';
}

function stageState(outcome: Verdict['outcome']) {
  if (outcome === 'succeeded' || outcome === 'skipped') return 'succeeded';
  return outcome === 'cancelled' || outcome === 'hand_back' ? 'cancelled' : 'failed';
}

const againMs = 500;

/** Writes the end of an attempt as long as it is ours: a database that is away must not cost a finished job. */
async function persist(runner: JobRunner, attempt: Attempt, write: () => Promise<void>): Promise<void> {
  while (attempt.reason?.type !== 'lost') {
    try {
      return await write();
    } catch (error) {
      runner.onError(error);
      await sleep(againMs);
    }
  }
}
