/** The objective of a design, as far as its pipeline decides it. */
import type { MetricDirection, MetricSpec, Pipeline, Problem } from './contract.js';
import { nearestName } from './parameters/nearest.js';

export interface PipelineObjective {
  readonly metric: string;
  readonly direction: MetricDirection;
}

/** The pipeline's own objective; where its metric has no better direction, less counts as better. */
export function defaultObjective(pipeline: Pipeline): PipelineObjective {
  const metric = pipeline.metrics.find(({ name }) => name === pipeline.objective);
  return { metric: pipeline.objective, direction: metric?.direction ?? 'minimize' };
}

type Figures = Pick<Pipeline, 'metrics' | 'objective'>;

/** What people come for, and lists show beside a job: the metric declared so, else the objective. */
export function mainFigure({ metrics, objective }: Figures): MetricSpec {
  return metrics.find(({ main }) => main) ?? metricNamed(metrics, objective);
}

/** The figure beside the jobs of one batch: the main one, unless its design asks for another metric than the pipeline does. */
export function figureOfBatch(pipeline: Figures, objective: string): MetricSpec {
  return objective === pipeline.objective ? mainFigure(pipeline) : metricNamed(pipeline.metrics, objective);
}

/** One that is not declared (any more) is known by its name. */
function metricNamed(metrics: readonly MetricSpec[], name: string): MetricSpec {
  const unknown = { name, title: name, unit: '1', direction: null, description: '' };
  return metrics.find((metric) => metric.name === name) ?? unknown;
}

/**
 * One problem when the pipeline has no metric of this name, else none.
 * @param parameter where the design names it
 */
export function checkObjective(
  pipeline: Pipeline,
  metric: string,
  parameter = 'objective.metric',
): Problem[] {
  const names = pipeline.metrics.map(({ name }) => name);
  if (names.includes(metric)) return [];
  const nearest = nearestName(metric, names);
  return [
    {
      code: 'UNKNOWN_METRIC',
      severity: 'error',
      message: `The pipeline ${pipeline.name} has no metric ${metric}${nearest ? `; did you mean ${nearest}?` : '.'}`,
      place: { parameter },
      value: metric,
      expectation: `one of ${names.join(', ')}`,
      fix: `Set ${parameter} to ${nearest ?? pipeline.objective}.`,
    },
  ];
}
