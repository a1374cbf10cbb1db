/** Why a job has not started, how far it is from its turn, and about how long that takes. */
import type { RunnerNeed } from '@batchyard/pipelines';
import { type BatchState, isFinalBatchState } from '../batches/state.js';
import { durationText } from '../jobs/duration-text.js';
import type { JobState } from '../jobs/state.js';

/** States in which a job waits. */
export const waitingJobStates = ['waiting', 'queued', 'lost'] as const satisfies readonly JobState[];
export type WaitingJobState = (typeof waitingJobStates)[number];

/** Times in milliseconds since 1970. */
export interface WaitingFacts {
  readonly state: WaitingJobState;
  readonly attempt: number;
  readonly attemptLimit: number;
  /** Not started before; Infinity for a job that waits for its chunks. */
  readonly availableAtMs: number;
  readonly chunkCount: number | null;
  readonly errorMessage: string | null;
  readonly batchState: BatchState;
  /** Labels its batch asks for. */
  readonly labels: readonly string[];
  /** Those of them that no living worker carries. */
  readonly missingLabels: readonly string[];
  /** Workers that run; those of them that carry the labels; what those say that take no job. */
  readonly livingWorkers: number;
  readonly matchingWorkers: number;
  readonly refusals: readonly string[];
  /** Slots of the matching workers that take jobs. */
  readonly slots: number;
  readonly batchLimit: number | null;
  readonly batchInFlight: number;
  readonly projectLimit: number | null;
  readonly projectInFlight: number;
  /** Place in its batch's line, from 1; null beyond the count's cap. */
  readonly position: number | null;
  /** Jobs of earlier batches of its project, which go first. */
  readonly jobsOfEarlierBatches: number;
  /** Projects that share the slots, its own included. */
  readonly competingProjects: number;
  /** What a job takes, or null without history. */
  readonly typicalJobSeconds: number | null;
}

export interface JobWaiting {
  /** Complete sentences. */
  readonly reason: string;
  /** Place in its batch's line, from 1; null when it is not in the line, or very far back. */
  readonly position: number | null;
  /** From now until it starts; null when nobody knows. */
  readonly aboutSeconds: number | null;
}

/** @param nowMs the clock that the facts' times come from */
export function explainWaiting(facts: WaitingFacts, nowMs: number): JobWaiting {
  const obstacle = obstacleOutside(facts, nowMs) ?? obstacleOfWorkers(facts);
  if (obstacle !== null) return obstacle;
  if (facts.state === 'queued') {
    return saying('It is next in line and starts as soon as a worker takes it.');
  }
  const aboutSeconds = secondsUntilStart(facts);
  const limit = limitReached(facts);
  const again = facts.attempt > 0 ? ` It is tried again (${nextAttempt(facts)}).` : '';
  const place =
    facts.position === null
      ? 'Many jobs are before it'
      : `It is number ${facts.position} in its batch’s line`;
  const earlier =
    facts.jobsOfEarlierBatches > 0
      ? `, after ${jobs(facts.jobsOfEarlierBatches)} of batches that go first`
      : '';
  const wait =
    aboutSeconds === null || aboutSeconds < 1 ? '' : `; it starts in about ${durationText(aboutSeconds)}`;
  return { reason: `${limit}${place}${earlier}${wait}.${again}`, position: facts.position, aboutSeconds };
}

