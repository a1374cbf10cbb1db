import { describe, expect, it } from '@jest/globals';
import type { Metric } from '../queries';
import { metricGroups } from './metric-groups';

const metric = (name: string): Metric => ({
  name,
  title: name,
  unit: '1',
  direction: null,
  description: '',
  incomparableAcross: [],
});
const namesIn = (metrics: string[], annotationMetrics: string[]) =>
  metricGroups({
    metrics: metrics.map(metric),
    annotationMetrics: annotationMetrics.map(metric),
  }).map(({ group, metrics: entries }) => [group, ...entries.map(({ name }) => name)]);

describe('metrics to choose from', () => {
  it('are those of the pipeline alone where nothing is annotated', () => {
    expect(namesIn(['final_cost'], [])).toEqual([['Metrics of the pipeline', 'final_cost']]);
  });

  it('are followed by annotations, each once, also one that was asked for and is said nowhere', () => {
    expect(
      namesIn(['final_cost', 'annotation.flag.DARK', 'annotation.flag.EMPTY'], ['annotation.flag.DARK']),
    ).toEqual([
      ['Metrics of the pipeline', 'final_cost'],
      ['Annotations of the inputs', 'annotation.flag.DARK', 'annotation.flag.EMPTY'],
    ]);
  });
});
