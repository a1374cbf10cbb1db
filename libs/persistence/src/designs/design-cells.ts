/** The cells that a design stands for, expanded once and kept in memory while pages ask for them. */
import { createHash } from 'node:crypto';
import { cellKeysInVersion, inputSetsOf, type JsonObject, maxCells } from '@batchyard/domain';
import type { Pipeline } from '@batchyard/pipelines';
import { planDesign } from '../batch-start/plan-design.js';
import { type ResolvedSet, resolveInputs } from '../batch-start/resolve-inputs.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Session } from '../database/session.js';
import { knownPipeline } from '../pipelines/pipeline-catalog.js';
import { dimensionsOf, type PlacedDimension } from './coverage-dimensions.js';
import type { DesignRecord } from './design-record.js';

export interface DesignCell {
  readonly position: number;
  readonly cellKey: string;
  /** Values of the axes by dotted path; cells of one setting share the object. */
  readonly setting: JsonObject;
  readonly inputLabel: string;
  /** From 1. */
  readonly replicate: number;
}

export interface DesignCells {
  readonly cells: readonly DesignCell[];
  /** Metric that the design ranks by. */
  readonly metric: string;
  /** The key of each cell in other versions of the pipeline, newest version first. */
  readonly keysInVersions: readonly (readonly string[])[];
  /** What the cells differ in. */
  readonly dimensions: readonly PlacedDimension[];
}

/** The cells of a stored design. */
export type DesignCellReader = (session: Session, design: DesignRecord) => Promise<DesignCells>;

/** Cells kept in memory over all designs; one takes about 250 bytes. */
const maxCachedCells = 100_000;
/** Other versions of a pipeline in which results are looked for. */
const maxVersions = 10;

/**
 * A reader of designs' cells that remembers the last ones: a stored design never changes, so its cells depend only on
 * the versions of its pipeline and on the contents of its files. A design whose files are gone has no cells.
 */
export function designCellReader(blobs: BlobStore): DesignCellReader {
  const cached = new Map<string, DesignCells>();
  return async (session, design) => {
    const sets = await resolveInputs(session, design.projectId, inputSetsOf(design.spec));
    const pipeline = await knownPipeline(session, design.pipelineName);
    const installed = pipeline?.version ?? null;
    const versions = await otherVersions(session, design.pipelineName, installed);
    const key = cacheKey(design, [installed, ...versions], sets);
    const cells = cached.get(key) ?? (await expand(session, blobs, design, versions, pipeline));
    cached.delete(key);
    cached.set(key, cells);
    forgetOldest(cached);
    return design.spec.kind === 'adaptive' ? withProposed(session, design, cells) : cells;
  };
}

function cacheKey(
  design: DesignRecord,
  versions: readonly (string | null)[],
  sets: readonly ResolvedSet[],
): string {
  const files = [...new Set(sets)].map(({ files, problems }) => [
    problems.length,
    ...Object.values(files).flatMap((list) => list.map(({ name, sha256 }) => [name, sha256])),
  ]);
  const text = JSON.stringify([versions, files]);
  return `${design.id} ${createHash('sha256').update(text).digest('hex')}`;
}

function forgetOldest(cached: Map<string, DesignCells>): void {
  let total = [...cached.values()].reduce((sum, { cells }) => sum + cells.length, 0);
  for (const [key, { cells }] of cached) {
    if (total <= maxCachedCells || cached.size === 1) return;
    cached.delete(key);
    total -= cells.length;
  }
}

async function expand(
  session: Session,
  blobs: BlobStore,
  design: DesignRecord,
  versions: readonly string[],
  pipeline: Pipeline | undefined,
): Promise<DesignCells> {
  const { plan } = await planDesign(session, blobs, design.projectId, design.spec, pipeline);
  if (plan === null) return { cells: [], metric: '', keysInVersions: [], dimensions: [] };
  const cells = plan.jobs.map(({ position, cellKey, setting, inputLabel, replicate }) => ({
    position,
    cellKey,
    setting,
    inputLabel,
    replicate,
  }));
  return {
    cells,
    metric: plan.objective.metric,
    keysInVersions: versions.map((version) => cellKeysInVersion(plan.jobs, plan.pipeline.name, version)),
    dimensions: dimensionsOf(cells),
  };
}

/** An adaptive design has the cells as well whose settings its batches have proposed so far. */
async function withProposed(
  session: Session,
  design: DesignRecord,
  known: DesignCells,
): Promise<DesignCells> {
  const proposed = await session.query<DesignCell>(
    `select distinct on (c.cell_key) j.position, c.cell_key as "cellKey", j.setting,
       j.input_label as "inputLabel", j.replicate
     from batch b join job j on j.batch_id = b.id join job_cell c on c.job_id = j.id
     where b.design_id = $1 and j.chunk_of is null and c.cell_key <> all($2)
     order by c.cell_key, j.id desc limit $3`,
    [design.id, known.cells.map(({ cellKey }) => cellKey), maxCells],
  );
  const sorted = [...proposed].sort((a, b) => a.position - b.position);
  const cells = [...known.cells, ...sorted].map((cell, position) => ({ ...cell, position }));
  // Their keys in other versions are not known: what was proposed there belongs to its batch alone.
  return { ...known, cells, dimensions: dimensionsOf(cells) };
}

/** Newest first: those that batches of this instance have used. */
async function otherVersions(
  session: Session,
  pipelineName: string,
  installed: string | null,
): Promise<string[]> {
  const rows = await session.query<{ version: string }>(
    'select version from pipeline where name = $1 and version is distinct from $2 order by created_at desc limit $3',
    [pipelineName, installed, maxVersions],
  );
  return rows.map((row) => row.version);
}
