/** Reading a compared setting: its values, its numbers, its words. */
import { isJsonObject, type Json } from '@batchyard/domain';
import { formatMeanSd, withUnit } from '../formatting/numbers';
import { formatValue, leafName } from '../formatting/values';
import type { ComparisonData, Metric, Setting, Varying } from './queries';

export type MetricNumbers = Setting['metrics'][number];

/** Value of a varying parameter in a setting; null where the setting has none. */
export function parameterValue(setting: Setting, path: string): Json {
  return (isJsonObject(setting.values) ? setting.values[path] : null) ?? null;
}

/** Mean, spread and number of jobs of one metric; undefined while no job has a value. */
export function numbersOf(setting: Setting, metricName: string): MetricNumbers | undefined {
  return setting.metrics.find((entry) => entry.name === metricName);
}

/** `lambda_rigid = 1,000, loss_width = 2 mm`: the varying parameters with their units. */
export function settingText(setting: Setting, varying: readonly Varying[]): string {
  const parts = varying.map(
    ({ path, unit }) => `${leafName(path)} = ${withUnit(formatValue(parameterValue(setting, path)), unit)}`,
  );
  return parts.length === 0 ? 'the only setting' : parts.join(', ');
}

/** `1,000 · 30 · 100`: the varying values alone, where their names are said once for all. */
export function valuesText(setting: Setting, varying: readonly Varying[]): string {
  return varying.map(({ path }) => formatValue(parameterValue(setting, path))).join(' · ');
}

/** Half the 95 % interval of the mean; null for one value. */
export function uncertaintyOf({ interval }: MetricNumbers): number | null {
  return interval === null ? null : (interval.high - interval.low) / 2;
}

/** `6.35 ± 0.12 mm (n = 6)`: mean and half its 95 % interval. */
export function numbersText(numbers: MetricNumbers, unit: string): string {
  return `${withUnit(formatMeanSd(numbers.mean, uncertaintyOf(numbers)), unit)} (n = ${numbers.n})`;
}

/** `Lower is better`. */
export function directionText(direction: Metric['direction']): string {
  if (direction === null) return 'Neither way is better';
  return direction === 'minimize' ? 'Lower is better' : 'Higher is better';
}

/** How far a comparison is: what can be said about its settings. */
export type Progress =
  | 'no-settings'
  | 'nothing-finished'
  | 'all-failed'
  | 'first-only'
  | 'one-setting'
  | 'ready';

/** Decides what the page says in place of, or beside, the best setting. */
export function progressOf({ settings, metric }: ComparisonData): Progress {
  if (settings.length === 0) return 'no-settings';
  const withValue = settings.filter((setting) => numbersOf(setting, metric.name) !== undefined).length;
  const unfinished = settings.reduce((sum, setting) => sum + setting.unfinished, 0);
  if (withValue === 0) return unfinished > 0 ? 'nothing-finished' : 'all-failed';
  if (settings.length === 1) return 'one-setting';
  return withValue === 1 ? 'first-only' : 'ready';
}

/** Jobs without a final state. */
export function unfinishedJobs(comparison: ComparisonData | undefined): number {
  return comparison?.settings.reduce((sum, setting) => sum + setting.unfinished, 0) ?? 0;
}
