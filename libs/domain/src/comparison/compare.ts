/**
 * Comparison of settings over the jobs of one or more batches: which parameters vary, how every setting did,
 * which is best by the objective, and what a reader must be warned about. Failed jobs stay visible as counts.
 */
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import { canonicalJson, type Json } from '../designs/canonical.js';
import { flattenParams, type JsonObject, pathMatches } from '../designs/paths.js';
import { type Interval, tInterval } from '../statistics/interval.js';
import { contrastWith, type Observation, type SettingContrast } from './verdict.js';

/** Values of one metric over the jobs of a setting that carry a result. */
export interface MetricSummary {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; null when n = 1. */
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
}

/** One setting as the database aggregates it. */
export interface SettingAggregate {
  readonly settingKey: string;
  readonly params: JsonObject;
  /** Position of its first job, for a stable order. */
  readonly position: number;
  readonly jobs: number;
  readonly withResult: number;
  readonly failed: number;
  readonly cancelledOrSkipped: number;
  readonly unfinished: number;
  readonly meanDurationS: number | null;
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  /** Values of the objective, one a job that has it. */
  readonly observations: readonly Observation[];
}

export interface VaryingParameter {
  readonly path: string;
  /** Distinct values, numbers in numeric order before other values. */
  readonly values: readonly Json[];
}

/** A metric's values with the interval of their mean at 95 %; null where n = 1. */
export interface ComparedMetric extends MetricSummary {
  readonly interval: Interval | null;
}

