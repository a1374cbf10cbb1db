import { UserError } from '@batchyard/domain';
import { planDesign } from '../batch-start/plan-design.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Session } from '../database/session.js';
import {
  type CellCounts,
  type CellState,
  type MeasuredCell,
  readCellStates,
  withMetric,
} from './cell-states.js';
import type { CoverageDimension } from './coverage-dimensions.js';
import {
  type CoverageGroup,
  countStates,
  groupsOf,
  isIn,
  layoutOf,
  type MapRequest,
  maxSingle,
} from './coverage-map.js';
import type { DesignCellReader } from './design-cells.js';
import type { DesignRecord } from './design-record.js';

export interface CoverageRecord {
  readonly counts: CellCounts;
  /** What the map can be laid out by. */
  readonly dimensions: readonly CoverageDimension[];
  /** What it is laid out by; null where the design varies too little. */
  readonly rows: CoverageDimension | null;
  readonly columns: CoverageDimension | null;
  readonly groups: readonly CoverageGroup[];
  /** Every cell in the order of the design, or those of one group, with the value of the objective. */
  measuredCells(group?: Pick<CoverageGroup, 'row' | 'column'>): Promise<readonly MeasuredCell[]>;
}

/**
 * Every cell of a design with its newest result, else its newest job. A cell that was not computed in the installed
 * version of the pipeline, but in another one, is stale. A design whose files are gone has no cells.
 */
export async function coverageOf(
  session: Session,
  readDesignCells: DesignCellReader,
  design: DesignRecord,
  request: MapRequest,
): Promise<CoverageRecord> {
  const expanded = await readDesignCells(session, design);
  const cells = await readCellStates(session, design, expanded);
  const measured = cells.length <= maxSingle ? await withMetric(session, expanded.metric, cells) : null;
  const layout = layoutOf(expanded.dimensions, request);
  return {
    counts: countStates(cells),
    dimensions: expanded.dimensions,
    ...layout,
    groups: groupsOf(cells, measured, layout),
    measuredCells: (group) =>
      withMetric(
        session,
        expanded.metric,
        group === undefined ? cells : cells.filter((_, index) => isIn(group, layout, index)),
      ),
  };
}

/**
 * Keys of the cells that lack a good result: missing, failed, cancelled or skipped; neither those under way nor those
 * stopped early, which would end as poor again.
 * @param stale `refresh`: cells whose only result comes from another version of the pipeline as well
 * @throws UserError INVALID_DESIGN with every problem
 */
export async function cellsToComplete(
  session: Session,
  blobs: BlobStore,
  readDesignCells: DesignCellReader,
  design: DesignRecord,
  stale: 'keep' | 'refresh',
): Promise<Set<string>> {
  const expanded = await readDesignCells(session, design);
  if (expanded.cells.length === 0) await requirePlan(session, blobs, design);
  const wanted: readonly CellState[] =
    stale === 'refresh' ? ['missing', 'failed', 'stale'] : ['missing', 'failed'];
  const cells = await readCellStates(session, design, expanded);
  return new Set(cells.filter(({ state }) => wanted.includes(state)).map(({ cellKey }) => cellKey));
}

async function requirePlan(session: Session, blobs: BlobStore, design: DesignRecord): Promise<void> {
  const { plan, problems } = await planDesign(session, blobs, design.projectId, design.spec);
  if (plan === null)
    throw new UserError('INVALID_DESIGN', 'The design has problems; nothing was started.', {}, problems);
}
