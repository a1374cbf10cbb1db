import {
  type DesignSpec,
  inputSetsOf,
  labelOfInputs,
  NotFound,
  type PlannedInputs,
  UserError,
  withInputSets,
} from '@batchyard/domain';
import { findPipeline, type Problem } from '@batchyard/pipelines';
import { type DesignPlan, planDesign } from '../batch-start/plan-design.js';
import { namesToIds, resolveInputs } from '../batch-start/resolve-inputs.js';
import type { BlobStore } from '../blobs/blob-store.js';
import { type Actor, recordChange } from '../changesets/record.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type PageRequest, pageOf } from '../projects/page.js';
import { cellsToComplete, coverageOf } from './coverage.js';
import type { DesignRecord } from './design-record.js';

export interface LabelledInputs {
  readonly label: string;
  readonly files: PlannedInputs;
}

const columns = `d.id, d.project_id as "projectId", d.name, d.pipeline_name as "pipelineName", d.spec,
  d.cell_count as "cellCount", d.created_at as "createdAt", d.created_by as "createdById"`;

export function designStore(database: Database, blobs: BlobStore) {
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

    /** @returns the id. @throws UserError INVALID_DESIGN with every problem */
    create: async (actor: Actor, projectId: string, spec: DesignSpec): Promise<string> => {
      const planned = await planDesign(database, blobs, projectId, spec);
      if (planned.plan === null) throw notSaved(planned);
      const cellCount = planned.plan.jobs.length;
      return database.transaction((session) => insertDesign(session, actor, projectId, spec, cellCount));
    },

    /** The files of each input set; a file that exists no longer is left out. */
    inputs: async (design: DesignRecord): Promise<LabelledInputs[]> => {
      const sets = await resolveInputs(database, design.projectId, inputSetsOf(design.spec));
      const names = findPipeline(design.spec.pipeline)?.inputs.map(({ name }) => name) ?? [];
      return sets.map(({ files }) => ({ label: labelOfInputs(files, names), files }));
    },

    /** How far the design has been computed, over all batches of the project. */
    coverage: (design: DesignRecord) => coverageOf(database, blobs, design),

    /**
     * Keys of the cells that lack a good result.
     * @param stale `refresh`: those whose only result comes from another version of the pipeline as well
     * @throws UserError INVALID_DESIGN with every problem
     */
    cellsToComplete: (design: DesignRecord, stale: 'keep' | 'refresh') =>
      cellsToComplete(database, blobs, design, stale),
  };
}

/** A saved design stands for cells that can all be computed: its coverage would never be complete otherwise. */
function notSaved({ problems, validCells }: Extract<DesignPlan, { plan: null }>): UserError {
  const hint: Problem = {
    code: 'DESIGN_NOT_SAVED',
    severity: 'error',
    message: `Only ${validCells === 1 ? '1 cell' : `${validCells} cells`} of the design can be computed, so it was not saved.`,
    place: {},
    expectation: 'a design all of whose cells are valid',
    fix: 'Mend the others, or start a batch of the valid cells without saving the design.',
  };
  const all = validCells > 0 ? [hint, ...problems] : problems;
  return new UserError('INVALID_DESIGN', 'The design has problems and was not saved.', {}, all);
}

async function insertDesign(
  session: Session,
  actor: Actor,
  projectId: string,
  spec: DesignSpec,
  cellCount: number,
): Promise<string> {
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'create_design',
    summary: `Created the design ${spec.name} with ${cellCount} cells.`,
  });
  const { id } = onlyRow(
    await session.query<{ id: string }>(
      `insert into design (project_id, changeset_id, name, pipeline_name, spec, cell_count, created_by)
       values ($1, $2, $3, $4, $5, $6, $7) returning id`,
      [projectId, changesetId, spec.name, spec.pipeline, JSON.stringify(spec), cellCount, actor.userId],
    ),
  );
  return id;
}
