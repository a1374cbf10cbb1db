import type { ComparisonData, Metric } from '../queries';

export interface MetricGroup {
  readonly group: string;
  readonly metrics: readonly Metric[];
}

/** What a comparison can rank by: metrics of the pipeline, then what is said of the inputs, each once. */
export function metricGroups({
  metrics,
  annotationMetrics,
}: Pick<ComparisonData, 'metrics' | 'annotationMetrics'>): readonly MetricGroup[] {
  const isSaid = ({ name }: Metric) => name.startsWith('annotation');
  const offered = new Set(annotationMetrics.map(({ name }) => name));
  // One that was asked for by its name and is said nowhere stays chosen.
  const said = [...annotationMetrics, ...metrics.filter((each) => isSaid(each) && !offered.has(each.name))];
  return [
    { group: 'Metrics of the pipeline', metrics: metrics.filter((each) => !isSaid(each)) },
    { group: 'Annotations of the inputs', metrics: said },
  ].filter((group) => group.metrics.length > 0);
}
