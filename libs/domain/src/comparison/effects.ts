/** The objective along one parameter, averaged over the others. */
import type { Json } from '../designs/canonical.js';
import type { ComparedSetting, Effect, EffectPoint, VaryingParameter } from './comparison.js';
import { byValue, valueKey } from './parameters.js';

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

/** All settings along one parameter, with the aggregate of each of its values. */
export interface AcrossParameter {
  readonly path: string;
  /** Settings with a value of the objective, by the parameter's value, then by rank. */
  readonly rows: readonly ComparedSetting[];
  readonly perValue: readonly EffectPoint[];
  /** Settings that fit but have no value of the objective. */
  readonly withoutValue: number;
}

/**
 * Compares across one parameter. Settings may differ in other parameters too, so that a value has several rows;
 * `fixed` (values by path) narrows the others.
 */
export function acrossParameter(
  settings: readonly ComparedSetting[],
  metric: string,
  path: string,
  fixed: Readonly<Record<string, Json>> = {},
): AcrossParameter {
  const wanted = Object.entries(fixed).map(([other, value]) => [other, valueKey(value)] as const);
  const fitting = settings.filter((setting) =>
    wanted.every(([other, key]) => valueKey(setting.values[other]) === key),
  );
  const valueAlong = (setting: ComparedSetting) => setting.values[path] ?? null;
  const rows = fitting
    .filter((setting) => setting.rank !== null)
    .sort((a, b) => byValue(valueAlong(a), valueAlong(b)) || (a.rank ?? 0) - (b.rank ?? 0));
  const values = [...new Map(rows.map((row) => [valueKey(valueAlong(row)), valueAlong(row)])).values()];
  return {
    path,
    rows,
    perValue: effectOf({ path, values }, rows, metric).points,
    withoutValue: fitting.length - rows.length,
  };
}
