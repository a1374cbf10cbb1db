/** Time of one comparison of 5,000 settings with 20 metrics and 12 jobs a setting, as a full grid and as random draws. */
import type { MetricSpec } from '@batchyard/pipelines';
import { mulberry32 } from '../batches/seeded.js';
import { summarize } from '../statistics/interval.js';
import { compare } from './compare.js';
import type { MetricSummary, SettingAggregate } from './comparison.js';

const settingCount = 5_000;
const metricCount = 20;
const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Milliseconds of the fastest of some rounds by the kind of sweep. */
export function measureComparison(rounds = 7): Record<string, number> {
  const grid = settings((index, axis) => values[Math.floor(index / 10 ** axis) % 10] ?? 0, 'shared');
  const random = mulberry32(1);
  const drawn = settings(() => random(), 'shared');
  const apart = settings(() => random(), 'own');
  return {
    'full grid, paired by input': fastestMs(rounds, () => compare(grid, options)),
    'random draws, paired by input': fastestMs(rounds, () => compare(drawn, options)),
    'random draws, inputs of their own': fastestMs(rounds, () => compare(apart, options)),
    'full grid, two objectives, 50 bootstrap intervals': fastestMs(rounds, () =>
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

/** Four varying parameters among twenty; a grid has 5 × 10 × 10 × 10 of their values. */
function settings(
  valueAt: (index: number, axis: number) => number,
  inputs: 'shared' | 'own',
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
      cancelledOrSkipped: 0,
      unfinished: 0,
      meanDurationS: 1,
      metrics: metricsOf(measured),
      observations: measured.map((value, i) => ({
        input: inputs === 'shared' ? `input ${i % 3}` : `${index} ${i % 3}`,
        replicate: 1 + Math.floor(i / 3),
        value,
      })),
    };
  });
}

function metricsOf(measured: readonly number[]): Record<string, MetricSummary> {
  const summary = { ...summarize(measured), min: Math.min(...measured), max: Math.max(...measured) };
  return Object.fromEntries(
    Array.from({ length: metricCount }, (_, i) => [
      `m${i}`,
      { ...summary, mean: summary.mean * (1 + i / 10) },
    ]),
  );
}

function fastestMs(rounds: number, work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: rounds }, () => {
      const startedMs = performance.now();
      work();
      return performance.now() - startedMs;
    }),
  );
}
