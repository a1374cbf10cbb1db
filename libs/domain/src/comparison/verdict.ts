/** Is a setting better than another, worse, or can the data not tell? */
import type { MetricDirection } from '@batchyard/pipelines';
import type { Interval } from '../statistics/interval.js';
import { summarize } from '../statistics/interval.js';
import { signedRankP } from '../statistics/signed-rank.js';
import { holm, pairedTest, type TestResult, welchTest } from '../statistics/two-samples.js';
import { meanOf, type Observation, pairedDifferences } from './pairing.js';

export const verdicts = ['better', 'worse', 'not_separable', 'unknown'] as const;

/**
 * `better` and `worse` by the objective's direction; `not_separable` when chance explains the difference as well;
 * `unknown` when there are too few values to tell.
 */
export type Verdict = (typeof verdicts)[number];

/**
 * How a setting did against another one. The verdict follows from the t test alone, so that there is one rule to
 * state. Wilcoxon's test stands beside it for pairs: it asks no normal distribution, but with few pairs it cannot
 * reach 5 % at all. From ten pairs on, `disagreement` says that the two tests do not come to the same answer; then
 * single pairs decide, and a reader should look at them.
 */
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
  /** Wilcoxon's signed-rank test of the same pairs, two-sided and corrected as `p`; null without pairs that differ. */
  readonly wilcoxonP: number | null;
  /** Whether only one of the two tests separates the settings, from ten pairs on. */
  readonly disagreement: boolean;
  /** Differences in standard deviations: d_z of pairs, Hedges' g of two samples. */
  readonly effectSize: number | null;
  /** Separable, but by less than the smallest difference that matters to the user. */
  readonly remark: 'smaller_than_matters' | null;
  /**
   * Inputs or replicates that would tell the smallest difference that matters (the one seen, where nobody said what
   * matters) with a power of 80 %. Null where the settings are separable, or where there are enough already, so that
   * a difference that matters would most likely show.
   */
  readonly neededN: number | null;
}

/** How settings are told apart. */
export interface ContrastOptions {
  readonly direction: MetricDirection;
  /** The smallest difference that matters, in the metric's unit. */
  readonly smallestDifference?: number | null;
}

/** Values of a setting and those it is measured against. */
export interface ContrastPair {
  readonly key: string;
  readonly values: readonly Observation[];
  readonly reference: readonly Observation[];
}

const significanceLevel = 0.05;
/** Pairs from which on a disagreement of the tests means something. */
const disagreementPairs = 10;
/** z₀.₉₇₅ + z₀.₈ */
const planningZ = 1.959963984540054 + 0.8416212335729143;

interface Trial {
  readonly method: 'paired_t' | 'welch';
  readonly n: number;
  readonly test: TestResult;
  /** Standard deviation that the needed size follows from. */
  readonly sd: number;
  /** Uncorrected p of the signed-rank test; null for two samples. */
  readonly signedRank: number | null;
}

/**
 * Compares each setting with one of them.
 * @returns by setting, without the reference itself
 */
export function contrastWith(
  referenceKey: string,
  observations: ReadonlyMap<string, readonly Observation[]>,
  options: ContrastOptions,
): Map<string, SettingContrast> {
  const reference = observations.get(referenceKey) ?? [];
  const pairs = [...observations]
    .filter(([key]) => key !== referenceKey)
    .map(([key, values]) => ({ key, values, reference }));
  return contrastPairs(pairs, options);
}

/**
 * Compares the two sides of each pair; p is corrected over all pairs. Where both ran on at least two equal inputs,
 * the means per input are paired; on one input, replicates with the same seed are; otherwise Welch's test.
 */
export function contrastPairs(
  pairs: readonly ContrastPair[],
  options: ContrastOptions,
): Map<string, SettingContrast> {
  const trials = pairs.map(({ values, reference }) => tryTest(values, reference));
  const adjusted = holmWhereTested(trials.map((trial) => trial?.test.p ?? null));
  const signedRank = holmWhereTested(trials.map((trial) => trial?.signedRank ?? null));
  return new Map(
    pairs.map(({ key, values, reference }, i) => {
      const trial = trials[i] ?? null;
      if (trial === null) return [key, untested(values, reference)];
      return [key, contrastOf(trial, adjusted[i] ?? 1, signedRank[i] ?? null, options)];
    }),
  );
}

/** Corrects the tests that were made, in place of each. */
function holmWhereTested(ps: readonly (number | null)[]): (number | null)[] {
  const adjusted = holm(ps.filter((p) => p !== null));
  let next = 0;
  return ps.map((p) => (p === null ? null : (adjusted[next++] ?? 1)));
}

function contrastOf(
  trial: Trial,
  p: number,
  wilcoxonP: number | null,
  { direction, smallestDifference = null }: ContrastOptions,
): SettingContrast {
  const { method, n, test } = trial;
  const isSeparable = p < significanceLevel;
  const isBetter = direction === 'minimize' ? test.difference < 0 : test.difference > 0;
  const isSmall = smallestDifference !== null && Math.abs(test.difference) < smallestDifference;
  const isOtherwise = wilcoxonP !== null && wilcoxonP < significanceLevel !== isSeparable;
  return {
    verdict: isSeparable ? (isBetter ? 'better' : 'worse') : 'not_separable',
    method,
    n,
    difference: test.difference,
    interval: test.interval,
    p,
    wilcoxonP,
    disagreement: n >= disagreementPairs && isOtherwise,
    effectSize: test.effectSize,
    remark: isSeparable && isSmall ? 'smaller_than_matters' : null,
    neededN: isSeparable ? null : neededN(trial, smallestDifference),
  };
}

/** Size of a study after the normal approximation: ((z₀.₉₇₅ + z₀.₈) · SD / δ)² pairs, twice that per sample. */
function neededN({ method, n, test, sd }: Trial, smallestDifference: number | null): number | null {
  const delta = smallestDifference ?? test.difference;
  if (delta === 0) return null;
  const pairs = ((planningZ * sd) / delta) ** 2;
  const size = Math.ceil(method === 'paired_t' ? pairs : 2 * pairs);
  if (!Number.isSafeInteger(size)) return null;
  if (smallestDifference === null) return Math.max(size, n + 1);
  return size > n ? size : null;
}

function untested(values: readonly Observation[], reference: readonly Observation[]): SettingContrast {
  const n = Math.min(values.length, reference.length);
  const difference = n === 0 ? null : meanOf(values) - meanOf(reference);
  return {
    verdict: 'unknown',
    method: null,
    n,
    difference,
    interval: null,
    p: null,
    wilcoxonP: null,
    disagreement: false,
    effectSize: null,
    remark: null,
    neededN: null,
  };
}

function tryTest(values: readonly Observation[], reference: readonly Observation[]): Trial | null {
  if (values.length < 2 || reference.length < 2) return null;
  const differences = pairedDifferences(values, reference);
  if (differences.length >= 2) {
    const test = pairedTest(differences) ?? exactDifference(differences);
    if (test !== null) {
      const sd = summarize(differences).sd ?? 0;
      return { method: 'paired_t', n: differences.length, test, sd, signedRank: signedRankP(differences) };
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
    signedRank: null,
  };
}

/** Differences that do not vary at all leave nothing to chance. */
function exactDifference(differences: readonly number[]): TestResult {
  const difference = differences[0] ?? 0;
  const interval = { low: difference, high: difference };
  return { difference, interval, p: difference === 0 ? 1 : 0, effectSize: null };
}
