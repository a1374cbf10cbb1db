/**
 * Comparison of settings over the jobs of one or more batches: which parameters vary, how every setting did,
 * which is best by the objective, and what a reader must be warned about. Failed jobs stay visible as counts.
 */
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import type { Json } from '../designs/canonical.js';
import type { JsonObject } from '../designs/paths.js';
import { bootstrapMean } from '../statistics/bootstrap.js';
import { bestOf } from './best.js';
import type { ComparedSetting, Comparison, ParetoFront, SettingAggregate } from './comparison.js';
import { effectOf } from './effects.js';
import { importanceOf } from './importance.js';
import { type SplitParameters, splitParameters } from './parameters.js';
import { type ParetoObjective, paretoFront, rank } from './ranking.js';
import { contrastWith, type SettingContrast } from './verdict.js';
import { warningsFor } from './warnings.js';

export interface CompareOptions {
  readonly metric: MetricSpec;
  /** Decides for metrics without a direction of their own. */
  readonly direction: MetricDirection;
  /** Setting to measure differences from; the first one when absent or unknown. */
  readonly baselineKey?: string | null;
  /** The smallest difference that matters to the user, in the metric's unit. */
  readonly smallestDifference?: number | null;
  /** Two to four objectives for a Pareto front. */
  readonly objectives?: readonly ParetoObjective[];
  /** So many of the best settings get a bootstrap interval; none when absent, since each takes about 0.1 ms. */
  readonly bootstrapFirst?: number;
}

/** @throws UserError BAD_OBJECTIVES when objectives are given, but not two to four different ones */
export function compare(aggregates: readonly SettingAggregate[], options: CompareOptions): Comparison {
  const { metric, direction, objectives } = options;
  const ordered = [...aggregates].sort((a, b) => a.position - b.position);
  const parameters = splitParameters(ordered.map(({ params }) => params));
  const { varying, constant } = parameters;
  const ranked = rank(ordered, metric.name, direction);
  const baseline =
    ordered.find((setting) => setting.settingKey === options.baselineKey) ?? ordered[0] ?? null;
  const pareto = objectives === undefined ? null : paretoFront(ranked, objectives);
  const settings = presentSettings(ranked, { baseline, pareto, parameters }, options);
  return {
    metric,
    direction,
    varying,
    constant,
    settings,
    bestKey: settings[0]?.rank === 1 ? settings[0].settingKey : null,
    baselineKey: baseline?.settingKey ?? null,
    ...bestOf(settings, varying, metric),
    effects: varying.map((parameter) => effectOf(parameter, settings, metric.name)),
    ...importanceOf(settings, varying, metric.name),
    pareto,
    warnings: warningsFor(ranked, varying, metric, pareto),
    shownJobs: settings.reduce((sum, setting) => sum + (setting.metrics[metric.name]?.n ?? 0), 0),
    totalJobs: settings.reduce((sum, setting) => sum + setting.jobs, 0),
  };
}

interface Findings {
  readonly baseline: SettingAggregate | null;
  readonly pareto: ParetoFront | null;
  readonly parameters: SplitParameters;
}

function presentSettings(
  ranked: readonly SettingAggregate[],
  { baseline, pareto, parameters }: Findings,
  options: CompareOptions,
): ComparedSetting[] {
  const { name } = options.metric;
  const baselineMean = baseline?.metrics[name]?.mean ?? null;
  const versusBaseline = contrastsWith(baseline, ranked, options);
  const versusBest = contrastsWith(ranked[0] ?? null, ranked, options);
  const front = new Set(pareto?.keys);
  return ranked.map((setting, index): ComparedSetting => {
    const key = setting.settingKey;
    const mean = setting.metrics[name]?.mean ?? null;
    const isBootstrapped = index < (options.bootstrapFirst ?? 0);
    return {
      settingKey: key,
      params: setting.params,
      position: setting.position,
      jobs: setting.jobs,
      withResult: setting.withResult,
      failed: setting.failed,
      stoppedEarly: setting.stoppedEarly,
      cancelledOrSkipped: setting.cancelledOrSkipped,
      unfinished: setting.unfinished,
      meanDurationS: setting.meanDurationS,
      sources: setting.sources ?? [],
      metrics: setting.metrics,
      values: valuesOf(setting.params, parameters),
      rank: mean === null ? null : index + 1,
      difference: mean === null || baselineMean === null ? null : mean - baselineMean,
      versusBaseline: versusBaseline.get(key) ?? null,
      versusBest: versusBest.get(key) ?? null,
      bootstrap: isBootstrapped ? bootstrapMean(setting.observations.map(({ value }) => value)) : null,
      isPareto: pareto === null ? null : front.has(key),
    };
  });
}

/** All settings with a value against one of them; none where that has no value itself. */
function contrastsWith(
  reference: SettingAggregate | null,
  settings: readonly SettingAggregate[],
  { metric, ...options }: CompareOptions,
): Map<string, SettingContrast> {
  if (reference === null || reference.metrics[metric.name] === undefined) return new Map();
  const observations = new Map(
    settings
      .filter((setting) => setting.metrics[metric.name] !== undefined)
      .map((setting) => [setting.settingKey, setting.observations]),
  );
  return contrastWith(reference.settingKey, observations, options);
}

function valuesOf(params: JsonObject, { varying, valueIn }: SplitParameters): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const { path } of varying) values[path] = valueIn(params, path);
  return values;
}
