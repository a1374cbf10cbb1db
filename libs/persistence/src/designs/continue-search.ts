/** How a batch goes on with the search of an adaptive design where earlier batches of it ended. */
import { budgetOf, Conflict, canonicalJson, type JsonObject, jobsPerSetting } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { readCellStates } from './cell-states.js';
import type { DesignCellReader } from './design-cells.js';
import type { DesignRecord } from './design-record.js';

export interface SearchSoFar {
  /** Settings that were chosen, in that order. */
  readonly tried: readonly JsonObject[];
  /** Keys of their cells, without those that were stopped early. */
  readonly cellKeys: ReadonlySet<string>;
  /** Jobs that going on would compute: cells without a good result, and those still to be chosen. */
  readonly lacking: number;
}

/** @throws Conflict while a batch of the design has cells under way */
export async function searchSoFar(
  session: Session,
  readDesignCells: DesignCellReader,
  design: DesignRecord,
): Promise<SearchSoFar> {
  const cells = await readCellStates(session, design, await readDesignCells(session, design));
  if (cells.some(({ state }) => state === 'waiting' || state === 'running')) {
    throw new Conflict(`A batch of the design ${design.name} is under way; it goes on by itself.`);
  }
  const settings = new Map(cells.map(({ setting }) => [canonicalJson(setting), setting]));
  const lacking = cells.filter(({ state }) => ['missing', 'failed', 'stale'].includes(state)).length;
  const toChoose = Math.max(0, budgetOf(design.spec) - settings.size) * jobsPerSetting(design.spec);
  return {
    tried: [...settings.values()],
    cellKeys: new Set(cells.filter(({ state }) => state !== 'stopped_early').map(({ cellKey }) => cellKey)),
    lacking: lacking + toChoose,
  };
}