/** What has nothing to do with other jobs and workers. */
function obstacleOutside(facts: WaitingFacts, nowMs: number): JobWaiting | null {
  if (isFinalBatchState(facts.batchState)) {
    return saying('It waits although its batch has ended; it is tidied up within a minute.');
  }
  if (facts.batchState === 'paused') {
    return saying('Its batch is paused; it starts after the batch is resumed.');
  }
  if (facts.batchState !== 'running') return saying('Its batch is being ended; it will not start.');
  if (facts.chunkCount !== null && facts.availableAtMs === Number.POSITIVE_INFINITY) {
    return saying(`It waits for its ${facts.chunkCount} chunks and then merges their results.`);
  }
  const delayS = Math.ceil((facts.availableAtMs - nowMs) / 1000);
  if (delayS <= 0) return null;
  const before =
    facts.state === 'lost'
      ? 'Its worker stopped answering.'
      : sentence(facts.errorMessage ?? 'It is not to start yet');
  const again = facts.attempt > 0 ? `It is tried again in ${delayS} s (${nextAttempt(facts)}).` : '';
  return {
    ...saying(`${before} ${again === '' ? `It may start in ${delayS} s.` : again}`),
    aboutSeconds: delayS,
  };
}

/** What pipelines need of a worker, by the label of workers that offer it. */
export const runnerNeedTexts: Readonly<Record<RunnerNeed, string>> = {
  container: 'containers',
  slurm: 'Slurm',
};

const isNeed = (label: string): label is RunnerNeed => Object.hasOwn(runnerNeedTexts, label);

function obstacleOfWorkers(facts: WaitingFacts): JobWaiting | null {
  const { labels, missingLabels, refusals } = facts;
  if (facts.livingWorkers === 0) return saying('No worker is running; it starts when one does.');
  const lacking = missingLabels.flatMap((label) => (isNeed(label) ? [runnerNeedTexts[label]] : []));
  if (lacking.length > 0) {
    return saying(`No running worker offers ${lacking.join(' and ')}, which its pipeline needs.`);
  }
  if (missingLabels.length > 0) {
    const which = missingLabels.length === 1 ? 'the label' : 'the labels';
    return saying(`No running worker has ${which} ${missingLabels.join(', ')} that its batch asks for.`);
  }
  if (facts.matchingWorkers === 0) {
    return saying(`No running worker has all the labels ${labels.join(', ')} that its batch asks for.`);
  }
  if (facts.slots === 0) {
    const why = [...new Set(refusals)].map(sentence).join(' ');
    return saying(`The workers that could run it take no jobs just now: ${why}`);
  }
  return null;
}

function limitReached(facts: WaitingFacts): string {
  if (facts.projectLimit !== null && facts.projectInFlight >= facts.projectLimit) {
    return `Its project runs at most ${jobs(facts.projectLimit)} at once, and so many do. `;
  }
  if (facts.batchLimit !== null && facts.batchInFlight >= facts.batchLimit) {
    return `Its batch runs at most ${jobs(facts.batchLimit)} at once, and so many do. `;
  }
  return '';
}

/**
 * Jobs before it × what a job takes ÷ jobs at once, which is its share of the slots within the limits of batch and
 * project. Jobs in flight are on average half done.
 */
function secondsUntilStart(facts: WaitingFacts): number | null {
  const { typicalJobSeconds, position } = facts;
  if (typicalJobSeconds === null || position === null) return null;
  const share = Math.max(1, Math.floor(facts.slots / Math.max(1, facts.competingProjects)));
  const atOnce = Math.min(
    share,
    facts.batchLimit ?? Number.POSITIVE_INFINITY,
    facts.projectLimit ?? Number.POSITIVE_INFINITY,
  );
  const before = position - 1 + facts.jobsOfEarlierBatches;
  const freeInBatch = (facts.batchLimit ?? Number.POSITIVE_INFINITY) - facts.batchInFlight;
  const free = Math.max(0, Math.min(atOnce - facts.projectInFlight, freeInBatch));
  return before < free ? 0 : ((before - free + 0.5) / atOnce) * typicalJobSeconds;
}

const saying = (reason: string): JobWaiting => ({ reason, position: null, aboutSeconds: null });
const jobs = (n: number) => (n === 1 ? '1 job' : `${n} jobs`);
const nextAttempt = (facts: WaitingFacts) => `attempt ${facts.attempt + 1} of ${facts.attemptLimit}`;

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
