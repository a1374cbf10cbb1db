/** One job computed in this process, with its log and a progress line. */
import path from 'node:path';
import type { JobEvent, JobResult } from '@batchyard/pipelines';
import { VALIDATE_STAGE } from '@batchyard/pipelines';
import { readStructureModel } from '../env.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openJobLog } from './job-log.js';
import { watchMemory } from './memory-limit.js';
import { logFileName } from './output-folder.js';
import { defaultQuietIntervalMs, progressTeller } from './progress-teller.js';
import type { JobRequest } from './request.js';
import { runInChunks } from './run-in-chunks.js';

/** Seed of the first replicate of a design whose seed is 0, so that a single job equals that cell. */
export const defaultSeed = '0/1';

export interface HereSettings {
  /** Existing and empty. */
  readonly outputDir: string;
  readonly seed: string;
  /** Stops the job, which then counts as failed; null: never. */
  readonly timeoutS: number | null;
  /** As above, for memory; absent or null: no limit. */
  readonly memoryLimitMb?: number | null;
  readonly chunks: number;
  /** Shows no progress, also where a person watches. */
  readonly quiet?: boolean;
  /** Stands before the progress, which is then also told where nobody watches; absent: on a terminal only. */
  readonly name?: string;
}

/** The first signal cancels cleanly; a second one ends the process as usual. */
export async function executeHere(
  { pipeline, params, inputs }: JobRequest,
  job: HereSettings,
): Promise<JobResult> {
  const abort = new AbortController();
  const cancel = () => abort.abort(new Error('Cancelled.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, cancel);
  let exceeded: string | null = null;
  const stop = (limit: string) => {
    exceeded ??= limit;
    abort.abort(new Error(limit));
  };
  const { timeoutS, memoryLimitMb = null } = job;
  const timer =
    timeoutS === null
      ? undefined
      : setTimeout(() => stop(`Stopped after ${timeoutS} s, the limit given by --timeout.`), timeoutS * 1000);
  const unwatch = watchMemory(process.pid, memoryLimitMb, stop);
  const progress = job.quiet ? silence : watch(pipeline, job);
  const log = openJobLog(path.join(job.outputDir, logFileName));
  try {
    const { outputDir, seed } = job;
    const { signal } = abort;
    const onEvent = (event: JobEvent) => {
      progress.onEvent(event);
      log.hear(event);
    };
    const structureModel = readStructureModel();
    const execution = { params, inputs, outputDir, seed, signal, structureModel, onEvent };
    const result = await runInChunks(pipeline, execution, job.chunks);
    const ended = exceeded !== null && result.state === 'cancelled' ? asStopped(result, exceeded) : result;
    log.end(ended);
    return ended;
  } finally {
    clearTimeout(timer);
    unwatch();
    progress.clear();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, cancel);
  }
}

function asStopped(result: JobResult, message: string): JobResult {
  const stage = result.stages.at(-1)?.name ?? VALIDATE_STAGE;
  return { ...result, state: 'failed', error: { stage, message, problems: [] } };
}

const silence = { clear: () => undefined, onEvent: (_: JobEvent) => undefined };

function watch({ stages }: JobRequest['pipeline'], { chunks, name }: HereSettings) {
  const quietIntervalMs = name === undefined ? null : defaultQuietIntervalMs;
  const teller = progressTeller<'job'>({ stages, total: 1, quietIntervalMs });
  teller.started('job', name ?? '', chunks);
  return {
    clear: teller.clear,
    onEvent(event: JobEvent) {
      if (event.type === 'stage' || event.type === 'progress') teller.heard('job', event);
    },
  };
}

/**
 * Input that the pipeline's own check refuses is bad input, although a result that says so was written (its error may name
 * a later stage); a job that was stopped while it was being checked has no problems, and failed.
 */
export function exitCodeOf(result: JobResult): ExitCode {
  if (result.state === 'succeeded' || result.state === 'skipped') return exitCodes.succeeded;
  const problems = result.error?.problems ?? [];
  const isRefused = result.stages.at(-1)?.name === VALIDATE_STAGE && problems.length > 0;
  return isRefused ? exitCodes.badUsage : exitCodes.jobFailed;
}
