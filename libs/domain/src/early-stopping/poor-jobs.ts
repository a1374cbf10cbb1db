/**
 * Which running jobs are so much worse than others on the same input that they need not be finished. Jobs are compared
 * at equal steps, by their best value so far. Pure: the same courses give the same answer.
 */
import type { MetricDirection } from '@batchyard/pipelines';
import type { EarlyStopping } from '../designs/objective.js';

/**
 * How poor jobs are found. `median`: worse than the median of what others had on average until the same step (Golovin
 * et al. 2017). `successive_halving`: not among the best 1/`factor` at steps `afterStep`, `afterStep`·`factor`, …
 * (asynchronous successive halving, Li et al. 2020).
 */
export type EarlyStoppingRule = Omit<EarlyStopping, 'metric'>;

export interface MetricStep {
  readonly step: number;
  readonly value: number;
}

/** What one job reported of the metric, in the order of its steps. */
export interface MetricCourse {
  readonly jobId: string;
  /** Jobs on one input are compared with each other alone. */
  readonly inputKey: string;
  /** `complete`: it ended by itself, so its values stand for all later steps too. `stopped`: cancelled on its way. */
  readonly state: 'running' | 'complete' | 'stopped';
  readonly steps: readonly MetricStep[];
}

export interface PoorJob {
  readonly jobId: string;
  /** For people, with step, value and what it was compared with. */
  readonly reason: string;
}

/** @param unit of the metric, for the reasons */
export function poorJobs(
  courses: readonly MetricCourse[],
  rule: EarlyStoppingRule,
  { direction, unit }: { readonly direction: MetricDirection; readonly unit: string },
): PoorJob[] {
  const sign = direction === 'minimize' ? 1 : -1;
  const byInput = new Map<string, MetricCourse[]>();
  for (const course of courses)
    byInput.set(course.inputKey, [...(byInput.get(course.inputKey) ?? []), course]);
  const judge = rule.rule === 'median' ? worseThanMedian : outsideBestShare;
  return [...byInput.values()].flatMap((group) =>
    group
      .filter((course) => course.state === 'running')
      .flatMap((course) => {
        const others = group.filter((other) => other !== course);
        const why = judge(course, others, rule, sign, (value) =>
          `${Number(value.toPrecision(4))} ${unit}`.replace(/ 1$/, ''),
        );
        return why === null ? [] : [{ jobId: course.jobId, reason: why }];
      }),
  );
}

type Judge = (
  course: MetricCourse,
  others: readonly MetricCourse[],
  rule: EarlyStoppingRule,
  sign: 1 | -1,
  text: (value: number) => string,
) => string | null;

const worseThanMedian: Judge = (course, others, { afterStep, minJobs }, sign, text) => {
  const step = lastStep(course);
  if (step < afterStep) return null;
  const averages = others.filter(hasReached(step)).map((other) => mean(until(other, step)));
  if (averages.length < minJobs) return null;
  const best = bestOf(until(course, step), sign);
  const median = medianOf(averages);
  if (sign * best <= sign * median) return null;
  return (
    `Stopped early: at step ${step} its best value was ${text(best)}, worse than ${text(median)}, the median of ` +
    `${averages.length} other jobs on this input.`
  );
};

const outsideBestShare: Judge = (course, others, { afterStep, factor, minJobs }, sign, text) => {
  const rung = highestRung(lastStep(course), afterStep, factor);
  if (rung === null) return null;
  const arrived = others.filter(hasReached(rung));
  if (arrived.length < minJobs) return null;
  const best = bestOf(until(course, rung), sign);
  const better = arrived.filter((other) => sign * bestOf(until(other, rung), sign) < sign * best).length;
  const kept = Math.max(1, Math.floor((arrived.length + 1) / factor));
  if (better < kept) return null;
  return (
    `Stopped early: at step ${rung} its best value was ${text(best)}; ${better} of ${arrived.length} other jobs on this ` +
    `input were better, and the best ${kept} go on.`
  );
};

/** The highest of `first`, `first`·factor, `first`·factor², … that `step` has reached; null: none. */
function highestRung(step: number, first: number, factor: number): number | null {
  if (step < first) return null;
  let rung = Math.max(1, first);
  while (rung * factor <= step) rung *= factor;
  return Math.max(first, Math.floor(rung));
}

const lastStep = ({ steps }: MetricCourse) => steps.at(-1)?.step ?? -1;

const hasReached = (step: number) => (course: MetricCourse) =>
  course.steps.length > 0 && (course.state === 'complete' || lastStep(course) >= step);

const until = ({ steps }: MetricCourse, last: number) =>
  steps.filter(({ step }) => step <= last).map(({ value }) => value);

const bestOf = (values: readonly number[], sign: 1 | -1) =>
  values.reduce(
    (best, value) => (sign * value < sign * best ? value : best),
    sign * Number.POSITIVE_INFINITY,
  );

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
