/** Which axes the parallel coordinates show, and in which order. */
import type { ValueAxis } from '../../charts/axis';
import { positionAt, shareAlong } from '../../charts/range-axis';
import { metricId, parameterId, type Quantity, quantitiesOf } from '../quantities';
import type { ComparisonData } from '../queries';
import type { ShownAxis } from '../view/url-state';

/** More axes cannot be told apart on a screen. */
export const mostAxes = 12;
const parametersAtFirst = 7;

/** A quantity with the axis it is shown on. */
export interface ParallelAxis extends ShownAxis {
  readonly quantity: Quantity;
  readonly axis: ValueAxis;
}

/** The axes asked for; without any, the parameters with the largest ranges, then the compared metric. */
export function parallelAxes(
  comparison: ComparisonData,
  asked: readonly ShownAxis[],
): readonly ParallelAxis[] {
  const quantities = new Map(quantitiesOf(comparison).map((quantity) => [quantity.id, quantity]));
  const wanted = asked.some(({ id }) => quantities.has(id)) ? asked : usualAxes(comparison);
  return wanted
    .flatMap((entry) => {
      const quantity = quantities.get(entry.id);
      return quantity ? [{ ...entry, quantity, axis: quantity.axisOn(entry.scale) }] : [];
    })
    .slice(0, mostAxes);
}

function usualAxes({ varying, effects, metric }: ComparisonData): readonly ShownAxis[] {
  const ranges = new Map(effects.map(({ path, range }) => [path, range]));
  const important = [...varying]
    .sort((a, b) => (ranges.get(b.path) ?? 0) - (ranges.get(a.path) ?? 0))
    .slice(0, parametersAtFirst)
    .map(({ path }) => path);
  // In the order of the pipeline, which readers know.
  const parameters = varying
    .filter(({ path }) => important.includes(path))
    .map(({ path }) => parameterId(path));
  return [...parameters, metricId(metric.name)].map((id) => ({ id, scale: null, isFlipped: false }));
}

/** What stands in the address for these axes. */
export function askedOf(axes: readonly ShownAxis[]): readonly ShownAxis[] {
  return axes.map(({ id, scale, isFlipped }) => ({ id, scale, isFlipped }));
}

/** With one axis moved to another place; places count from 0 and are kept inside the list. */
export function moved(axes: readonly ShownAxis[], id: string, place: number): readonly ShownAxis[] {
  const entry = axes.find((axis) => axis.id === id);
  const others = axes.filter((axis) => axis.id !== id);
  const index = Math.min(others.length, Math.max(0, place));
  return entry ? askedOf([...others.slice(0, index), entry, ...others.slice(index)]) : askedOf(axes);
}

/** With one axis changed. */
export function changed(
  axes: readonly ShownAxis[],
  id: string,
  part: Partial<Omit<ShownAxis, 'id'>>,
): readonly ShownAxis[] {
  return askedOf(axes.map((axis) => (axis.id === id ? { ...axis, ...part } : axis)));
}

/** With exactly these quantities: those shown stay where they are, new ones follow. */
export function chosen(axes: readonly ShownAxis[], ids: readonly string[]): readonly ShownAxis[] {
  const stay = axes.filter(({ id }) => ids.includes(id));
  const fresh = ids.filter((id) => !axes.some((axis) => axis.id === id));
  return askedOf([...stay, ...fresh.map((id) => ({ id, scale: null, isFlipped: false }))]).slice(0, mostAxes);
}

/** Height of a position as a share of the axis from its drawn top. */
export function heightOf({ axis, isFlipped }: ParallelAxis, position: number): number {
  const share = shareAlong(axis, position);
  return isFlipped ? share : 1 - share;
}

/** The position at a height; undoes `heightOf`. */
export function positionAtHeight({ axis, isFlipped }: ParallelAxis, height: number): number {
  return positionAt(axis, isFlipped ? height : 1 - height);
}
