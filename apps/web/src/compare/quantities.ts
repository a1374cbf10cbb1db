/** What a chart can put on an axis: each varying parameter, each metric and the mean duration. */
import { canonicalJson } from '@batchyard/domain';
import { type ValueAxis, valueAxis, type WantedScale } from '../charts/axis';
import { rangeAxis } from '../charts/range-axis';
import { formatNumber, withUnit } from '../formatting/numbers';
import { formatValue, leafName } from '../formatting/values';
import type { ComparisonData, Metric, Setting, Varying } from './queries';
import { numbersOf, parameterValue } from './settings';

export interface Quantity {
  /** As it stands in the address: `parameter:weights.lambda_rigid`, `metric:final_cost`, `duration`. */
  readonly id: string;
  readonly kind: 'parameter' | 'metric' | 'duration';
  /** Short, without unit. */
  readonly name: string;
  readonly unit: string | null;
  readonly direction: Metric['direction'];
  readonly axisOn: (scale: WantedScale) => ValueAxis;
  /** Place of a setting on the axis; null where it has none. */
  readonly positionOf: (setting: Setting) => number | null;
  /** The value of a setting with its unit; `no value` where it has none. */
  readonly textOf: (setting: Setting) => string;
}

/** All quantities: parameters as the API orders them, then metrics, then the duration where some job has one. */
export function quantitiesOf(comparison: ComparisonData): readonly Quantity[] {
  const { varying, metrics, settings } = comparison;
  const timed = settings.some(({ meanDurationS }) => meanDurationS !== null);
  return [
    ...varying.map(parameterQuantity),
    ...metrics
      .filter(({ name }) => hasValues(settings, name))
      .map((metric) => metricQuantity(metric, settings, metric.name === comparison.metric.name)),
    ...(timed ? [durationQuantity(settings)] : []),
  ];
}

/** Ids of quantities. */
export const parameterId = (path: string) => `parameter:${path}`;
export const metricId = (name: string) => `metric:${name}`;

function hasValues(settings: readonly Setting[], name: string): boolean {
  return settings.some((setting) => numbersOf(setting, name) !== undefined);
}

function parameterQuantity({ path, unit, values }: Varying): Quantity {
  const isNumeric = values.every((value) => typeof value === 'number');
  const positions = new Map(values.map((value, index) => [canonicalJson(value), index]));
  return {
    id: parameterId(path),
    kind: 'parameter',
    name: leafName(path),
    unit,
    direction: null,
    axisOn: (scale) => valueAxis(values, scale),
    positionOf: (setting) => {
      const value = parameterValue(setting, path);
      if (!isNumeric) return positions.get(canonicalJson(value)) ?? null;
      return typeof value === 'number' ? value : null;
    },
    textOf: (setting) => withUnit(formatValue(parameterValue(setting, path)), unit),
  };
}

/** @param withSingle whether the axis holds the single values beside the means */
function metricQuantity(
  { name, title, unit, direction }: Metric,
  settings: readonly Setting[],
  withSingle: boolean,
): Quantity {
  const positionOf = (setting: Setting) => numbersOf(setting, name)?.mean ?? null;
  const values = settings.flatMap((setting) => {
    const numbers = numbersOf(setting, name);
    return numbers ? (withSingle ? [numbers.min, numbers.max] : [numbers.mean]) : [];
  });
  return {
    id: metricId(name),
    kind: 'metric',
    name: title,
    unit,
    direction,
    axisOn: (scale) => rangeAxis(values, scale),
    positionOf,
    textOf: numberText(positionOf, unit),
  };
}

function durationQuantity(settings: readonly Setting[]): Quantity {
  const positionOf = ({ meanDurationS }: Setting) => meanDurationS;
  return {
    id: 'duration',
    kind: 'duration',
    name: 'Mean time',
    unit: 's',
    direction: 'minimize',
    axisOn: (scale) =>
      rangeAxis(
        settings.flatMap((setting) => positionOf(setting) ?? []),
        scale,
      ),
    positionOf,
    textOf: numberText(positionOf, 's'),
  };
}

function numberText(positionOf: Quantity['positionOf'], unit: string): Quantity['textOf'] {
  return (setting) => {
    const position = positionOf(setting);
    return position === null ? 'no value' : withUnit(formatNumber(position), unit);
  };
}
