/** Which parameter matters: how much of the objective's variation over the settings follows from each. */
import { mainEffects } from '../statistics/main-effects.js';
import type { ComparedSetting, Importance, ParameterImportance, VaryingParameter } from './comparison.js';
import { valueKey } from './parameters.js';

/** Fewer settings per varying parameter tell chance from effect too badly to rank parameters. */
const settingsPerParameter = 4;

type Found =
  | { importance: Importance; importanceReason: null }
  | { importance: null; importanceReason: string };

/**
 * Shares of the variation of the settings' means. Exact (main-effect sums of squares over the total) where the
 * settings form a full grid with every combination of values once.
 * @returns the importance, or the reason why there is none
 */
export function importanceOf(
  settings: readonly ComparedSetting[],
  varying: readonly VaryingParameter[],
  metric: string,
): Found {
  const withValue = settings.filter((setting) => setting.metrics[metric] !== undefined);
  const means = withValue.map((setting) => setting.metrics[metric]?.mean ?? Number.NaN);
  const reason = reasonAgainst(means, varying);
  if (reason !== null) return { importance: null, importanceReason: reason };
  const columns = varying.map(({ path, values }) => {
    const index = new Map(values.map((value, i) => [valueKey(value), i]));
    return withValue.map((setting) => index.get(valueKey(setting.values[path])) ?? 0);
  });
  const exact = mainEffects(columns, means);
  if (exact === null) return { importance: null, importanceReason: 'The settings are no full grid.' };
  const parameters = varying.map(({ path }, i) => ({
    path,
    share: exact.shares[i] ?? 0,
    low: null,
    high: null,
  }));
  return {
    importance: {
      method: 'variance_explained',
      isEstimate: false,
      n: means.length,
      parameters: largestFirst(parameters),
      residual: exact.residual,
    },
    importanceReason: null,
  };
}

function reasonAgainst(means: readonly number[], varying: readonly VaryingParameter[]): string | null {
  if (varying.length === 0) return 'No parameter varies.';
  const needed = settingsPerParameter * varying.length;
  if (means.length < needed) {
    const what = varying.length === 1 ? 'one parameter varies' : `${varying.length} parameters vary`;
    return `Too few settings to rank parameters: ${what}, which takes ${needed} settings with a value; there are ${means.length}.`;
  }
  if (means.every((mean) => mean === means[0])) return 'All settings did equally well, so nothing mattered.';
  return null;
}

function largestFirst(parameters: readonly ParameterImportance[]): ParameterImportance[] {
  return [...parameters].sort((a, b) => b.share - a.share);
}
