/** Which parameter matters: how much of the objective's variation over the settings follows from each. */
import type { Json } from '../designs/canonical.js';
import { mainEffects } from '../statistics/main-effects.js';
import { permutationImportance } from '../statistics/permutation-importance.js';
import type { Column } from '../statistics/regression-tree.js';
import type { ComparedSetting, Importance, ParameterImportance, VaryingParameter } from './comparison.js';
import { valueKey } from './parameters.js';

/** Fewer settings per varying parameter tell chance from effect too badly to rank parameters. */
const settingsPerParameter = 4;
/** Bins of numbers for the estimate. */
const mostBins = 16;

type Found =
  | { importance: Importance; importanceReason: null }
  | { importance: null; importanceReason: string };

/**
 * Shares of the variation of the settings' means. Exact (main-effect sums of squares over the total) where the
 * settings form a full grid with every combination of values once; otherwise estimated by permutation importance.
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
  if (reason !== null) return none(reason);
  const columns = varying.map((parameter) => ({ parameter, levels: levelsOf(parameter, withValue) }));
  const importance = varianceExplained(columns, means) ?? estimate(columns, means);
  if (importance !== null) return { importance, importanceReason: null };
  return none(
    'The parameters predict the results no better than their mean, so none can be called important.',
  );
}

function none(importanceReason: string): Found {
  return { importance: null, importanceReason };
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

interface LevelColumn {
  readonly parameter: VaryingParameter;
  /** Index of each setting's value among those of the parameter. */
  readonly levels: readonly number[];
}

function levelsOf({ path, values }: VaryingParameter, settings: readonly ComparedSetting[]): number[] {
  const index = new Map(values.map((value, i) => [valueKey(value), i]));
  return settings.map((setting) => index.get(valueKey(setting.values[path])) ?? 0);
}

function varianceExplained(columns: readonly LevelColumn[], means: readonly number[]): Importance | null {
  const exact = mainEffects(
    columns.map(({ levels }) => levels),
    means,
  );
  if (exact === null) return null;
  const parameters = columns.map(({ parameter: { path } }, i) => ({
    path,
    share: exact.shares[i] ?? 0,
    low: null,
    high: null,
  }));
  return {
    method: 'variance_explained',
    isEstimate: false,
    n: means.length,
    parameters: largestFirst(parameters),
    residual: exact.residual,
  };
}

function estimate(columns: readonly LevelColumn[], means: readonly number[]): Importance | null {
  const found = permutationImportance(columns.map(binned), Float64Array.from(means));
  if (found === null) return null;
  const parameters = columns.flatMap(({ parameter: { path } }, i) => {
    const share = found.shares[i];
    return share === undefined ? [] : [{ path, ...share }];
  });
  return {
    method: 'permutation',
    isEstimate: true,
    n: found.n,
    parameters: largestFirst(parameters),
    residual: null,
  };
}

/** Numbers in order, in bins of about equally many values; each other value has a bin of its own after them. */
function binned({ parameter: { values }, levels }: LevelColumn): Column {
  const numbers = values.filter((value: Json) => typeof value === 'number').length;
  const bins = Math.min(numbers, mostBins);
  const binOf = (level: number) =>
    level < numbers ? Math.floor((level * bins) / numbers) : bins + level - numbers;
  return {
    bins: Uint16Array.from(levels, binOf),
    binCount: bins + values.length - numbers,
    isOrdered: numbers > 0,
  };
}

function largestFirst(parameters: readonly ParameterImportance[]): ParameterImportance[] {
  return [...parameters].sort((a, b) => b.share - a.share);
}
