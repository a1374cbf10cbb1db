/** From how a job process ended to what is recorded. */
import type { WorkerOutcome } from '@batchyard/persistence';
import type { JobError, JobResult } from '@batchyard/pipelines';
import type { JobEnd } from '../child/job-process.js';
import type { StopReason } from './stop-reason.js';

export interface Verdict {
  readonly outcome: WorkerOutcome | 'hand_back' | 'nothing';
  readonly error: JobError | null;
  /** Another try may succeed. */
  readonly canPass: boolean;
}

/**
 * @param reason why the worker interfered, if it did
 * @param stage the stage the job was in
 */
export function judge(end: JobEnd, reason: StopReason | null, stage: string): Verdict {
  if (reason?.type === 'lost') return { outcome: 'nothing', error: null, canPass: false };
  // What was finished when the interference came counts as finished.
  if (end.type === 'result' && end.result.state === 'succeeded') return succeeded;
  if (reason !== null) return interfered(reason, stage);
  return end.type === 'result' ? failedByItself(end.result) : crashed(end.how, end.lastOutput, stage);
}

const succeeded: Verdict = { outcome: 'succeeded', error: null, canPass: false };

function interfered(reason: Exclude<StopReason, { type: 'lost' }>, stage: string): Verdict {
  switch (reason.type) {
    case 'cancel':
      return { outcome: 'cancelled', error: null, canPass: false };
    case 'shutdown':
      return { outcome: 'hand_back', error: null, canPass: false };
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
    return {
      ...failure('failed', error?.stage ?? '', 'The job was interrupted by a signal from outside.'),
      canPass: true,
    };
  }
  return {
    outcome: 'failed',
    error,
    canPass: error.problems.length === 0 && error.stage !== 'validate' && mayPass(error.message),
  };
}

function crashed(how: string, lastOutput: string, stage: string): Verdict {
  if (/heap out of memory|Array buffer allocation failed/.test(lastOutput)) {
    return failure('out_of_memory', stage, 'The job ran out of memory and its process was ended.');
  }
  const message = `The job's process ended unexpectedly (${how}).`;
  return { ...failure('failed', stage, message), canPass: true };
}

/** A failure before or after the pipeline itself, in the worker's own work. */
export function workerFailure(error: unknown, stage: string): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  return { ...failure('failed', stage, message), canPass: mayPass(message) };
}

function failure(outcome: WorkerOutcome, stage: string, message: string): Verdict {
  return { outcome, error: { stage, message, problems: [] }, canPass: false };
}

/** Codes with which the operating system says that something is short or away just now. */
const passingCodes =
  /\b(ENOSPC|EDQUOT|EIO|EMFILE|ENFILE|ENOMEM|EAGAIN|EBUSY|ETIMEDOUT|ECONNRESET|ECONNREFUSED|ENETUNREACH)\b/;

function mayPass(message: string): boolean {
  return passingCodes.test(message);
}
