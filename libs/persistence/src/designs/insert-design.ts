import { type DesignSpec, UserError } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { DesignPlan } from '../batch-start/plan-design.js';
import { type Actor, recordChange } from '../changesets/record.js';
import { onlyRow, type Session } from '../database/session.js';

/** A saved design stands for cells that can all be computed: its coverage would never be complete otherwise. */
export function notSaved({ problems, validCells }: Extract<DesignPlan, { plan: null }>): UserError {
  const hint: Problem = {
    code: 'DESIGN_NOT_SAVED',
    severity: 'error',
    message: `Only ${countedCells(validCells)} of the design can be computed, so it was not saved.`,
    place: {},
    expectation: 'a design all of whose cells are valid',
    fix: 'Mend the others, or start a batch of the valid cells without saving the design.',
  };
  const all = validCells > 0 ? [hint, ...problems] : problems;
  return new UserError('INVALID_DESIGN', 'The design has problems and was not saved.', {}, all);
}

const countedCells = (count: number) => (count === 1 ? '1 cell' : `${count} cells`);

export interface NewDesign {
  readonly projectId: string;
  readonly spec: DesignSpec;
  readonly cellCount: number;
  /** The design whose cells this one has as well. */
  readonly extendsId: string | null;
}

/** A design that was saved, and the change with which it was. */
export interface CreatedDesign {
  readonly designId: string;
  readonly changesetId: string;
}

export async function insertDesign(
  session: Session,
  actor: Actor,
  { projectId, spec, cellCount, extendsId }: NewDesign,
): Promise<CreatedDesign> {
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'create_design',
    summary: `Created the design ${spec.name} with ${countedCells(cellCount)}.`,
  });
  const { id } = onlyRow(
    await session.query<{ id: string }>(
      `insert into design (project_id, changeset_id, name, pipeline_name, spec, cell_count, created_by, extends_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
      [
        projectId,
        changesetId,
        spec.name,
        spec.pipeline,
        JSON.stringify(spec),
        cellCount,
        actor.userId,
        extendsId,
      ],
    ),
  );
  return { designId: id, changesetId };
}