export interface ComparedSetting extends Omit<SettingAggregate, 'metrics' | 'observations'> {
  readonly metrics: Readonly<Record<string, ComparedMetric>>;
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

export interface ComparisonWarning {
  readonly code: 'INCOMPARABLE_METRIC' | 'JOBS_WITHOUT_RESULT' | 'UNFINISHED' | 'UNEQUAL_N' | 'SINGLE_VALUE';
  readonly message: string;
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
  readonly effects: readonly Effect[];
  readonly warnings: readonly ComparisonWarning[];
  /** Jobs whose value entered, of all jobs in the compared batches. */
  readonly shownJobs: number;
  readonly totalJobs: number;
}

export interface CompareOptions {
  readonly metric: MetricSpec;
  /** Decides for metrics without a direction of their own. */
  readonly direction: MetricDirection;
  /** Setting to measure differences from; the first one when absent or unknown. */
  readonly baselineKey?: string | null;
}

export function compare(aggregates: readonly SettingAggregate[], options: CompareOptions): Comparison {
  const ordered = [...aggregates].sort((a, b) => a.position - b.position);
  const flat = new Map(ordered.map((setting) => [setting.settingKey, flattenParams(setting.params)]));
  const { varying, constant } = splitParameters([...flat.values()]);
  const baseline =
    ordered.find((setting) => setting.settingKey === options.baselineKey) ?? ordered[0] ?? null;
  const ranked = rank(ordered, options);
  const { name } = options.metric;
  const baselineMean = baseline?.metrics[name]?.mean ?? null;
  const best = ranked[0]?.metrics[name] === undefined ? null : (ranked[0] ?? null);
  const observations = new Map(
    ranked
      .filter((setting) => setting.metrics[name] !== undefined)
      .map((setting) => [setting.settingKey, setting.observations]),
  );
  const [versusBaseline, versusBest] = [baseline, best].map((reference) =>
    reference === null || !observations.has(reference.settingKey)
      ? new Map<string, SettingContrast>()
      : contrastWith(reference.settingKey, observations, options.direction),
  );
  const settings = ranked.map(({ observations: _, ...setting }, index): ComparedSetting => {
    const mean = setting.metrics[name]?.mean ?? null;
    const leaves = flat.get(setting.settingKey) ?? new Map<string, Json>();
    return {
      ...setting,
      metrics: Object.fromEntries(
        Object.entries(setting.metrics).map(([key, summary]) => [
          key,
          { ...summary, interval: tInterval(summary) },
        ]),
      ),
      values: Object.fromEntries(varying.map(({ path }) => [path, leaves.get(path) ?? null])),
      rank: mean === null ? null : index + 1,
      difference: mean === null || baselineMean === null ? null : mean - baselineMean,
      versusBaseline: versusBaseline?.get(setting.settingKey) ?? null,
      versusBest: versusBest?.get(setting.settingKey) ?? null,
    };
  });
  return {
    metric: options.metric,
    direction: options.direction,
    varying,
    constant,
    settings,
    bestKey: settings[0]?.rank === 1 ? settings[0].settingKey : null,
    baselineKey: baseline?.settingKey ?? null,
    effects: varying.map(({ path, values }) => effectOf(path, values, settings, options.metric.name)),
    warnings: warningsFor(settings, varying, options.metric),
    shownJobs: settings.reduce((sum, setting) => sum + (setting.metrics[options.metric.name]?.n ?? 0), 0),
    totalJobs: settings.reduce((sum, setting) => sum + setting.jobs, 0),
  };
}

function rank(
  settings: readonly SettingAggregate[],
  { metric, direction }: CompareOptions,
): SettingAggregate[] {
  const sign = direction === 'minimize' ? 1 : -1;
  const withValue = settings.filter((setting) => setting.metrics[metric.name] !== undefined);
  const without = settings.filter((setting) => setting.metrics[metric.name] === undefined);
  const value = (setting: SettingAggregate) => (setting.metrics[metric.name]?.mean ?? 0) * sign;
  return [...withValue.sort((a, b) => value(a) - value(b) || a.position - b.position), ...without];
}

function splitParameters(settings: readonly ReadonlyMap<string, Json>[]): {
  varying: VaryingParameter[];
  constant: Record<string, Json>;
} {
  const varying: VaryingParameter[] = [];
  const constant: Record<string, Json> = {};
  const paths = new Set(settings.flatMap((leaves) => [...leaves.keys()]));
  for (const path of paths) {
    const distinct = new Map(
      settings.map((leaves) => [canonicalJson(leaves.get(path) ?? null), leaves.get(path) ?? null]),
    );
    if (distinct.size > 1) varying.push({ path, values: [...distinct.values()].sort(byValue) });
    else constant[path] = [...distinct.values()][0] ?? null;
  }
  return { varying, constant };
}

/** Numbers numerically, then everything else by its text. */
function byValue(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return canonicalJson(a) < canonicalJson(b) ? -1 : 1;
}

function effectOf(
  path: string,
  values: readonly Json[],
  settings: readonly ComparedSetting[],
  metric: string,
): Effect {
  const points = values.flatMap((value): EffectPoint[] => {
    const key = canonicalJson(value);
    const means = settings
      .filter((setting) => canonicalJson(setting.values[path]) === key)
      .flatMap((setting) => setting.metrics[metric]?.mean ?? []);
    if (means.length === 0) return [];
    const mean = means.reduce((sum, entry) => sum + entry, 0) / means.length;
    return [{ value, mean, min: Math.min(...means), max: Math.max(...means), n: means.length }];
  });
  const pointMeans = points.map((point) => point.mean);
  return { path, points, range: points.length === 0 ? 0 : Math.max(...pointMeans) - Math.min(...pointMeans) };
}

function warningsFor(
  settings: readonly ComparedSetting[],
  varying: readonly VaryingParameter[],
  metric: MetricSpec,
): ComparisonWarning[] {
  const warnings: ComparisonWarning[] = [];
  const scaled = varying.filter(({ path }) =>
    metric.incomparableAcross?.some((pattern) => pathMatches(path, pattern)),
  );
  if (scaled.length > 0) {
    warnings.push({
      code: 'INCOMPARABLE_METRIC',
      message: `${metric.title} is not comparable here: ${scaled.map(({ path }) => path).join(', ')} changes the scale of the metric itself. Rank by another metric.`,
    });
  }
  const count = (pick: (setting: ComparedSetting) => number) =>
    settings.reduce((sum, setting) => sum + pick(setting), 0);
  const total = count((setting) => setting.jobs);
  const failed = count((setting) => setting.failed + setting.cancelledOrSkipped);
  if (failed > 0) {
    warnings.push({
      code: 'JOBS_WITHOUT_RESULT',
      message: `${failed} of ${total} jobs ended without a result and enter no mean.`,
    });
  }
  const unfinished = count((setting) => setting.unfinished);
  if (unfinished > 0) {
    warnings.push({
      code: 'UNFINISHED',
      message: `${unfinished} of ${total} jobs have not finished; the order may still change.`,
    });
  }
  const sizes = new Set(settings.flatMap((setting) => setting.metrics[metric.name]?.n ?? []));
  if (sizes.size > 1) {
    warnings.push({
      code: 'UNEQUAL_N',
      message: 'Settings rest on different numbers of jobs; their means are not equally certain.',
    });
  }
  if (sizes.size === 1 && sizes.has(1) && settings.length > 1) {
    warnings.push({
      code: 'SINGLE_VALUE',
      message:
        'Each setting rests on one job, so chance cannot be told from effect. Add inputs or replicates.',
    });
  }
  return warnings;
}
