/**
 * A bundle of jobs, mostly of one. Of each: guarded start → job process → files to storage → guarded end. Whatever goes wrong on the way ends in a
 * recorded outcome, or in nothing at all when the attempt is no longer ours.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultBatchOptions } from '@batchyard/domain';
import { type AttemptResult, failPoint, type Persistence, type StartedJob } from '@batchyard/persistence';
import type { JobEvent } from '@batchyard/pipelines';
import type { JobProcessPool } from '../child/pool.js';
import type { JobOrder } from '../child/protocol.js';
import type { WorkerTiming } from '../env.js';
import { backoffMs } from '../rescue/backoff.js';
import { keptDays } from '../rescue/kept-folders.js';
import type { AttemptFolder, AttemptFolders } from './attempt-folder.js';
import type { HeldJobs } from './held-jobs.js';
import type { MemoryWatch } from './memory-watch.js';
import { cancelled, isTriedAgain, judge, type Verdict, workerFailure } from './outcome.js';
import { publishArtifacts } from './publish.js';
import { type JobRecorder, recordJob } from './recorder.js';
import type { BegunJob, JobRunEnd } from './slots.js';
import type { StopReason } from './stop-reason.js';
import { type SupervisedEnd, supervise } from './supervise.js';

export interface JobRunner {
  readonly workerId: string;
  readonly folders: AttemptFolders;
  readonly timing: WorkerTiming;
  readonly store: Persistence;
  readonly pool: JobProcessPool;
  readonly held: HeldJobs;
  readonly memory: MemoryWatch;
  readonly onError: (error: unknown) => void;
}

/**
 * Starts jobs together and runs them one after another in one job process.
 * @returns those that were ours to start; never rejects
 */
export async function beginBundle(
  runner: JobRunner,
  jobIds: readonly string[],
): Promise<readonly BegunJob[]> {
  const { store, workerId, timing, onError } = runner;
  const answers = await Promise.all(
    jobIds.map((jobId) =>
      store.jobs.start(jobId, workerId, timing.leaseMs).catch((error) => {
        // It stays queued and is announced again.
        onError(error);
        return null;
      }),
    ),
  );
  const started = answers.filter((job) => job !== null);
  if (started.length === 0) return [];
  await failPoint('after_start');
  const runs = started.map((job) => new JobRun(runner, job));
  void runBundle(runner, runs);
  return runs.map((run) => ({ batchId: run.job.batchId, end: run.end }));
}

/** One started job on its way to its end. */
class JobRun {
  readonly attempt = new Attempt();
  readonly recorder: JobRecorder;
  readonly end: Promise<JobRunEnd>;
  folder: AttemptFolder | null = null;
  private readonly release: () => void;
  private resolve: (end: JobRunEnd) => void = () => undefined;

