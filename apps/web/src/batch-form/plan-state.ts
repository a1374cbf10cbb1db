/** What can be done with a plan, and what a person may still decide about it. */
import type { Problem } from '../graphql/error';
import { hasErrors } from './field-messages';

/** Decisions of the review step; they belong to one start and are not kept with the form. */
export interface ReviewChoices {
  /** Leave out cells that would be refused. */
  readonly validOnly: boolean;
  /** Seconds that a job takes, as typed; empty: the server's own estimate. */
  readonly secondsPerJob: string;
}

export const noChoices: ReviewChoices = { validOnly: false, secondsPerJob: '' };

/** The typed seconds as a number; null while there is none above 0. */
export function readSeconds(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : null;
}

export interface PlanFacts {
  readonly cellCount: number;
  readonly invalidCount: number;
}

/**
 * `ready`: it can start; `partly`: some cells are refused, the others can start; `refused`: nothing can start.
 */
export type PlanVerdict = 'ready' | 'partly' | 'refused';

export function verdictOf(
  { cellCount, invalidCount }: PlanFacts,
  problems: readonly Problem[],
  { validOnly }: Pick<ReviewChoices, 'validOnly'>,
): PlanVerdict {
  const valid = cellCount - invalidCount;
  if (invalidCount > 0 && !validOnly) return valid > 0 ? 'partly' : 'refused';
  return hasErrors(problems) || valid === 0 ? 'refused' : 'ready';
}

/** Code of the problem with which the server refuses a plan that is another one by now. */
export const planChangedCode = 'PLAN_CHANGED';

/** The server's words on what changed since the plan was shown; null when it refused for another reason or not at all. */
export function planChange(refusals: readonly Problem[]): string | null {
  return refusals.find(({ code }) => code === planChangedCode)?.message ?? null;
}
