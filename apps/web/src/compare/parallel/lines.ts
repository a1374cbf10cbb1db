/** The lines of the parallel coordinates: a thick one a setting, a thin one a replicate. */
import { colorAt, cssColor, shareOf } from '../../charts/color-scale';
import { metricId } from '../quantities';
import type { ComparisonData } from '../queries';
import { numbersOf } from '../settings';
import { heightOf, type ParallelAxis } from './axes';

export interface Line {
  readonly key: string;
  /** Height at each axis as a share from the top; null where the setting has no value. */
  readonly heights: readonly (number | null)[];
  /** By the compared metric; null without a value. */
  readonly color: string | null;
}

/** Ends of the colour scale in use: the lightest colours vanish on white, the darkest on black. */
export type ColorPart = readonly [from: number, to: number];

/** One line a setting, the best on top, which is last. */
export function settingLines(
  comparison: ComparisonData,
  axes: readonly ParallelAxis[],
  part: ColorPart,
): readonly Line[] {
  const colorOf = coloring(comparison, part);
  return [...comparison.settings].reverse().map((setting) => ({
    key: setting.key,
    heights: axes.map((axis) => {
      const position = axis.quantity.positionOf(setting);
      return position === null ? null : heightOf(axis, position);
    }),
    color: colorOf(numbersOf(setting, comparison.metric.name)?.mean),
  }));
}

/** One line a value of the compared metric; none where its axis is not shown or no setting has two values. */
export function replicateLines(
  comparison: ComparisonData,
  axes: readonly ParallelAxis[],
  lines: readonly Line[],
): readonly Line[] {
  const place = axes.findIndex(({ id }) => id === metricId(comparison.metric.name));
  const axis = axes[place];
  const { values } = comparison.observations;
  if (axis === undefined || values.length <= lines.length) return [];
  const byKey = new Map(lines.map((line) => [line.key, line]));
  return values.flatMap(({ settingKey, value }) => {
    const line = byKey.get(settingKey);
    if (line === undefined) return [];
    const height = Math.min(1, Math.max(0, heightOf(axis, value)));
    return [{ ...line, heights: line.heights.map((own, index) => (index === place ? height : own)) }];
  });
}

function coloring({ settings, metric }: ComparisonData, [from, to]: ColorPart) {
  const means = settings.flatMap((setting) => numbersOf(setting, metric.name)?.mean ?? []);
  const min = means.reduce((least, mean) => Math.min(least, mean), Number.POSITIVE_INFINITY);
  const max = means.reduce((most, mean) => Math.max(most, mean), Number.NEGATIVE_INFINITY);
  return (mean: number | undefined) =>
    mean === undefined ? null : cssColor(colorAt(from + (to - from) * shareOf(mean, min, max)));
}

/** The line nearest to a point within `reach` shares of the height; `place` counts axes and may lie between two. */
export function nearestLine(
  lines: readonly Line[],
  place: number,
  height: number,
  reach: number,
): Line | null {
  const left = Math.max(0, Math.floor(place));
  const rest = place - left;
  let nearest: Line | null = null;
  let least = reach;
  for (const line of lines) {
    const from = line.heights[left];
    const to = rest === 0 ? from : line.heights[left + 1];
    if (from === null || from === undefined || to === null || to === undefined) continue;
    const distance = Math.abs(from + (to - from) * rest - height);
    if (distance <= least) {
      nearest = line;
      least = distance;
    }
  }
  return nearest;
}
