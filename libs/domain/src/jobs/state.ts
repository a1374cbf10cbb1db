/**
 * The states of a job and the only ways between them.
 * The database check, the GraphQL enum and the diagram in the README derive from this file.
 */

export const jobStates = [
  'waiting',
  'queued',
  'running',
  'lost',
  'succeeded',
  'failed',
  'timed_out',
  'out_of_memory',
  'cancelled',
  'skipped',
  'reused',
] as const;
export type JobState = (typeof jobStates)[number];

export const finalJobStates = [
  'succeeded',
  'failed',
  'timed_out',
  'out_of_memory',
  'cancelled',
  'skipped',
  'reused',
] as const satisfies readonly JobState[];
export type FinalJobState = (typeof finalJobStates)[number];

/** States that a job leaves by itself. */
export const unfinishedJobStates = [
  'waiting',
  'queued',
  'running',
  'lost',
] as const satisfies readonly JobState[];

/** Final states in which the job produced no result although it was tried. */
export const failedJobStates = [
  'failed',
  'timed_out',
  'out_of_memory',
] as const satisfies readonly JobState[];

/** Final states that carry a result. */
export const resultJobStates = ['succeeded', 'reused'] as const satisfies readonly JobState[];

/**
 * How one attempt ended; an attempt that still runs has none. `lost`: its worker died; `handed_back`: its worker was
 * shut down in good order, which does not use up an attempt.
 */
export const attemptOutcomes = [
  'succeeded',
  'failed',
  'timed_out',
  'out_of_memory',
  'cancelled',
  'skipped',
  'lost',
  'handed_back',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** Why a job moves; each transition belongs to exactly one verb. */
export type JobVerb =
  | 'dispatch'
  | 'start'
  | 'finish'
  | 'retry_later'
  | 'lose'
  | 'give_up'
  | 'cancel'
  | 'skip'
  | 'reuse'
  | 'retry';

export interface JobTransition {
  readonly from: JobState;
  readonly to: JobState;
  readonly verb: JobVerb;
}

const transitionsByVerb: Record<JobVerb, readonly (readonly [JobState, JobState])[]> = {
  dispatch: [
    ['waiting', 'queued'],
    ['lost', 'queued'],
  ],
  start: [
    ['queued', 'running'],
    /** Of an open batch, whose jobs workers start without being told of each. */
    ['waiting', 'running'],
  ],
  finish: [
    ['running', 'succeeded'],
    ['running', 'failed'],
    ['running', 'timed_out'],
    ['running', 'out_of_memory'],
    ['running', 'cancelled'],
    // Its pipeline was told to leave what is there, and had nothing to do.
    ['running', 'skipped'],
  ],
  /** A failure that may pass, or a worker that hands the job back on shutdown. */
  retry_later: [['running', 'waiting']],
  lose: [['running', 'lost']],
  /**
   * Without an attempt of its own: the worker died and no attempt is left (`running → failed` is shared with finish),
   * or a job cannot merge its chunks because some of them have no result.
   */
  give_up: [
    ['lost', 'failed'],
    ['waiting', 'failed'],
  ],
  cancel: [
    ['waiting', 'cancelled'],
    ['queued', 'cancelled'],
    ['lost', 'cancelled'],
  ],
  skip: [
    ['waiting', 'skipped'],
    ['queued', 'skipped'],
    ['lost', 'skipped'],
  ],
  reuse: [['waiting', 'reused']],
  /** Only an explicit retry leaves a final state, and it is counted on the job. */
  retry: [
    ['failed', 'waiting'],
    ['timed_out', 'waiting'],
    ['out_of_memory', 'waiting'],
    ['cancelled', 'waiting'],
    ['skipped', 'waiting'],
  ],
};

export const jobTransitions: readonly JobTransition[] = (Object.keys(transitionsByVerb) as JobVerb[]).flatMap(
  (verb) => transitionsByVerb[verb].map(([from, to]) => ({ from, to, verb })),
);

/** The states a verb may start from. */
export function statesBefore(verb: JobVerb): JobState[] {
  return [...new Set(transitionsByVerb[verb].map(([from]) => from))];
}

export function isFinalJobState(state: JobState): state is FinalJobState {
  return (finalJobStates as readonly JobState[]).includes(state);
}

/** Number of jobs in each state; a state without jobs is 0. */
export type JobCounts = Readonly<Record<JobState, number>>;

export function emptyJobCounts(): Record<JobState, number> {
  return Object.fromEntries(jobStates.map((state) => [state, 0])) as Record<JobState, number>;
}
