/** A comparison reduced to some of its settings. */
import { canonicalJson, isJsonObject, type Json } from '@batchyard/domain';
import type { ComparisonData, Setting, Varying } from './queries';
import { settingsBy } from './selection/keys';
import { numbersOf, parameterValue } from './settings';

/**
 * Only the settings whose keys begin with one of `only`, all of them when it is empty. Ranks, verdicts and the answer
 * stay those of the whole comparison; what varies, and the effects, are those of the settings left.
 */
export function narrowed(comparison: ComparisonData, only: readonly string[]): ComparisonData {
  if (only.length === 0) return comparison;
  const settings = settingsBy(comparison.settings, only);
  if (settings.length === 0) return comparison;
  const keys = new Set(settings.map(({ key }) => key));
  const present = comparison.varying.map((entry) => ({ ...entry, values: valuesLeft(entry, settings) }));
  const varying = present.filter(({ values }) => values.length > 1);
  const fixed = present.filter(({ values }) => values.length < 2);
  return {
    ...comparison,
    settings: [...settings],
    varying,
    constant: {
      ...(isJsonObject(comparison.constant) ? comparison.constant : {}),
      ...Object.fromEntries(fixed.map(({ path, values }) => [path, values[0] ?? null])),
    },
    observations: {
      ...comparison.observations,
      values: comparison.observations.values.filter(({ settingKey }) => keys.has(settingKey)),
    },
    effects: varying.map((entry) => effectOf(entry, settings, comparison.metric.name)),
  };
}

function valuesLeft({ path, values }: Varying, settings: readonly Setting[]): Json[] {
  const left = new Set(settings.map((setting) => canonicalJson(parameterValue(setting, path))));
  return values.filter((value) => left.has(canonicalJson(value)));
}

function effectOf(
  { path, values }: Varying,
  settings: readonly Setting[],
  metricName: string,
): ComparisonData['effects'][number] {
  const points = values.flatMap((value) => {
    const key = canonicalJson(value);
    const means = settings
      .filter((setting) => canonicalJson(parameterValue(setting, path)) === key)
      .flatMap((setting) => numbersOf(setting, metricName)?.mean ?? []);
    if (means.length === 0) return [];
    const mean = means.reduce((sum, entry) => sum + entry, 0) / means.length;
    return [{ value, mean, min: Math.min(...means), max: Math.max(...means), n: means.length }];
  });
  const means = points.map(({ mean }) => mean);
  const range = means.length === 0 ? 0 : Math.max(...means) - Math.min(...means);
  return { path, range, points };
}
