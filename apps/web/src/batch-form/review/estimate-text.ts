/** The estimate of a plan in words; each is null where nothing is known. */
import { formatFixed } from '../../formatting/numbers';
import { formatClockTime, formatDurationRange } from '../../formatting/time';

export interface TimeEstimate {
  readonly jobSecondsP50: number | null;
  readonly jobSecondsP90: number | null;
  readonly sequentialSecondsP50: number | null;
  readonly sequentialSecondsP90: number | null;
  readonly parallelSecondsP50: number | null;
  readonly parallelSecondsP90: number | null;
  readonly speedUp: number | null;
  readonly slots: number;
}

/** Whether there is any time to show: from history or from the user's own seconds per job. */
export function isKnown({ jobSecondsP50 }: Pick<TimeEstimate, 'jobSecondsP50'>): boolean {
  return jobSecondsP50 !== null;
}

/** One job, median to 90 %: `12–18 s`. */
export function jobText(estimate: Pick<TimeEstimate, 'jobSecondsP50' | 'jobSecondsP90'>): string | null {
  return rangeText(estimate.jobSecondsP50, estimate.jobSecondsP90);
}

/** One job after another. */
export function sequentialText(
  estimate: Pick<TimeEstimate, 'sequentialSecondsP50' | 'sequentialSecondsP90'>,
): string | null {
  return rangeText(estimate.sequentialSecondsP50, estimate.sequentialSecondsP90);
}

/** As planned, with several at once. */
export function parallelText(
  estimate: Pick<TimeEstimate, 'parallelSecondsP50' | 'parallelSecondsP90'>,
): string | null {
  return rangeText(estimate.parallelSecondsP50, estimate.parallelSecondsP90);
}

/** `3.8 times as fast on 4 slots`; null where parallel is no faster. */
export function speedUpText({ speedUp, slots }: Pick<TimeEstimate, 'speedUp' | 'slots'>): string | null {
  if (speedUp === null || speedUp < 1.05) return null;
  return `${formatFixed(speedUp, 1)} times as fast on ${slots} ${slots === 1 ? 'slot' : 'slots'}`;
}

/** When it is done, median to 90 %: `14:02–14:10`. */
export function finishText(p50: string | null, p90: string | null, nowMs: number): string | null {
  if (p50 === null) return null;
  const [first, last] = [formatClockTime(p50, nowMs), formatClockTime(p90 ?? p50, nowMs)];
  return first === last ? first : `${first}–${last}`;
}

function rangeText(low: number | null, high: number | null): string | null {
  if (low === null) return null;
  return formatDurationRange(low, high ?? low);
}
