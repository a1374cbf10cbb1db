/** Box plots as data: single values of the compared metric by the value of one parameter. */
import { canonicalJson } from '@batchyard/domain';
import { shortened } from '../../charts/axis';
import { formatValue, leafName } from '../../formatting/values';
import type { ComparisonData, Varying } from '../queries';
import { parameterValue } from '../settings';

export interface Box {
  readonly label: string;
  readonly values: readonly number[];
  /** Settings with this value, with or without results. */
  readonly keys: readonly string[];
}

export interface Boxes {
  readonly parameter: Varying;
  readonly boxes: readonly Box[];
  readonly shown: number;
  readonly finding: string;
}

/** More boxes than this are too narrow to read; the parameter is drawn as a scatter plot instead. */
export const mostBoxes = 40;

/** The parameter asked for where it varies, else the one with the largest range; null where nothing varies. */
export function boxParameter({ varying, effects }: ComparisonData, asked: string | null): Varying | null {
  const ranges = new Map(effects.map(({ path, range }) => [path, range]));
  const usable = varying.filter(({ values }) => values.length <= mostBoxes);
  const byRange = [...usable].sort((a, b) => (ranges.get(b.path) ?? 0) - (ranges.get(a.path) ?? 0));
  return usable.find(({ path }) => path === asked) ?? byRange[0] ?? null;
}

/** One box a value, in the order of the values. */
export function boxesOf(comparison: ComparisonData, parameter: Varying): Boxes {
  const groups = new Map(parameter.values.map((value) => [canonicalJson(value), emptyGroup()]));
  const groupOf = new Map<string, ReturnType<typeof emptyGroup>>();
  for (const setting of comparison.settings) {
    const group = groups.get(canonicalJson(parameterValue(setting, parameter.path)));
    if (!group) continue;
    group.keys.push(setting.key);
    groupOf.set(setting.key, group);
  }
  for (const { settingKey, value } of comparison.observations.values)
    groupOf.get(settingKey)?.values.push(value);
  const boxes = parameter.values.map((value) => ({
    label: shortened(formatValue(value)),
    ...(groups.get(canonicalJson(value)) ?? emptyGroup()),
  }));
  const shown = boxes.reduce((sum, { values }) => sum + values.length, 0);
  const name = leafName(parameter.path);
  const finding = `${comparison.metric.title} by ${name}: ${boxes
    .map(({ label, values }) => `${values.length} values at ${label}`)
    .join(', ')}.`;
  return { parameter, boxes, shown, finding };
}

function emptyGroup(): { keys: string[]; values: number[] } {
  return { keys: [], values: [] };
}

/** Lowest, quartiles and highest of values, as in R's `quantile(type = 7)`; null without values. */
export function quartiles(
  values: readonly number[],
): readonly [number, number, number, number, number] | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    const high = sorted[Math.ceil(place)] ?? low;
    return low + (high - low) * (place - Math.floor(place));
  };
  return [at(0), at(0.25), at(0.5), at(0.75), at(1)];
}
