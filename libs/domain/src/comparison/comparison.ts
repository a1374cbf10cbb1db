/** What a comparison takes and what it says. Shapes only; `compare` fills them. */
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import type { Json } from '../designs/canonical.js';
import type { JsonObject } from '../designs/paths.js';
import type { Interval } from '../statistics/interval.js';
import type { Observation } from './pairing.js';
import type { SettingContrast } from './verdict.js';
import type { ComparisonWarning } from './warnings.js';

/** Values of one metric over the jobs of a setting that carry a result. */
export interface MetricSummary {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; null when n = 1. */
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
}

/** A metric's values with the interval of their mean at 95 % (Student); null where n = 1. */
export interface ComparedMetric extends MetricSummary {
  readonly interval: Interval | null;
}

/** One setting as the database aggregates it, over all compared batches, designs and jobs. */
export interface SettingAggregate {
  readonly settingKey: string;
  readonly params: JsonObject;
  /** Position of its first job, for a stable order. */
  readonly position: number;
  readonly jobs: number;
  readonly withResult: number;
  readonly failed: number;
  /** Ended on their way by the rule of their design. */
  readonly stoppedEarly: number;
  /** For any other reason. */
  readonly cancelledOrSkipped: number;
  readonly unfinished: number;
  readonly meanDurationS: number | null;
  readonly metrics: Readonly<Record<string, ComparedMetric>>;
  /** Values of the objective, one a job that has it. */
  readonly observations: readonly Observation[];
  /** Indexes of the compared sources that hold jobs of it. */
  readonly sources?: readonly number[];
}

export interface VaryingParameter {
  readonly path: string;
  /** Distinct values, numbers in numeric order before other values. */
  readonly values: readonly Json[];
}

export interface ComparedSetting extends Omit<SettingAggregate, 'observations'> {
  readonly sources: readonly number[];
  /** Values of the varying parameters by path. */
  readonly values: Readonly<Record<string, Json>>;
  /** From 1 among settings with a value; null where the objective has no value yet. */
  readonly rank: number | null;
  /** Mean of the objective minus that of the baseline, in the metric's unit. */
  readonly difference: number | null;
  /** Against the baseline; null for the baseline itself and where it has no value. */
  readonly versusBaseline: SettingContrast | null;
  /** Against the best setting; null for the best itself. */
  readonly versusBest: SettingContrast | null;
  /** Bootstrap interval of the objective's mean (BCa, 95 %); null below 10 values and where not asked for. */
  readonly bootstrap: Interval | null;
  /** Whether no other setting is at least as good in all objectives and better in one; null without objectives. */
  readonly isPareto: boolean | null;
}

/** Mean of the objective over all settings that share one value of a parameter. */
export interface EffectPoint {
  readonly value: Json;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Settings that entered. */
  readonly n: number;
}

export interface Effect {
  readonly path: string;
  readonly points: readonly EffectPoint[];
  /** Largest minus smallest of the points' means, in the metric's unit. */
  readonly range: number;
}

export const importanceMethods = ['variance_explained', 'permutation'] as const;
export type ImportanceMethod = (typeof importanceMethods)[number];

/** How much of the objective's variation follows from one parameter alone. */
export interface ParameterImportance {
  readonly path: string;
  /** From 0 to 1: of the total variation (variance explained), or of what all parameters explain (permutation). */
  readonly share: number;
  /** Lowest and highest share over the repetitions of an estimate; null for exact shares. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface Importance {
  readonly method: ImportanceMethod;
  readonly isEstimate: boolean;
  /** Settings that entered. */
  readonly n: number;
  /** Largest share first. */
  readonly parameters: readonly ParameterImportance[];
  /** Share of interactions and chance; null for an estimate. */
  readonly residual: number | null;
}

/** The best setting and how sure that is. */
export interface BestParameters {
  readonly settingKey: string;
  readonly params: JsonObject;
  /** Values of the varying parameters by path. */
  readonly values: Readonly<Record<string, Json>>;
  readonly mean: number;
  readonly interval: Interval | null;
  readonly n: number;
  /** Settings that chance does not let tell from it, in order of rank. */
  readonly notSeparableKeys: readonly string[];
  /** All of that in plain words, with units. */
  readonly sentence: string;
}

/** Settings that are best for some weighing of several objectives. */
export interface ParetoFront {
  /** In order of rank. */
  readonly keys: readonly string[];
  /** Settings without a value of some objective: never on the front. */
  readonly incomplete: number;
}

export interface Comparison {
  readonly metric: MetricSpec;
  readonly direction: MetricDirection;
  readonly varying: readonly VaryingParameter[];
  readonly constant: Readonly<Record<string, Json>>;
  /** Best first; settings without a value last, in order of their first job. */
  readonly settings: readonly ComparedSetting[];
  readonly bestKey: string | null;
  readonly baselineKey: string | null;
  /** Null where nothing has a value or nothing varies; `answer` says which. */
  readonly best: BestParameters | null;
  /** The sentence of the best setting, or why there is none. */
  readonly answer: string;
  readonly effects: readonly Effect[];
  readonly importance: Importance | null;
  /** Why there is no importance; null where there is one. */
  readonly importanceReason: string | null;
  /** Null without two or more objectives. */
  readonly pareto: ParetoFront | null;
  readonly warnings: readonly ComparisonWarning[];
  /** Jobs whose value entered, of all jobs in the compared batches. */
  readonly shownJobs: number;
  readonly totalJobs: number;
}
