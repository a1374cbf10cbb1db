/** The coverage map as data: axes of a design laid out as rows and columns, cells grouped by setting. */
import { canonicalJson, isJsonObject, type Json } from '@batchyard/domain';
import { formatSetting, formatValue } from '../../formatting/values';

/** State of a cell as the API names it. */
export type CellState = 'missing' | 'waiting' | 'running' | 'succeeded' | 'failed' | 'stale';

export interface CoverageCell {
  readonly position: number;
  /** Values of the axes by dotted path. */
  readonly setting: Json;
  readonly inputLabel: string;
  readonly replicate: number;
  readonly state: CellState;
  readonly jobId: string | null;
  readonly metric: number | null;
}

/** One axis of the design: a dotted parameter path and the values to try. */
export interface CoverageAxis {
  readonly parameter: string;
  readonly values: readonly Json[];
}

export interface CoverageRow {
  readonly key: string;
  /** One value an axis in `rowAxes`, outermost first. */
  readonly values: readonly Json[];
  /** Rows that each heading spans; 0 where an earlier row's heading still stands. */
  readonly spans: readonly number[];
  /** One group a column; a group holds every input and replicate of one setting. */
  readonly groups: readonly CoverageGroup[];
}

export interface CoverageGroup {
  readonly key: string;
  readonly cells: readonly CoverageCell[];
}

export interface CoverageLayout {
  readonly rowAxes: readonly CoverageAxis[];
  /** null for designs with fewer than two axes: one column. */
  readonly columnAxis: CoverageAxis | null;
  readonly rows: readonly CoverageRow[];
  /** Cells in reading order, for the arrow keys. */
  readonly order: readonly CoverageCell[];
  /** Most cells in one group. */
  readonly largestGroup: number;
}

/** Axes in order of the design: the second becomes columns, the first and the others nested rows. */
export function coverageLayout(
  cells: readonly CoverageCell[],
  axes: readonly CoverageAxis[],
): CoverageLayout {
  const [first, columnAxis = null, ...others] = axes;
  const rowAxes = first ? [first, ...others] : [];
  const path = (cell: CoverageCell, axis: CoverageAxis) =>
    (isJsonObject(cell.setting) ? cell.setting[axis.parameter] : null) ?? null;
  const groups = new Map<string, CoverageCell[]>();
  for (const cell of cells) {
    const key = canonicalJson([
      ...rowAxes.map((axis) => path(cell, axis)),
      ...(columnAxis ? [path(cell, columnAxis)] : []),
    ]);
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  const columns = columnAxis ? columnAxis.values.map((value) => [value]) : [[]];
  const rows = combinations(rowAxes).map((values, index, all) => ({
    key: canonicalJson(values),
    values,
    spans: values.map((_, level) => spanAt(all, index, level)),
    groups: columns.map((column) => {
      const key = canonicalJson([...values, ...column]);
      return { key, cells: groups.get(key) ?? [] };
    }),
  }));
  const order = rows.flatMap((row) => row.groups.flatMap((group) => group.cells));
  const largestGroup = [...groups.values()].reduce((most, group) => Math.max(most, group.length), 0);
  return { rowAxes, columnAxis, rows, order, largestGroup };
}

function combinations(axes: readonly CoverageAxis[]): Json[][] {
  return axes.reduce<Json[][]>(
    (rows, axis) => rows.flatMap((row) => axis.values.map((value) => [...row, value])),
    [[]],
  );
}

/** Rows from `index` on that agree in all levels up to `level`; 0 when the row before agrees too. */
function spanAt(rows: readonly (readonly Json[])[], index: number, level: number): number {
  const prefix = (row: readonly Json[] | undefined) => row && canonicalJson(row.slice(0, level + 1));
  const own = prefix(rows[index]);
  if (prefix(rows[index - 1]) === own) return 0;
  let span = 1;
  while (prefix(rows[index + span]) === own) span += 1;
  return span;
}

/** Cells of each state in a group. */
export function countStates(cells: readonly CoverageCell[]): Readonly<Record<CellState, number>> {
  const counts = { missing: 0, waiting: 0, running: 0, succeeded: 0, failed: 0, stale: 0 };
  for (const cell of cells) counts[cell.state] += 1;
  return counts;
}

/** `lambda_rigid = 500, lambda_soft = 10 · walk_01.csv · replicate 2`. */
export function cellLabel(cell: CoverageCell, hasReplicates: boolean): string {
  const setting = isJsonObject(cell.setting) ? formatSetting(cell.setting) : formatValue(cell.setting);
  return [setting, cell.inputLabel, ...(hasReplicates ? [`replicate ${cell.replicate}`] : [])].join(' · ');
}
