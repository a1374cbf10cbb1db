/** Settings for tests, as the database would aggregate them. */
import type { MetricSpec } from '@batchyard/pipelines';
import type { JsonObject } from '../../designs/paths.js';
import type { SettingAggregate } from '../comparison.js';
import { metricOf } from '../metric.js';

export const errorMetric: MetricSpec = {
  name: 'error',
  title: 'Edge error',
  unit: 'mm',
  direction: 'minimize',
  description: 'Mean error of edges.',
};

/** Its scale follows from the weights. */
export const costMetric: MetricSpec = {
  ...errorMetric,
  name: 'cost',
  title: 'Final cost',
  unit: '1',
  incomparableAcross: ['weights.*'],
};

let position = 0;

/**
 * A setting with one value of `error` on each of the inputs `input 0`, `input 1`, …; without values its only job
 * failed. Its key is its parameters as JSON.
 */
export function settingOf(
  params: JsonObject,
  values: readonly number[],
  given: Partial<SettingAggregate> = {},
): SettingAggregate {
  const jobs = Math.max(1, values.length);
  return {
    settingKey: JSON.stringify(params),
    params,
    position: position++,
    jobs,
    withResult: values.length,
    failed: jobs - values.length,
    stoppedEarly: 0,
    cancelledOrSkipped: 0,
    unfinished: 0,
    meanDurationS: 1,
    metrics: values.length === 0 ? {} : { error: summaryOf(values) },
    observations: values.map((value, i) => ({ input: `input ${i}`, replicate: 1, value })),
    ...given,
  };
}

export const summaryOf = metricOf;
