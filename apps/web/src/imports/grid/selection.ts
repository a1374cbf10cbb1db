/** Which cells of the grid are chosen, by position, and how keys move that. */

/** Position of a cell: which row of those shown and which column, from 0. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

/** A block of cells between the one it began with and the one the keys move. */
export interface GridSelection {
  readonly anchor: CellAt;
  readonly focus: CellAt;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/** Both ends are part of it. */
export interface Block {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** One cell alone. */
export const onlyCell = (cell: CellAt): GridSelection => ({ anchor: cell, focus: cell });

/** Moves the cell, or with `extend` the end of the block; never beyond the grid. */
export function moved(
  { anchor, focus }: GridSelection,
  by: CellAt,
  size: GridSize,
  how: 'move' | 'extend',
): GridSelection {
  const next = {
    row: clamped(focus.row + by.row, size.rows),
    column: clamped(focus.column + by.column, size.columns),
  };
  return how === 'extend' ? { anchor, focus: next } : onlyCell(next);
}

const clamped = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));

export function blockOf({ anchor, focus }: GridSelection): Block {
  return {
    top: Math.min(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    bottom: Math.max(anchor.row, focus.row),
    right: Math.max(anchor.column, focus.column),
  };
}

export function isWithin({ top, left, bottom, right }: Block, { row, column }: CellAt): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

const farAway = 1e9;

/** How far a key moves; null: it does not. Ctrl goes to the end. */
export function stepOf(key: string, isCtrl: boolean, pageRows: number): CellAt | null {
  const far = isCtrl ? farAway : 1;
  switch (key) {
    case 'ArrowUp':
      return { row: -far, column: 0 };
    case 'ArrowDown':
      return { row: far, column: 0 };
    case 'ArrowLeft':
      return { row: 0, column: -far };
    case 'ArrowRight':
      return { row: 0, column: far };
    case 'PageUp':
      return { row: -pageRows, column: 0 };
    case 'PageDown':
      return { row: pageRows, column: 0 };
    case 'Home':
      return { row: isCtrl ? -farAway : 0, column: -farAway };
    case 'End':
      return { row: isCtrl ? farAway : 0, column: farAway };
    default:
      return null;
  }
}
