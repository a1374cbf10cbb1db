/** Is a setting better than another, worse, or can the data not tell? */
import type { MetricDirection } from '@batchyard/pipelines';
import type { Interval } from '../statistics/interval.js';
import { summarize } from '../statistics/interval.js';
import { holm, pairedTest, type TestResult, welchTest } from '../statistics/two-samples.js';

/** A value of the objective from one job. */
export interface Observation {
  /** Digest of the job's inputs: jobs of two settings on equal inputs are compared with each other. */
  readonly input: string;
  readonly replicate: number;
  readonly value: number;
}

export const verdicts = ['better', 'worse', 'not_separable', 'unknown'] as const;

/**
 * `better` and `worse` by the objective's direction; `not_separable` when chance explains the difference as well;
 * `unknown` when there are too few values to tell.
 */
export type Verdict = (typeof verdicts)[number];

/** How a setting did against another one. */
export interface SettingContrast {
  readonly verdict: Verdict;
  /** Test that was made; null where none could be. */
  readonly method: 'paired_t' | 'welch' | null;
  /** Pairs, or values of the smaller sample. */
  readonly n: number;
  /** Mean difference in the metric's unit, with its interval at 95 %. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  /** Two-sided, corrected for all settings of the comparison (Holm). */
  readonly p: number | null;
  readonly effectSize: number | null;
  /** Inputs or replicates that would tell a difference as large as the one seen, with a power of 80 %. */
  readonly neededN: number | null;
}

const significanceLevel = 0.05;
/** z₀.₉₇₅ + z₀.₈ */
const planningZ = 1.959963984540054 + 0.8416212335729143;

interface Trial {
  readonly method: 'paired_t' | 'welch';
  readonly n: number;
  readonly test: TestResult;
  /** Standard deviation that the needed size follows from. */
  readonly sd: number;
}

/**
 * Compares each setting with one of them. Where both ran on at least two equal inputs, the means per input are
 * paired; on one input, replicates with the same seed are; otherwise Welch's test.
 * @returns by setting, without the reference itself
 */
export function contrastWith(
  referenceKey: string,
  observations: ReadonlyMap<string, readonly Observation[]>,
  direction: MetricDirection,
): Map<string, SettingContrast> {
  const reference = observations.get(referenceKey) ?? [];
  const trials = [...observations]
    .filter(([key]) => key !== referenceKey)
    .map(([key, values]) => ({ key, values, trial: tryTest(values, reference) }));
  const tested = trials.flatMap(({ trial }) => (trial === null ? [] : [trial.test.p]));
  const adjusted = holm(tested);
  let next = 0;
  return new Map(
    trials.map(({ key, values, trial }) => [
      key,
      trial === null ? untested(values, reference) : contrastOf(trial, adjusted[next++] ?? 1, direction),
    ]),
  );
}

function contrastOf(trial: Trial, p: number, direction: MetricDirection): SettingContrast {
  const { method, n, test, sd } = trial;
  const isSeparable = p < significanceLevel;
  const isBetter = direction === 'minimize' ? test.difference < 0 : test.difference > 0;
  return {
    verdict: isSeparable ? (isBetter ? 'better' : 'worse') : 'not_separable',
    method,
    n,
    difference: test.difference,
    interval: test.interval,
    p,
    effectSize: test.effectSize,
    neededN: isSeparable ? null : neededN(trial.method, test.difference, sd, n),
  };
}

/** Size of a study after the normal approximation: ((z₀.₉₇₅ + z₀.₈) · SD / δ)² pairs, twice that per sample. */
function neededN(method: Trial['method'], difference: number, sd: number, n: number): number | null {
  if (difference === 0) return null;
  const pairs = ((planningZ * sd) / difference) ** 2;
  const size = Math.ceil(method === 'paired_t' ? pairs : 2 * pairs);
  return Number.isSafeInteger(size) ? Math.max(size, n + 1) : null;
}

function untested(values: readonly Observation[], reference: readonly Observation[]): SettingContrast {
  const n = Math.min(values.length, reference.length);
  const difference = n === 0 ? null : meanOf(values) - meanOf(reference);
  const none = { method: null, n, interval: null, p: null, effectSize: null, neededN: null };
  return { verdict: 'unknown', difference, ...none };
}

function tryTest(values: readonly Observation[], reference: readonly Observation[]): Trial | null {
  const differences = pairedDifferences(values, reference);
  if (differences.length >= 2) {
    const test = pairedTest(differences) ?? exactDifference(differences);
    if (test !== null) {
      return { method: 'paired_t', n: differences.length, test, sd: summarize(differences).sd ?? 0 };
    }
  }
  const [a, b] = [values.map(({ value }) => value), reference.map(({ value }) => value)];
  const test = differences.length >= 2 ? null : welchTest(a, b);
  if (test === null) return null;
  const variances = [summarize(a).sd ?? 0, summarize(b).sd ?? 0].map((sd) => sd ** 2);
  return {
    method: 'welch',
    n: Math.min(a.length, b.length),
    test,
    sd: Math.sqrt(((variances[0] ?? 0) + (variances[1] ?? 0)) / 2),
  };
}

/** Differences that do not vary at all leave nothing to chance. */
function exactDifference(differences: readonly number[]): TestResult {
  const difference = differences[0] ?? 0;
  const interval = { low: difference, high: difference };
  return { difference, interval, p: difference === 0 ? 1 : 0, effectSize: null };
}

function pairedDifferences(values: readonly Observation[], reference: readonly Observation[]): number[] {
  const byInput = pairBy(values, reference, (observation) => observation.input);
  if (byInput.length >= 2) return byInput;
  return pairBy(values, reference, ({ input, replicate }) => `${input} ${replicate}`);
}

/** Mean difference of each key that both have. */
function pairBy(
  values: readonly Observation[],
  reference: readonly Observation[],
  keyOf: (observation: Observation) => string,
): number[] {
  const others = groupBy(reference, keyOf);
  return [...groupBy(values, keyOf)].flatMap(([key, group]) => {
    const other = others.get(key);
    return other === undefined ? [] : [meanOf(group) - meanOf(other)];
  });
}

function groupBy(
  observations: readonly Observation[],
  keyOf: (observation: Observation) => string,
): Map<string, Observation[]> {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const key = keyOf(observation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [observation]);
    else group.push(observation);
  }
  return groups;
}

function meanOf(observations: readonly Observation[]): number {
  return observations.reduce((sum, { value }) => sum + value, 0) / observations.length;
}
