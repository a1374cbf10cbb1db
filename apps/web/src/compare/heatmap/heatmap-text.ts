/** The heatmap in words: what it shows, and all there is to know about a cell. */
import type { Json } from '@batchyard/domain';
import { counted, formatNumber, titleWithUnit, withUnit } from '../../formatting/numbers';
import { formatValue, leafName } from '../../formatting/values';
import { markedBest } from '../answer/answer';
import type { ComparisonData, Varying } from '../queries';
import type { HeatCell, Heatmap } from './heatmap';

/** What a cell holds besides its number. */
export interface CellMarks {
  readonly best: boolean;
  readonly baseline: boolean;
}

/** Whether the best setting and the baseline fall into a cell. */
export function marksOf({ keys }: HeatCell, comparison: ComparisonData): CellMarks {
  const { baselineKey } = comparison;
  const bestKey = markedBest(comparison);
  return {
    best: bestKey !== null && keys.includes(bestKey),
    baseline: baselineKey !== null && keys.includes(baselineKey),
  };
}

/** `lambda_rigid (mm)`: the short name of a parameter with its unit. */
export function axisTitle({ path, unit }: Varying): string {
  return titleWithUnit(leafName(path), unit);
}

/** `Mean edge error (mm) by lambda_rot_smooth (rows) and lambda_rigid (columns)`. */
export function heatmapTitle({ x, y }: Heatmap, { metric }: ComparisonData): string {
  return `${titleWithUnit(metric.title, metric.unit)} by ${leafName(y.path)} (rows) and ${leafName(x.path)} (columns)`;
}

/** The heatmap as a sentence: its lowest and highest cell with their places, and how many cells have no value. */
export function heatmapFinding(map: Heatmap, comparison: ComparisonData): string {
  const title = heatmapTitle(map, comparison);
  const cells = map.rows.flatMap(({ y, cells: inRow }) => inRow.map((cell) => ({ cell, y })));
  const valued = cells
    .flatMap(({ cell, y }) => (cell.mean === null ? [] : { cell, y, mean: cell.mean }))
    .sort((a, b) => a.mean - b.mean);
  const [lowest] = valued;
  const highest = valued.at(-1);
  if (lowest === undefined || highest === undefined) return `${title}: no value yet.`;
  const at = ({ cell, y, mean }: { cell: HeatCell; y: Json; mean: number }) =>
    `${withUnit(formatNumber(mean), comparison.metric.unit)} at ${placeOf(cell, y, map).join(', ')}`;
  const lacking = cells.length - valued.length;
  const lack = lacking === 0 ? '' : ` ${lacking} of ${counted(cells.length, 'cell')} without a value.`;
  return `${title}: from ${at(lowest)} to ${at(highest)}.${lack}`;
}

/** Lines on a cell: its place, its mean, what the mean is taken over, and what it holds. */
export function cellLines(cell: HeatCell, y: Json, map: Heatmap, comparison: ComparisonData): string[] {
  const marks = marksOf(cell, comparison);
  return [
    ...placeOf(cell, y, map),
    ...(cell.mean === null
      ? [`No value: ${cell.lack}`]
      : [`Mean ${withUnit(formatNumber(cell.mean), comparison.metric.unit)}`, basisOf(cell)]),
    ...(marks.best ? ['Holds the best setting'] : []),
    ...(marks.baseline ? ['Holds the baseline'] : []),
  ];
}

function placeOf({ x }: HeatCell, y: Json, map: Heatmap): [string, string] {
  const part = ({ path, unit }: Varying, value: Json) =>
    `${leafName(path)} = ${withUnit(formatValue(value), unit)}`;
  return [part(map.x, x), part(map.y, y)];
}

function basisOf({ jobs, keys, settingsWithValue }: HeatCell): string {
  const n = `n = ${counted(jobs, 'job')}`;
  return keys.length === 1 ? n : `${n}, ${settingsWithValue} of ${counted(keys.length, 'setting')}`;
}
