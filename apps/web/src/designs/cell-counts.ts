/** How far a design is, counted over its cells. */
import { isJsonObject, type Json } from '@batchyard/domain';
import { type CellState, cellStates } from './coverage/look';

/** Number of cells by what is to be done about them. */
export interface CellCounts {
  /** With a result, of this design or of another batch. */
  readonly succeeded: number;
  readonly failed: number;
  /** With a result of another version of the pipeline. */
  readonly stale: number;
  /** Ended on their way for doing worse than others; no batch computes them again unasked. */
  readonly stoppedEarly: number;
  /** Waiting or running in a batch. */
  readonly underWay: number;
  /** Jobs of an adaptive design whose settings no batch has chosen yet; 0 while one is choosing. */
  readonly notChosen: number;
  /** Without any good result: missing, failed or not chosen. */
  readonly incomplete: number;
  /** Missing, failed, not chosen or stale: what another batch would compute. */
  readonly lacking: number;
}

export type StateCounts = Readonly<Record<CellState, number>>;

/** Counts by state as the API gives them; states that it does not name have none. */
export function stateCounts(raw: Json): StateCounts {
  const given = isJsonObject(raw) ? raw : {};
  return Object.fromEntries(cellStates.map((state) => [state, Number(given[state] ?? 0)])) as StateCounts;
}

/** @param budget jobs of an adaptive design in all */
export function cellCounts(counts: StateCounts, budget = 0): CellCounts {
  const { missing, waiting, running, succeeded, reused, failed, stopped_early, stale } = counts;
  const known = cellStates.reduce((sum, state) => sum + counts[state], 0);
  const notChosen = waiting + running > 0 ? 0 : Math.max(0, budget - known);
  return {
    succeeded: succeeded + reused,
    failed,
    stale,
    stoppedEarly: stopped_early,
    underWay: waiting + running,
    notChosen,
    incomplete: missing + failed + notChosen,
    lacking: missing + failed + notChosen + stale,
  };
}
