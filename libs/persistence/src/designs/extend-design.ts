/** A design with more in it, saved beside the one that it extends. */
import { type DesignAdditions, extendDesign, UserError } from '@batchyard/domain';
import { planDesign } from '../batch-start/plan-design.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Actor } from '../changesets/record.js';
import type { Database } from '../database/session.js';
import type { DesignCellReader } from './design-cells.js';
import type { DesignRecord } from './design-record.js';
import { insertDesign, notSaved } from './insert-design.js';

export interface ExtensionRecord {
  readonly designId: string;
  /** Keys of the cells that the extended design did not have. */
  readonly newCells: ReadonlySet<string>;
}

/** @throws UserError INVALID_DESIGN with every problem; NOTHING_NEW where all cells were in the design before */
export async function extendStoredDesign(
  database: Database,
  blobs: BlobStore,
  readDesignCells: DesignCellReader,
  actor: Actor,
  design: DesignRecord,
  additions: DesignAdditions,
): Promise<ExtensionRecord> {
  const { spec, problems } = extendDesign(design.spec, additions);
  if (problems.length > 0)
    throw new UserError('INVALID_DESIGN', 'The design was not extended.', {}, problems);
  const planned = await planDesign(database, blobs, design.projectId, spec);
  if (planned.plan === null) throw notSaved(planned);
  const { cells } = await readDesignCells(database, design);
  const former = new Set(cells.map(({ cellKey }) => cellKey));
  const keys = planned.plan.jobs.map(({ cellKey }) => cellKey);
  const newCells = new Set(keys.filter((key) => !former.has(key)));
  if (newCells.size === 0)
    throw new UserError('NOTHING_NEW', 'All of these cells are in the design already.');
  const { designId } = await database.transaction((session) =>
    insertDesign(session, actor, {
      projectId: design.projectId,
      spec,
      cellCount: keys.length,
      extendsId: design.id,
    }),
  );
  return { designId, newCells };
}
