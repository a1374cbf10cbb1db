/** Time of a comparison with 20 metrics and 12 jobs a setting, of full grids and of random draws. */
import type { MetricSpec } from '@batchyard/pipelines';
import { mulberry32 } from '../batches/seeded.js';
import { compare } from './compare.js';
import type { ComparedMetric, SettingAggregate } from './comparison.js';
import { metricOf } from './metric.js';

const metricCount = 20;
const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Milliseconds of the fastest of seven rounds, by the kind of sweep. */
export function measureComparison(settingCount: number): Record<string, number> {
  const grid = settings(settingCount, (index, axis) => values[Math.floor(index / 10 ** axis) % 10] ?? 0);
  const random = mulberry32(1);
  const drawn = settings(settingCount, () => random());
  const apart = drawn.map((setting) => ({
    ...setting,
    observations: setting.observations.map((each) => ({ ...each, input: setting.settingKey + each.input })),
  }));
  return {
    'full grid, equal inputs': fastestMs(() => compare(grid, options)),
    'random draws, equal inputs': fastestMs(() => compare(drawn, options)),
    'random draws, different inputs': fastestMs(() => compare(apart, options)),
    'full grid, two objectives, 50 bootstrap intervals': fastestMs(() =>
      compare(grid, { ...options, objectives, bootstrapFirst: 50 }),
    ),
  };
}

const metric: MetricSpec = {
  name: 'm0',
  title: 'Error',
  unit: 'mm',
  direction: 'minimize',
  description: 'Mean error.',
};
const options = { metric, direction: 'minimize' } as const;
const objectives = [
  { metric: 'm0', direction: 'minimize' },
  { metric: 'm1', direction: 'maximize' },
] as const;

/** Four varying parameters among twenty; 5,000 settings of a grid have 5 × 10 × 10 × 10 of their values. */
function settings(
  settingCount: number,
  valueAt: (index: number, axis: number) => number,
): SettingAggregate[] {
  const random = mulberry32(2);
  const constant = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`constant${i}`, i]));
  return Array.from({ length: settingCount }, (_, index) => {
    const axes = [0, 1, 2, 3].map((axis) => valueAt(index, axis));
    const params = { ...constant, weights: Object.fromEntries(axes.map((value, i) => [`axis${i}`, value])) };
    const mean = axes.reduce((sum, value, i) => sum + value * (i + 1), 0);
    const measured = Array.from({ length: 12 }, () => mean + random());
    return {
      settingKey: `setting ${index}`,
      params,
      position: index,
      jobs: measured.length,
      withResult: measured.length,
      failed: 0,
      stoppedEarly: 0,
      cancelledOrSkipped: 0,
      unfinished: 0,
      meanDurationS: 1,
      metrics: metricsOf(measured),
      observations: measured.map((value, i) => ({
        input: `input ${i % 3}`,
        replicate: 1 + Math.floor(i / 3),
        value,
      })),
    };
  });
}

function metricsOf(measured: readonly number[]): Record<string, ComparedMetric> {
  const summary = metricOf(measured);
  return Object.fromEntries(
    Array.from({ length: metricCount }, (_, i) => [
      `m${i}`,
      { ...summary, mean: summary.mean * (1 + i / 10) },
    ]),
  );
}

function fastestMs(work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 7 }, () => {
      const startedMs = performance.now();
      work();
      return performance.now() - startedMs;
    }),
  );
}
