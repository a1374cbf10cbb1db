/** What a design says about metrics, checked against those that its pipeline has. */
import type { MetricSpec, Problem } from '@batchyard/pipelines';
import type { DesignSpec } from '../designs/design.js';
import { parametersOf } from '../designs/entry-parameters.js';
import type { Objective } from '../designs/objective.js';
import { pathMatches } from '../designs/paths.js';

/** Every metric that a design names, with the place where it does. */
export function metricsOf(
  spec: Pick<DesignSpec, 'furtherObjectives' | 'earlyStopping'>,
  objective: Objective,
): { readonly metric: string; readonly place: string }[] {
  return [
    { metric: objective.metric, place: 'objective.metric' },
    ...(spec.furtherObjectives ?? []).map(({ metric }, index) => ({
      metric,
      place: `furtherObjectives.${index}.metric`,
    })),
    ...(spec.earlyStopping ? [{ metric: spec.earlyStopping.metric, place: 'earlyStopping.metric' }] : []),
  ];
}

/** Jobs must not be stopped by a metric whose scale the settings themselves change. */
export function checkEarlyStopping(
  { axes, earlyStopping }: Pick<DesignSpec, 'axes' | 'earlyStopping'>,
  metrics: readonly MetricSpec[],
): Problem[] {
  const metric = metrics.find(({ name }) => name === earlyStopping?.metric);
  const scaled = parametersOf(axes).filter((path) =>
    metric?.incomparableAcross?.some((pattern) => pathMatches(path, pattern)),
  );
  if (metric === undefined || scaled.length === 0) return [];
  return [
    {
      code: 'INCOMPARABLE_METRIC',
      severity: 'error',
      message: `Jobs cannot be stopped early by ${metric.name}: ${scaled.join(', ')} changes the scale of the metric itself.`,
      place: { parameter: 'earlyStopping.metric' },
      value: metric.name,
      expectation: 'a metric that is comparable between the settings',
      fix: 'Name another metric that jobs report while they run.',
    },
  ];
}
