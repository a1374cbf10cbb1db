/** Edits of cells: typed, pasted, filled down, and taken back. */
import type { Block, CellAt, GridSize } from './selection';

/** Text of a cell; `isRead` where it is what the file said. */
export interface CellState {
  readonly text: string;
  readonly isRead: boolean;
}

/** One cell that changes; rows by their number in the sheet. */
export interface CellChange {
  readonly row: number;
  readonly column: number;
  readonly before: CellState;
  readonly after: CellState;
}

/** Under which a cell is kept in a map: number of its row, column. */
export const cellKey = (row: number, column: number) => `${row} ${column}`;

/** A text for a cell, by position. */
export interface PlacedText extends CellAt {
  readonly text: string;
}

/**
 * Where the cells of a pasted block go: from the first cell of the selection on; one cell alone, or rows that fit
 * several times, fill the whole selection. What would lie beyond the grid is left out.
 */
export function pasted(rows: readonly (readonly string[])[], block: Block, size: GridSize): PlacedText[] {
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  if (width === 0) return [];
  const [high, wide] = [block.bottom - block.top + 1, block.right - block.left + 1];
  const isFilling = high % rows.length === 0 && wide % width === 0;
  const [lines, columns] = isFilling ? [high, wide] : [rows.length, width];
  const placed: PlacedText[] = [];
  for (let line = 0; line < lines; line++) {
    for (let column = 0; column < columns; column++) {
      const at = { row: block.top + line, column: block.left + column };
      const text = rows[line % rows.length]?.[column % width];
      if (text !== undefined && at.row < size.rows && at.column < size.columns) placed.push({ ...at, text });
    }
  }
  return placed;
}

/** The first row of the block in all others of it; of one cell alone: the cell above. */
export function filledDown(block: Block, textAt: (cell: CellAt) => string): PlacedText[] {
  const isOneRow = block.top === block.bottom;
  if (isOneRow && block.top === 0) return [];
  const source = isOneRow ? block.top - 1 : block.top;
  const placed: PlacedText[] = [];
  for (let row = source + 1; row <= block.bottom; row++) {
    for (let column = block.left; column <= block.right; column++) {
      placed.push({ row, column, text: textAt({ row: source, column }) });
    }
  }
  return placed;
}

/** The same text everywhere in the block. */
export function filled(block: Block, text: string): PlacedText[] {
  return pasted([[text]], block, { rows: block.bottom + 1, columns: block.right + 1 });
}

/** What takes the changes back, last one first. */
export function inverse(changes: readonly CellChange[]): CellChange[] {
  return changes
    .toReversed()
    .map(({ before, after, ...cell }) => ({ ...cell, before: after, after: before }));
}

/** Steps that were done and can be taken back, and those that were and can be done again. */
export interface History {
  readonly done: readonly (readonly CellChange[])[];
  readonly undone: readonly (readonly CellChange[])[];
}

export const emptyHistory: History = { done: [], undone: [] };

const rememberedSteps = 200;

/** A new step; what was taken back before cannot be done again then. */
export function withStep({ done }: History, step: readonly CellChange[]): History {
  return { done: [...done, step].slice(-rememberedSteps), undone: [] };
}

/** Takes the newest step back; `step` is null where there is none. */
export function undone({ done, undone: later }: History): {
  history: History;
  step: readonly CellChange[] | null;
} {
  const last = done.at(-1);
  if (last === undefined) return { history: { done, undone: later }, step: null };
  return { history: { done: done.slice(0, -1), undone: [...later, last] }, step: inverse(last) };
}

/** Does again what was taken back last; `step` is null where there is none. */
export function redone({ done, undone: later }: History): {
  history: History;
  step: readonly CellChange[] | null;
} {
  const next = later.at(-1);
  if (next === undefined) return { history: { done, undone: later }, step: null };
  return { history: { done: [...done, next], undone: later.slice(0, -1) }, step: next };
}
