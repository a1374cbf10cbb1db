/** How cells of the coverage map look: a word, a sign and a class each, so that colour is never the only sign. */
import type { CoverageData } from '../queries';

/** State of a cell as the API names it. */
export type CellState = CoverageCell['state'];
export type CoverageCell = NonNullable<CoverageData['groups'][number]['cells']>[number];

export interface CellLook {
  readonly word: string;
  /** One character that differs in shape from all others. */
  readonly sign: string;
}

export const cellLooks: Readonly<Record<CellState, CellLook>> = {
  succeeded: { word: 'Succeeded', sign: '✓' },
  reused: { word: 'Reused', sign: '↺' },
  running: { word: 'Running', sign: '▸' },
  waiting: { word: 'Waiting', sign: '…' },
  failed: { word: 'Failed', sign: '×' },
  stopped_early: { word: 'Stopped early', sign: '◣' },
  stale: { word: 'Out of date', sign: '~' },
  missing: { word: 'Missing', sign: '' },
};

/** What a state says that its word does not. */
export const cellMeanings: Partial<Readonly<Record<CellState, string>>> = {
  reused: 'An equal cell was computed by another batch',
  stopped_early: 'Ended on its way, because it did worse than other jobs; its job tells why',
  stale: 'Computed by another version of the pipeline only',
};

/** Order in legends and sums. */
export const cellStates = Object.keys(cellLooks) as readonly CellState[];
