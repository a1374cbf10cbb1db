/** The effect plot as data: one panel a varying parameter, all with one scale. */
import type { Json } from '@batchyard/domain';
import { paddedRange, positionOf, type ValueAxis, valueAxis } from '../../charts/axis';
import { formatNumber, withUnit } from '../../formatting/numbers';
import { formatValue, leafName } from '../../formatting/values';
import type { ComparisonData } from '../queries';
import { numbersOf, parameterValue } from '../settings';

/** One setting. */
export interface Dot {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Jobs behind the mean; one job is drawn hollow. */
  readonly n: number;
}

/** Mean over all settings that share one value of the parameter. */
export interface EffectMean {
  readonly x: number;
  readonly y: number;
  readonly value: Json;
  readonly min: number;
  readonly max: number;
  readonly settings: number;
}

export interface EffectPanel {
  readonly path: string;
  readonly name: string;
  readonly title: string;
  readonly unit: string | null;
  /** Largest minus smallest mean, in the metric's unit. */
  readonly range: number;
  readonly axis: ValueAxis;
  readonly dots: readonly Dot[];
  readonly means: readonly EffectMean[];
  /** Whether means are of several settings; in a drawn design hardly any value comes twice. */
  readonly isAveraged: boolean;
  /** What the panel shows, as a sentence. */
  readonly finding: string;
}

/** Panels in falling order of range: the parameter that matters most comes first. */
export function effectPanels(comparison: ComparisonData): EffectPanel[] {
  const ranges = new Map(comparison.effects.map((effect) => [effect.path, effect.range]));
  const order = [...comparison.varying].sort((a, b) => (ranges.get(b.path) ?? 0) - (ranges.get(a.path) ?? 0));
  return order.map(({ path, title, unit, values }) => {
    const axis = withFewTicks(valueAxis(values));
    const means = meansOf(comparison, path, values, axis);
    const range = ranges.get(path) ?? 0;
    const name = leafName(path);
    const finding = findingOf(comparison, name, means, range);
    return {
      path,
      name,
      title,
      unit,
      range,
      axis,
      dots: dotsOf(comparison, path, values, axis),
      means,
      isAveraged: means.length < 2 || 2 * means.filter((mean) => mean.settings > 1).length >= means.length,
      finding,
    };
  });
}

/** More values than this have no tick each. */
const mostTicks = 12;

/** Ticks at powers of ten, or where the chart puts them, in place of very many. */
function withFewTicks(axis: ValueAxis): ValueAxis {
  if (axis.kind === 'category' || axis.ticks.length <= mostTicks) return axis;
  if (axis.kind === 'linear') return { ...axis, ticks: [] };
  const [first, last] = [Math.ceil(Math.log10(axis.min)), Math.floor(Math.log10(axis.max))];
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 10 ** (first + index));
  return { ...axis, ticks: powers.map((position) => ({ position, label: formatNumber(position) })) };
}

function dotsOf(
  { settings, metric }: ComparisonData,
  path: string,
  values: readonly Json[],
  axis: ValueAxis,
): Dot[] {
  // Later dots lie on top: the best setting, first in the list, comes last.
  return [...settings].reverse().flatMap((setting) => {
    const numbers = numbersOf(setting, metric.name);
    const x = positionOf(axis, values, parameterValue(setting, path));
    return numbers === undefined || x === null
      ? []
      : [{ key: setting.key, x, y: numbers.mean, n: numbers.n }];
  });
}

function meansOf(
  { effects }: ComparisonData,
  path: string,
  values: readonly Json[],
  axis: ValueAxis,
): EffectMean[] {
  const points = effects.find((effect) => effect.path === path)?.points ?? [];
  return points.flatMap(({ value, mean, min, max, n }) => {
    const x = positionOf(axis, values, value);
    return x === null ? [] : [{ x, y: mean, value, min, max, settings: n }];
  });
}

function findingOf(
  { metric }: ComparisonData,
  name: string,
  means: readonly EffectMean[],
  range: number,
): string {
  const [first, ...rest] = [...means].sort((a, b) => a.y - b.y);
  const last = rest.at(-1);
  if (first === undefined) return `${metric.title} by ${name}: no value yet.`;
  const at = (mean: EffectMean) =>
    `${withUnit(formatNumber(mean.y), metric.unit)} at ${name} = ${formatValue(mean.value)}`;
  if (last === undefined) return `${metric.title} by ${name}: mean ${at(first)}, the only value so far.`;
  return `${metric.title} by ${name}: means from ${at(first)} to ${at(last)}, a range of ${withUnit(formatNumber(range), metric.unit)}.`;
}

/** One scale for all panels: every setting and the baseline fit into it. */
export function effectScale({ settings, metric }: ComparisonData): {
  readonly min: number;
  readonly max: number;
} {
  return paddedRange(settings.flatMap((setting) => numbersOf(setting, metric.name)?.mean ?? []));
}

/** Mean of the baseline; null while it has no value. */
export function baselineMean({ settings, baselineKey, metric }: ComparisonData): number | null {
  const baseline = settings.find((setting) => setting.key === baselineKey);
  return (baseline && numbersOf(baseline, metric.name)?.mean) ?? null;
}
