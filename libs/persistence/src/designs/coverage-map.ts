/** The map of a design: cells grouped by two dimensions. Pure. */
import {
  type CellCounts,
  type CellState,
  type CoverageCell,
  cellStates,
  type MeasuredCell,
} from './cell-states.js';
import type { PlacedDimension } from './coverage-dimensions.js';

/** What the map is laid out by; null or unknown: chosen from what the design varies. */
export interface MapRequest {
  readonly rows?: string | null;
  readonly columns?: string | null;
}

export interface CoverageGroup {
  /** Index of a level of the rows; 0 where there are none. */
  readonly row: number;
  /** Index of a level of the columns; 0 where there are none. */
  readonly column: number;
  readonly counts: CellCounts;
  /** All its cells where every group of the map is small, else null. */
  readonly cells: readonly MeasuredCell[] | null;
}

export interface MapLayout {
  readonly rows: PlacedDimension | null;
  readonly columns: PlacedDimension | null;
}

/** Up to this many cells of a group are told one by one. */
const maxInGroup = 24;
/** Only maps of up to this many cells tell them one by one. */
export const maxSingle = 1000;

/** The first dimension as rows and the second as columns, unless others are asked for. */
export function layoutOf(dimensions: readonly PlacedDimension[], request: MapRequest): MapLayout {
  const named = (name: string | null | undefined) => dimensions.find((dimension) => dimension.name === name);
  const columnsAsked = named(request.columns);
  const rows = named(request.rows) ?? dimensions.find((dimension) => dimension !== columnsAsked) ?? null;
  const columns =
    columnsAsked === rows || columnsAsked === undefined
      ? (dimensions.find((dimension) => dimension !== rows) ?? null)
      : columnsAsked;
  return { rows, columns };
}

/** Whether the cell at an index is in the group. */
export function isIn(
  group: Pick<CoverageGroup, 'row' | 'column'>,
  layout: MapLayout,
  index: number,
): boolean {
  const { row, column } = placeOf(layout, index);
  return row === group.row && column === group.column;
}

function placeOf({ rows, columns }: MapLayout, index: number): { row: number; column: number } {
  return { row: rows?.levelOf[index] ?? 0, column: columns?.levelOf[index] ?? 0 };
}

/**
 * Every group with at least one cell, row by row.
 * @param measured the same cells with their metric, where they may be told one by one
 */
export function groupsOf(
  cells: readonly CoverageCell[],
  measured: readonly MeasuredCell[] | null,
  layout: MapLayout,
): CoverageGroup[] {
  const width = layout.columns?.levels.length ?? 1;
  const members = new Map<number, number[]>();
  cells.forEach((_, index) => {
    const { row, column } = placeOf(layout, index);
    const place = row * width + column;
    const group = members.get(place);
    if (group) group.push(index);
    else members.set(place, [index]);
  });
  const largest = [...members.values()].reduce((most, group) => Math.max(most, group.length), 0);
  const shown = largest <= maxInGroup ? measured : null;
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([place, indexes]) => ({
      row: Math.floor(place / width),
      column: place % width,
      counts: countStates(indexes.flatMap((index) => cells[index] ?? [])),
      cells: shown && indexes.flatMap((index) => shown[index] ?? []),
    }));
}

/** Number of cells of each state. */
export function countStates(cells: readonly CoverageCell[]): CellCounts {
  const counts = Object.fromEntries(cellStates.map((state) => [state, 0])) as Record<CellState, number>;
  for (const { state } of cells) counts[state]++;
  return counts;
}
