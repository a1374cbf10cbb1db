/** A comparison for tests, computed by the domain's own rules from a table of results. */
import {
  type ComparedMetric,
  compare,
  type JsonObject,
  metricOf,
  type SettingAggregate,
} from '@batchyard/domain';
import type { ComparisonData, Setting } from './queries';

/** Results of one setting: values of the error in mm, one a job, and jobs without a value. */
export interface SettingResult {
  readonly params: JsonObject;
  readonly values?: readonly number[];
  readonly failed?: number;
  readonly cancelled?: number;
  readonly unfinished?: number;
  readonly cost?: number;
}

const metrics = [
  {
    name: 'error_mm',
    title: 'Mean edge error',
    unit: 'mm',
    direction: 'minimize' as const,
    description: 'Mean error.',
  },
  {
    name: 'final_cost',
    title: 'Final cost',
    unit: '1',
    direction: 'minimize' as const,
    description: 'Cost at the end.',
    incomparableAcross: ['weights.*'],
  },
];

/** Settings get the keys `s0`, `s1`, … in the order given. */
export function comparisonOf(
  results: readonly SettingResult[],
  options: { readonly metric?: 'error_mm' | 'final_cost'; readonly baselineKey?: string } = {},
): ComparisonData {
  const metric = metrics.find(({ name }) => name === (options.metric ?? 'error_mm')) ?? metrics[0]!;
  const domain = compare(results.map(aggregate), {
    metric,
    direction: metric.direction,
    baselineKey: options.baselineKey,
  });
  return {
    ...domain,
    sources: [],
    inputs: [],
    best: domain.best && { ...domain.best, notSeparableKeys: [...domain.best.notSeparableKeys] },
    importance: domain.importance && {
      ...domain.importance,
      parameters: domain.importance.parameters.map((entry) => ({ ...entry, title: entry.path })),
    },
    paretoKeys: domain.pareto && [...domain.pareto.keys],
    observations: {
      values: results.flatMap(({ values = [] }, position) =>
        values.map((value, index) => ({
          settingKey: `s${position}`,
          jobId: `${position}-${index}`,
          inputLabel: `input ${index}`,
          replicate: 1,
          value,
        })),
      ),
      total: results.reduce((sum, { values = [] }) => sum + values.length, 0),
    },
    metric: { ...metric, incomparableAcross: [...(metric.incomparableAcross ?? [])] },
    annotationMetrics: [],
    metrics: metrics.map((entry) => ({
      ...entry,
      incomparableAcross: [...(entry.incomparableAcross ?? [])],
    })),
    varying: domain.varying.map(({ path, values }) => ({
      path,
      title: path,
      unit: null,
      values: [...values],
    })),
    constant: domain.constant,
    settings: domain.settings.map(
      ({ settingKey, position: _position, metrics: numbers, ...rest }): Setting => ({
        ...rest,
        sources: [],
        key: settingKey,
        metrics: Object.entries(numbers).map(([name, summary]) => ({ name, ...summary })),
      }),
    ),
    effects: domain.effects.map((effect) => ({ ...effect, points: [...effect.points] })),
    warnings: [...domain.warnings],
  };
}

function aggregate(result: SettingResult, position: number): SettingAggregate {
  const { params, values = [], failed = 0, cancelled = 0, unfinished = 0, cost } = result;
  const summaries: Record<string, ComparedMetric> = {};
  if (values.length > 0) summaries.error_mm = metricOf(values);
  if (cost !== undefined) summaries.final_cost = metricOf([cost]);
  return {
    settingKey: `s${position}`,
    params,
    position,
    jobs: values.length + failed + cancelled + unfinished,
    withResult: values.length,
    failed,
    stoppedEarly: 0,
    cancelledOrSkipped: cancelled,
    unfinished,
    meanDurationS: values.length > 0 ? 1.5 + position : null,
    metrics: summaries,
    observations: values.map((value, index) => ({ input: `input ${index}`, replicate: 1, value })),
  };
}
