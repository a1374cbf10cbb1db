/** From how a job process ended to what is recorded. */
import { type BatchOptions, classifyFailure, type FailureKind, normaliseMessage } from '@batchyard/domain';
import type { AttemptFailure, WorkerOutcome } from '@batchyard/persistence';
import { type JobError, type JobResult, ProblemsError } from '@batchyard/pipelines';
import type { JobEnd } from '../child/order-line.js';
import type { StopReason } from './stop-reason.js';

export interface Verdict {
  readonly outcome: WorkerOutcome | 'hand_back' | 'nothing';
  readonly error: JobError | null;
  /** What sorts it in with failures of other jobs; null for what did not fail. */
  readonly failure: AttemptFailure | null;
  /** It says nothing about the job: something was short or away just then, or its process was ended from outside. */
  readonly canPass: boolean;
}

/**
 * @param reason why the worker interfered, if it did
 * @param stage the stage the job was in
 */
export function judge(end: JobEnd, reason: StopReason | null, stage: string): Verdict {
  if (reason?.type === 'lost') return withoutError('nothing');
  // What was finished when the interference came counts as finished.
  if (end.type === 'result' && (end.result.state === 'succeeded' || end.result.state === 'skipped'))
    return withoutError(end.result.state);
  if (reason !== null) return interfered(reason, stage);
  if (end.type === 'not_begun') return withoutError('hand_back');
  return end.type === 'result' ? failedByItself(end.result) : crashed(end, stage);
}

/**
 * Whether the batch wants another try after this. An error that says nothing about the job counts like the loss of its
 * worker.
 */
export function isTriedAgain(
  { failure, canPass }: Pick<Verdict, 'failure' | 'canPass'>,
  { retryOn }: Pick<BatchOptions, 'retryOn'>,
): boolean {
  if (failure === null) return false;
  const kinds: readonly FailureKind[] = retryOn;
  if (kinds.includes(failure.kind)) return true;
  return failure.kind === 'pipeline_error' && canPass && kinds.includes('worker_lost');
}

function withoutError(outcome: 'succeeded' | 'skipped' | 'hand_back' | 'nothing'): Verdict {
  return { outcome, error: null, failure: null, canPass: false };
}

/** What is recorded of a job that somebody cancelled. */
export const cancelled = {
  outcome: 'cancelled',
  error: null,
  failure: { kind: 'cancelled', key: 'cancelled', exitCode: null },
} as const satisfies Pick<Verdict, 'outcome' | 'error' | 'failure'>;

function interfered(reason: Exclude<StopReason, { type: 'lost' }>, stage: string): Verdict {
  switch (reason.type) {
    case 'cancel':
      return { ...cancelled, canPass: false };
    case 'shutdown':
      return withoutError('hand_back');
    case 'timeout':
      return failure('timed_out', stage, `The job ran longer than its limit of ${reason.limitS} s.`);
    case 'memory': {
      const used = Math.ceil(reason.usedBytes / 1e6);
      const message = `The job needed ${used} MB of memory; its limit is ${reason.limitMb} MB.`;
      return failure('out_of_memory', stage, message);
    }
  }
}

function failedByItself({ error, state }: JobResult): Verdict {
  // Cancelled without our doing: somebody else sent the signal.
  if (error === null || state === 'cancelled') {
    const message = 'The job was interrupted by a signal from outside.';
    return { ...failure('failed', error?.stage ?? '', message), canPass: true };
  }
  return {
    outcome: 'failed',
    error,
    failure: sorted('failed', error, null),
    canPass: error.problems.length === 0 && error.stage !== 'validate' && mayPass(error.message),
  };
}

function crashed({ how, exitCode, lastOutput }: Extract<JobEnd, { type: 'exit' }>, stage: string): Verdict {
  if (/heap out of memory|Array buffer allocation failed/.test(lastOutput)) {
    const message = 'The job ran out of memory and its process was ended.';
    return failure('out_of_memory', stage, message, exitCode);
  }
  const message = `The job's process ended unexpectedly (${how}).`;
  return { ...failure('failed', stage, message, exitCode), canPass: true };
}

/** A failure before or after the pipeline itself, in the worker's own work. */
export function workerFailure(error: unknown, stage: string): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ProblemsError) {
    const told: JobError = { stage, message, problems: error.problems };
    return { outcome: 'failed', error: told, failure: sorted('failed', told, null), canPass: false };
  }
  return { ...failure('failed', stage, message), canPass: mayPass(message) };
}

type FailedOutcome = 'failed' | 'timed_out' | 'out_of_memory';

function failure(
  outcome: FailedOutcome,
  stage: string,
  message: string,
  exitCode: number | null = null,
): Verdict {
  const error: JobError = { stage, message, problems: [] };
  return { outcome, error, failure: sorted(outcome, error, exitCode), canPass: false };
}

function sorted(outcome: FailedOutcome, error: JobError, exitCode: number | null): AttemptFailure {
  return {
    kind: classifyFailure({ outcome, ...error }),
    key: normaliseMessage(error.message),
    exitCode,
  };
}

/** Codes with which the operating system says that something is short or away just now. */
const passingCodes =
  /\b(ENOSPC|EDQUOT|EIO|EMFILE|ENFILE|ENOMEM|EAGAIN|EBUSY|ETIMEDOUT|ECONNRESET|ECONNREFUSED|ENETUNREACH)\b/;

function mayPass(message: string): boolean {
  return passingCodes.test(message);
}
