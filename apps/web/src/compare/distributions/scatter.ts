/** The scatter plot as data: one quantity against another, and the Pareto front where both are objectives. */
import { metricId, parameterId, type Quantity, quantitiesOf } from '../quantities';
import type { ComparisonData } from '../queries';

export interface ScatterPoint {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Jobs behind the means. */
  readonly n: number;
  /** On the front; null where there is none. */
  readonly isPareto: boolean | null;
}

export interface Scatter {
  readonly x: Quantity;
  readonly y: Quantity;
  readonly points: readonly ScatterPoint[];
  /** Settings without a place on one of the axes. */
  readonly without: number;
  /** Corners of the front from left to right; empty unless both axes are compared objectives. */
  readonly front: readonly { readonly x: number; readonly y: number }[];
  readonly finding: string;
}

/** The quantities asked for; without, the first further objective or the most important parameter, and the metric. */
export function scatterAxes(
  comparison: ComparisonData,
  asked: readonly [string, string] | null,
  objectives: readonly string[],
): readonly [Quantity, Quantity] | null {
  const quantities = quantitiesOf(comparison);
  const find = (id: string | undefined) => quantities.find((quantity) => quantity.id === id);
  const [askedX, askedY] = asked ?? [];
  const [objective] = objectives;
  const first = [...comparison.effects].sort((a, b) => b.range - a.range)[0];
  const x =
    find(askedX) ??
    (objective === undefined ? undefined : find(metricId(objective))) ??
    (first ? find(parameterId(first.path)) : undefined) ??
    quantities[0];
  const y = find(askedY) ?? find(metricId(comparison.metric.name)) ?? quantities.at(-1);
  return x && y ? [x, y] : null;
}

export function scatterOf(comparison: ComparisonData, [x, y]: readonly [Quantity, Quantity]): Scatter {
  const { settings, metric } = comparison;
  const points = [...settings].reverse().flatMap((setting): ScatterPoint[] => {
    const [px, py] = [x.positionOf(setting), y.positionOf(setting)];
    if (px === null || py === null) return [];
    const n = setting.metrics.find(({ name }) => name === metric.name)?.n ?? setting.withResult;
    return [{ key: setting.key, x: px, y: py, n, isPareto: setting.isPareto }];
  });
  const areObjectives = x.kind === 'metric' && y.kind === 'metric' && x.id !== y.id;
  const front = areObjectives ? frontOf(points) : [];
  return { x, y, points, without: settings.length - points.length, front, finding: findingOf(x, y, points) };
}

function frontOf(points: readonly ScatterPoint[]): readonly { readonly x: number; readonly y: number }[] {
  return points
    .filter(({ isPareto }) => isPareto === true)
    .map(({ x, y }) => ({ x, y }))
    .sort((a, b) => a.x - b.x || a.y - b.y);
}

function findingOf(x: Quantity, y: Quantity, points: readonly ScatterPoint[]): string {
  const onFront = points.filter(({ isPareto }) => isPareto === true).length;
  const front = onFront === 0 ? '' : ` ${onFront} are not beaten in all objectives.`;
  return `${y.name} against ${x.name} of ${points.length} settings.${front}`;
}
