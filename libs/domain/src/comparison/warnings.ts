/** What a reader of a comparison must know before believing it. */
import type { MetricSpec } from '@batchyard/pipelines';
import { pathMatches } from '../designs/paths.js';
import type { ParetoFront, SettingAggregate, VaryingParameter } from './comparison.js';
import { meansByInput, type Observation } from './pairing.js';

export interface ComparisonWarning {
  readonly code:
    | 'INCOMPARABLE_METRIC'
    | 'JOBS_WITHOUT_RESULT'
    | 'STOPPED_EARLY'
    | 'UNFINISHED'
    | 'UNEQUAL_N'
    | 'SINGLE_VALUE'
    | 'DIFFERENT_INPUTS'
    | 'PARETO_INCOMPLETE'
    | 'AVERAGED'
    | 'ALSO_DIFFERENT'
    | 'REPEATED_CELLS'
    | 'LEFT_OUT'
    | 'NOT_ANNOTATED';
  readonly message: string;
}

/** In the order a reader should see them: what misleads first. */
export function warningsFor(
  settings: readonly SettingAggregate[],
  varying: readonly VaryingParameter[],
  metric: MetricSpec,
  pareto: ParetoFront | null,
): ComparisonWarning[] {
  return [
    incomparable(
      varying.map(({ path }) => path),
      metric,
    ),
    ...outcomes(settings),
    ...sampleSizes(settings, metric),
    differentInputs(settings),
    incompletePareto(settings, pareto),
  ].filter((warning) => warning !== null);
}

/** A metric whose scale follows from a varying parameter: the lowest cost under other weights is no better fit. */
export function incomparable(paths: readonly string[], metric: MetricSpec): ComparisonWarning | null {
  const scaling = paths.filter((path) =>
    metric.incomparableAcross?.some((pattern) => pathMatches(path, pattern)),
  );
  if (scaling.length === 0) return null;
  const verb = scaling.length === 1 ? 'changes' : 'change';
  return {
    code: 'INCOMPARABLE_METRIC',
    message: `${metric.title} is not comparable here: ${scaling.join(', ')} ${verb} the scale of the metric itself. Rank by another metric.`,
  };
}

/** Jobs that add nothing to the means, or not yet. */
export function outcomes(settings: readonly SettingAggregate[]): ComparisonWarning[] {
  const warnings: ComparisonWarning[] = [];
  const total = count(settings, (setting) => setting.jobs);
  const failed = count(settings, (setting) => setting.failed + setting.cancelledOrSkipped);
  if (failed > 0) {
    warnings.push({
      code: 'JOBS_WITHOUT_RESULT',
      message: `${failed} of ${total} jobs ended without a result and enter no mean.`,
    });
  }
  const stopped = count(settings, (setting) => setting.stoppedEarly);
  if (stopped > 0) {
    const [were, they] = stopped === 1 ? ['was', 'It enters'] : ['were', 'They enter'];
    warnings.push({
      code: 'STOPPED_EARLY',
      message: `${stopped} of ${total} jobs ${were} stopped early for doing worse than others. ${they} no mean, so such a setting may look better than it is.`,
    });
  }
  const unfinished = count(settings, (setting) => setting.unfinished);
  if (unfinished > 0) {
    warnings.push({
      code: 'UNFINISHED',
      message: `${unfinished} of ${total} jobs have not finished; the order may still change.`,
    });
  }
  return warnings;
}

function count(settings: readonly SettingAggregate[], pick: (setting: SettingAggregate) => number): number {
  return settings.reduce((sum, setting) => sum + pick(setting), 0);
}

function sampleSizes(settings: readonly SettingAggregate[], metric: MetricSpec): ComparisonWarning[] {
  const sizes = new Set(settings.flatMap((setting) => setting.metrics[metric.name]?.n ?? []));
  if (sizes.size > 1) {
    const message = 'Settings rest on different numbers of jobs; their means are not equally certain.';
    return [{ code: 'UNEQUAL_N', message }];
  }
  if (sizes.has(1) && settings.length > 1) {
    const message =
      'Each setting rests on one job, so chance cannot be told from effect. Add inputs or replicates.';
    return [{ code: 'SINGLE_VALUE', message }];
  }
  return [];
}

/** Most settings of a large comparison have one observation, which needs no map. */
const inputCount = (observations: readonly Observation[]) =>
  observations.length === 1 ? 1 : meansByInput(observations).size;

/** Means over different inputs differ by the inputs. While jobs run that is no news. */
function differentInputs(settings: readonly SettingAggregate[]): ComparisonWarning | null {
  if (settings.some((setting) => setting.unfinished > 0)) return null;
  const [first, ...others] = settings
    .filter(({ observations }) => observations.length > 0)
    .map(({ observations }) => observations);
  const inputs = new Set(first?.map(({ input }) => input));
  const isLikeFirst = (observations: readonly Observation[]) =>
    observations.every(({ input }) => inputs.has(input)) && inputCount(observations) === inputs.size;
  if (others.every(isLikeFirst)) return null;
  return {
    code: 'DIFFERENT_INPUTS',
    message:
      'Settings have results for different inputs, so their means differ by the inputs too. Trust the verdicts, which compare equal inputs where there are any, more than the order.',
  };
}

function incompletePareto(
  settings: readonly SettingAggregate[],
  pareto: ParetoFront | null,
): ComparisonWarning | null {
  if (pareto === null || pareto.incomplete === 0) return null;
  return {
    code: 'PARETO_INCOMPLETE',
    message: `${pareto.incomplete} of ${settings.length} settings lack a value of an objective and cannot be on the Pareto front.`,
  };
}
