/** How cells of the coverage map look: a word, a sign and a class each, so that colour is never the only sign. */
import type { CellState } from './layout';

export interface CellLook {
  readonly word: string;
  /** One character that differs in shape from all others. */
  readonly sign: string;
}

export const cellLooks: Readonly<Record<CellState, CellLook>> = {
  succeeded: { word: 'Succeeded', sign: '✓' },
  running: { word: 'Running', sign: '▸' },
  waiting: { word: 'Waiting', sign: '…' },
  failed: { word: 'Failed', sign: '×' },
  stale: { word: 'Out of date', sign: '~' },
  missing: { word: 'Missing', sign: '' },
};

/** Order in legends and sums. */
export const cellStates = Object.keys(cellLooks) as readonly CellState[];
