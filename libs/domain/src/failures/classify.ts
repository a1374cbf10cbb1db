import type { Problem } from '@batchyard/pipelines';
import type { FailureKind } from './kinds.js';

/** What is known of an attempt that did not succeed. */
export interface FailureFacts {
  readonly outcome: 'failed' | 'timed_out' | 'out_of_memory' | 'cancelled' | 'lost';
  readonly message: string;
  /** What the pipeline found wrong; empty where it did not say. */
  readonly problems: readonly Pick<Problem, 'severity' | 'place'>[];
}

/** Codes and words with which operating systems and programs say that a disk or a quota is full. */
const diskFull = /\b(?:ENOSPC|EDQUOT)\b|No space left on device|Disk quota exceeded/i;

/**
 * The kind of a failure. What the user gave counts before what the machine did: problems that name an input or a file
 * are bad input, those that name a parameter bad parameters.
 */
export function classifyFailure({ outcome, message, problems }: FailureFacts): FailureKind {
  switch (outcome) {
    case 'timed_out':
      return 'timeout';
    case 'out_of_memory':
      return 'out_of_memory';
    case 'cancelled':
      return 'cancelled';
    case 'lost':
      return 'worker_lost';
    case 'failed':
      return kindOfProblems(problems) ?? (diskFull.test(message) ? 'disk_full' : 'pipeline_error');
  }
}

function kindOfProblems(problems: FailureFacts['problems']): FailureKind | null {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.some(({ place }) => place.input !== undefined || place.file !== undefined)) return 'bad_input';
  if (errors.some(({ place }) => place.parameter !== undefined)) return 'bad_parameters';
  return null;
}
