/** The objective along one parameter, averaged over the others. */
import type { Json } from '../designs/canonical.js';
import type { ComparedSetting, Effect, EffectPoint, VaryingParameter } from './comparison.js';
import { valueKey } from './parameters.js';

/** Mean, least and largest of the settings' means at each value; values without a result are left out. */
export function effectOf(
  { path, values }: VaryingParameter,
  settings: readonly ComparedSetting[],
  metric: string,
): Effect {
  const means = meansByValue(path, settings, metric);
  const points = values.flatMap((value): EffectPoint[] => {
    const entries = means.get(valueKey(value));
    return entries === undefined ? [] : [pointOf(value, entries)];
  });
  const pointMeans = points.map((point) => point.mean);
  return { path, points, range: points.length === 0 ? 0 : Math.max(...pointMeans) - Math.min(...pointMeans) };
}

function meansByValue(
  path: string,
  settings: readonly ComparedSetting[],
  metric: string,
): Map<string | number, number[]> {
  const means = new Map<string | number, number[]>();
  for (const setting of settings) {
    const mean = setting.metrics[metric]?.mean;
    if (mean === undefined) continue;
    const key = valueKey(setting.values[path]);
    const entries = means.get(key);
    if (entries === undefined) means.set(key, [mean]);
    else entries.push(mean);
  }
  return means;
}

function pointOf(value: Json, means: readonly number[]): EffectPoint {
  const mean = means.reduce((sum, entry) => sum + entry, 0) / means.length;
  return { value, mean, min: Math.min(...means), max: Math.max(...means), n: means.length };
}
