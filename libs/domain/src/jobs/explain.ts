/** One sentence on a job: why it is in its state, and what the system or a person can do next. */
import { durationText } from './duration-text.js';
import type { JobState } from './state.js';

/** What the sentence is made from; times in milliseconds since 1970. */
export interface JobFacts {
  readonly state: JobState;
  readonly attempt: number;
  readonly attemptLimit: number;
  readonly stage: string | null;
  /** 0…1 */
  readonly progress: number;
  readonly workerId: string | null;
  /** Why a waiting, queued or lost job has not started: what `explainWaiting` says. */
  readonly waitingReason: string | null;
  readonly startedAtMs: number | null;
  /** A running job is slow when it takes longer, in seconds; null when nobody knows. */
  readonly slowAfterS: number | null;
  /** A running job whose worker is silent until then counts as lost. */
  readonly leaseUntilMs: number | null;
  readonly isCancelRequested: boolean;
  /** Why the system itself cancelled it; null where a person did. */
  readonly cancelReason: string | null;
  readonly errorMessage: string | null;
  readonly reusedFromId: string | null;
  readonly timeoutS: number | null;
  readonly memoryLimitMb: number | null;
}

/** @param nowMs the clock that the facts' times come from */
export function explainJob(facts: JobFacts, nowMs: number): string {
  switch (facts.state) {
    case 'waiting':
    case 'queued':
      return facts.waitingReason ?? 'It waits for a free worker.';
    case 'running':
      return explainRunning(facts, nowMs);
    case 'lost':
      return `Its worker stopped answering during ${attemptOf(facts)}; it is handed to another worker.${facts.waitingReason === null ? '' : ` ${facts.waitingReason}`}`;
    case 'succeeded':
      return facts.attempt > 1 ? `It succeeded in ${attemptOf(facts)}.` : 'It succeeded.';
    case 'reused':
      return `An equal job${facts.reusedFromId === null ? '' : `, job ${facts.reusedFromId},`} had succeeded; its result was taken over and nothing was computed.`;
    case 'cancelled':
      return facts.cancelReason === null
        ? 'It was cancelled. Retry it to run it again.'
        : `${facts.cancelReason} Retry it to run it to its end.`;
    case 'skipped':
      return facts.attempt === 0
        ? 'It was never started, because its batch was stopped. Retry it to run it.'
        : 'It had nothing to do, or its batch was stopped before another attempt; the log says which. Retry it to run it.';
    case 'failed':
    case 'timed_out':
    case 'out_of_memory':
      return explainFailure(facts);
  }
}

function explainRunning(facts: JobFacts, nowMs: number): string {
  const worker = facts.workerId === null ? 'a worker' : `worker ${facts.workerId}`;
  if (facts.cancelReason !== null) return `${facts.cancelReason} It ends within seconds.`;
  if (facts.isCancelRequested) return `It is being cancelled; ${worker} stops it within seconds.`;
  if (facts.leaseUntilMs !== null && facts.leaseUntilMs < nowMs) {
    return `${worker[0]?.toUpperCase()}${worker.slice(1)} is silent; the job is handed to another worker shortly.`;
  }
  const where =
    facts.stage === null ? '' : `, in stage ${facts.stage} (${Math.round(facts.progress * 100)} %)`;
  const which = facts.attempt > 1 ? ` in ${attemptOf(facts)}` : '';
  return `It runs on ${worker}${which}${where}.${slowness(facts, nowMs)}`;
}

function slowness({ startedAtMs, slowAfterS }: JobFacts, nowMs: number): string {
  if (startedAtMs === null || slowAfterS === null) return '';
  const takenS = (nowMs - startedAtMs) / 1000;
  if (takenS <= slowAfterS) return '';
  return ` It is slow: it has taken ${durationText(takenS)} so far, and 95 % of the finished jobs of its batch took at most ${durationText(slowAfterS)}.`;
}

function explainFailure(facts: JobFacts): string {
  const what =
    facts.state === 'timed_out'
      ? `It ran longer than ${facts.timeoutS === null ? 'its time limit' : `its time limit of ${facts.timeoutS} s`} and was stopped.`
      : facts.state === 'out_of_memory'
        ? `It needed more memory than ${facts.memoryLimitMb === null ? 'there was' : `its limit of ${facts.memoryLimitMb} MB`} and was stopped.`
        : sentence(facts.errorMessage ?? 'It failed without a message');
  const tries = facts.attempt > 1 ? ` after ${facts.attempt} attempts` : '';
  return `${what} It is not tried again by itself${tries}; mend the cause and retry it.`;
}

const attemptOf = (facts: JobFacts) => `attempt ${facts.attempt} of ${facts.attemptLimit}`;

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
