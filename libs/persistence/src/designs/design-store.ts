import {
  countCells,
  type DesignAdditions,
  type DesignSpec,
  describeInputs,
  inputSetsOf,
  labelOfInputs,
  NotFound,
  type PlannedInputs,
  withInputSets,
} from '@batchyard/domain';
import { planDesign } from '../batch-start/plan-design.js';
import { namesToIds, resolveInputs } from '../batch-start/resolve-inputs.js';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Actor } from '../changesets/record.js';
import type { Database } from '../database/session.js';
import { knownPipeline } from '../pipelines/pipeline-catalog.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type PageRequest, pageOf } from '../projects/page.js';
import { type SearchSoFar, searchSoFar } from './continue-search.js';
import { cellsToComplete, coverageOf } from './coverage.js';
import type { MapRequest } from './coverage-map.js';
import { designCellReader } from './design-cells.js';
import type { DesignRecord } from './design-record.js';
import { type ExtensionRecord, extendStoredDesign } from './extend-design.js';
import { type CreatedDesign, insertDesign, notSaved } from './insert-design.js';

export interface LabelledInputs {
  readonly label: string;
  readonly files: PlannedInputs;
}

const columns = `d.id, d.project_id as "projectId", d.name, d.pipeline_name as "pipelineName", d.spec,
  d.cell_count as "cellCount", d.created_at as "createdAt", d.created_by as "createdById",
  d.extends_id as "extendsId"`;

/** Extensions of one design that are listed. */
const maxRelatives = 50;

export function designStore(database: Database, blobs: BlobStore) {
  const readDesignCells = designCellReader(blobs);
  return {
    /** Newest first. */
    list: async (projectId: string, { first, after }: PageRequest) => {
      const rows = await database.query<DesignRecord>(
        `select ${columns} from design d where d.project_id = $1 and ($2::bigint is null or d.id < $2)
         order by d.id desc limit $3`,
        [projectId, decodeCursor(after, 1)?.[0] ?? null, first + 1],
      );
      return pageOf(rows, first, (design) => [design.id]);
    },

    byIds: (caller: Caller, ids: readonly string[]) =>
      database.query<DesignRecord>(
        `select ${columns} from design d where d.id = any($3) and ${visibleProject('d.project_id')}`,
        [...callerParameters(caller), ids.filter(isId)],
      ),

    /** @throws NotFound */
    find: async (caller: Caller, id: string): Promise<DesignRecord> => {
      const [design] = await database.query<DesignRecord>(
        `select ${columns} from design d where d.id = any($3) and ${visibleProject('d.project_id')}`,
        [...callerParameters(caller), [id].filter(isId)],
      );
      if (design === undefined) throw new NotFound('The design');
      return design;
    },

    /** Input references by file name, as in hand-written designs, replaced by ids of files of the project. */
    withFileIds: async (projectId: string, spec: DesignSpec): Promise<DesignSpec> =>
      withInputSets(spec, await namesToIds(database, projectId, inputSetsOf(spec))),

    /** @throws UserError INVALID_DESIGN with every problem */
    create: async (actor: Actor, projectId: string, spec: DesignSpec): Promise<CreatedDesign> => {
      const planned = await planDesign(database, blobs, projectId, spec);
      if (planned.plan === null) throw notSaved(planned);
      const cellCount = spec.kind === 'adaptive' ? countCells(spec) : planned.plan.jobs.length;
      const created = { projectId, spec, cellCount, extendsId: null };
      return database.transaction((session) => insertDesign(session, actor, created));
    },

    /** @throws UserError INVALID_DESIGN with every problem; NOTHING_NEW where all cells were in the design before */
    extend: (actor: Actor, design: DesignRecord, additions: DesignAdditions): Promise<ExtensionRecord> =>
      extendStoredDesign(database, blobs, readDesignCells, actor, design, additions),

    /** The design that this one extends, null where that is gone, and those that extend it, newest first. */
    relatives: async ({ id, projectId, extendsId }: DesignRecord) => {
      const rows = await database.query<DesignRecord>(
        `select ${columns} from design d where d.project_id = $1 and (d.id = $2 or d.extends_id = $3)
         order by d.id desc limit $4`,
        [projectId, extendsId, id, maxRelatives],
      );
      return {
        extends: rows.find((row) => row.id === extendsId) ?? null,
        extendedBy: rows.filter((row) => row.extendsId === id),
      };
    },

    /** The files of each input set; a file that exists no longer is left out. */
    inputs: async (design: DesignRecord): Promise<LabelledInputs[]> => {
      const sets = await resolveInputs(database, design.projectId, inputSetsOf(design.spec));
      const pipeline = await knownPipeline(database, design.spec.pipeline);
      const names = pipeline?.inputs.map(({ name }) => name) ?? [];
      return sets.map(({ files }, index) => {
        const { name } = describeInputs(design.spec.inputs[index] ?? {});
        return { label: name ?? labelOfInputs(files, names), files };
      });
    },

    /** How far the design has been computed, over all batches of the project. @param request how the map is laid out */
    coverage: (design: DesignRecord, request: MapRequest = {}) =>
      coverageOf(database, readDesignCells, design, request),

    /**
     * Keys of the cells that lack a good result.
     * @param stale `refresh`: those whose only result comes from another version of the pipeline as well
     * @throws UserError INVALID_DESIGN with every problem
     */
    cellsToComplete: (design: DesignRecord, stale: 'keep' | 'refresh') =>
      cellsToComplete(database, blobs, readDesignCells, design, stale),

    /** What earlier batches of an adaptive design have tried. @throws Conflict while one of them is under way */
    searchSoFar: (design: DesignRecord): Promise<SearchSoFar> =>
      searchSoFar(database, readDesignCells, design),
  };
}
