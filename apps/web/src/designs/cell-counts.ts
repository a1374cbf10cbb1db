/** How far a design is, counted over its cells. */
import type { CellState } from './coverage/layout';

/** Number of cells by what is to be done about them. */
export interface CellCounts {
  readonly succeeded: number;
  readonly failed: number;
  /** With a result of another version of the pipeline. */
  readonly stale: number;
  /** Waiting or running in a batch. */
  readonly underWay: number;
  /** Without any good result: missing or failed. */
  readonly incomplete: number;
  /** Missing, failed or stale: what another batch would compute. */
  readonly lacking: number;
}

export function countCells(cells: readonly { readonly state: CellState }[]): CellCounts {
  const count = (...states: readonly CellState[]) =>
    cells.reduce((sum, { state }) => sum + (states.includes(state) ? 1 : 0), 0);
  return {
    succeeded: count('succeeded'),
    failed: count('failed'),
    stale: count('stale'),
    underWay: count('waiting', 'running'),
    incomplete: count('missing', 'failed'),
    lacking: count('missing', 'failed', 'stale'),
  };
}