  constructor(
    private readonly runner: JobRunner,
    readonly job: StartedJob,
  ) {
    const { store, onError, held } = runner;
    this.recorder = recordJob((report) => store.jobs.report(job.fence, report).catch(onError));
    this.release = held.hold({ fence: job.fence, stop: (reason) => this.attempt.stop(reason) });
    this.end = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  finish(end: AttemptEnd): void {
    const { runner, job, attempt, recorder, folder, release } = this;
    this.resolve({
      hasFailed: end.verdict.outcome !== 'succeeded',
      ranMs: end.ran === null ? null : end.ran.endedAtMs - end.ran.beganAtMs,
      async record() {
        await record(runner, job, attempt, end, recorder);
        release();
        await folder?.remove().catch(runner.onError);
      },
    });
  }

  /** A failure in the worker's own work. */
  fail(error: unknown): void {
    const verdict = workerFailure(error, this.recorder.stage);
    const result = { metrics: {}, warnings: [], artifacts: [], peakMemoryBytes: null };
    this.finish({ verdict, ran: null, result });
  }
}

async function runBundle(runner: JobRunner, runs: readonly JobRun[]): Promise<void> {
  await Promise.all(runs.map((run) => prepare(runner, run).catch((error) => run.fail(error))));
  const ready = runs.flatMap((run) => (run.folder === null ? [] : [{ run, folder: run.folder }]));
  if (ready.length === 0) return;
  try {
    const process = await runner.pool.take();
    const jobs = ready.map(({ run, folder }) => ({
      order: orderOf(run.job, folder),
      limits: run.job.options,
      onEvent: run.recorder.hear,
      onEnd: (end: SupervisedEnd) =>
        void conclude(runner, run, folder, end).catch((error) => run.fail(error)),
    }));
    const { killGraceMs } = runner.timing;
    const bundle = supervise(process, jobs, { killGraceMs, memory: runner.memory });
    for (const [index, { run }] of ready.entries()) {
      run.attempt.passTo((reason) => bundle.stop(index, reason));
    }
    await bundle.over;
    await runner.pool.giveBack(process);
  } catch (error) {
    // Those that have ended do not hear it.
    for (const { run } of ready) run.fail(error);
  }
}

async function prepare(runner: JobRunner, run: JobRun): Promise<void> {
  run.folder = await prepareFolder(runner, run.job);
  if (run.folder.keptPath !== null) run.recorder.hear(keptNote(run.folder.keptPath), Date.now());
}

async function prepareFolder(
  { folders, store }: JobRunner,
  { fence, inputs, isMerge, options }: StartedJob,
): Promise<AttemptFolder> {
  const retention = options.keepTemporaryFiles ? 'keep' : 'remove';
  const stored = isMerge ? await store.jobs.chunkResults(fence.jobId) : null;
  return folders.make(fence, inputs, stored, retention);
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
  /** When it really ran, by this process's clock; null when that is not known. */
  readonly ran: { readonly beganAtMs: number; readonly endedAtMs: number } | null;
  readonly result: Omit<AttemptResult, 'outcome' | 'error' | 'failure' | 'stages' | 'ran'>;
}

function orderOf(job: StartedJob, { inputs, chunks, outputDir }: AttemptFolder): JobOrder {
  const { pipelineName, pipelineVersion, params, seed, frames } = job;
  return { pipelineName, pipelineVersion, params, seed, inputs, frames, chunks, outputDir };
}

/** Files to storage, and a verdict. */
async function conclude(
  { store }: JobRunner,
  run: JobRun,
  { outputDir }: AttemptFolder,
  { end, reason, peakMemoryBytes }: SupervisedEnd,
): Promise<void> {
  await failPoint('before_publish');
  const verdict = judge(end, reason, run.recorder.stage);
  const told = end.type === 'result' ? end.result : { metrics: {}, artifacts: [], warnings: [] };
  const artifacts =
    verdict.outcome === 'nothing' || verdict.outcome === 'hand_back'
      ? []
      : await publishArtifacts(outputDir, told.artifacts, store.blobs);
  const { metrics, warnings } = told;
  const ran = end.type === 'result' ? end : null;
  run.finish({ verdict, ran, result: { metrics, warnings, artifacts, peakMemoryBytes } });
}

function keptNote(place: string): JobEvent {
  const text = `Temporary files of this attempt are kept for ${keptDays} days on ${hostname()}, in ${place}.`;
  return { type: 'log', level: 'info', text };
}

async function record(
  runner: JobRunner,
  job: StartedJob,
  attempt: Attempt,
  { verdict, result, ran }: AttemptEnd,
  recorder: JobRecorder,
): Promise<void> {
  const { outcome, error, failure } = verdict;
  const stages = await recorder.close(stageState(outcome), ran?.endedAtMs ?? Date.now());
  if (outcome === 'nothing') return;
  await failPoint('before_finish');
  await persist(runner, attempt, async () => {
    const { jobs } = runner.store;
    if (outcome === 'hand_back') {
      if (await jobs.handBack(job.fence)) return;
      // Refused because somebody asked to cancel it meanwhile.
      await jobs.finish(job.fence, { ...result, ...cancelled, stages, ran });
      return;
    }
    const whole = { ...result, outcome, error, failure, stages, ran };
    const options = { ...defaultBatchOptions, ...job.options };
    const delayMs = backoffMs(job.fence.attempt, runner.timing.backoffMs ?? 1000 * options.backoffS);
    if (isTriedAgain(verdict, options) && (await jobs.retryLater(job.fence, whole, delayMs))) return;
    await jobs.finish(job.fence, whole);
  });
}

function stageState(outcome: Verdict['outcome']) {
  if (outcome === 'succeeded') return 'succeeded';
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
