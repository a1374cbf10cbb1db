/** Values of a metric over the jobs of one setting, as comparisons show them. */
import { summarize, tInterval } from '../statistics/interval.js';
import type { ComparedMetric, MetricSummary } from './comparison.js';

/** With the interval of the mean. Members stand one by one: there may be 100,000, and a spread takes twice as long. */
export function withInterval({ n, mean, sd, min, max }: MetricSummary): ComparedMetric {
  return { n, mean, sd, min, max, interval: tInterval({ n, mean, sd }) };
}

/** One value, which says nothing of its own uncertainty. */
export function singleValue(value: number): ComparedMetric {
  return { n: 1, mean: value, sd: null, min: value, max: value, interval: null };
}

/** At least one value. */
export function metricOf(values: readonly number[]): ComparedMetric {
  return withInterval({ ...summarize(values), min: Math.min(...values), max: Math.max(...values) });
}
