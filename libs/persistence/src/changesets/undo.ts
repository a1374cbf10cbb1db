/**
 * Undo: all of a change or nothing. Each kind of row has a handler that says what was changed again since and turns the
 * rows back. An undo is a changeset like any other, so that it can be undone.
 */
import { NotFound, type ProjectRole, roleAllows, UserError } from '@batchyard/domain';
import { annotationsUndo } from '../annotations/undo-annotations.js';
import type { Session } from '../database/session.js';
import { landmarkUndo, metadataUndo } from '../subjects/undo-facts.js';
import { framesUndo, subjectUndo } from '../subjects/undo-subjects.js';
import { templateFactsUndo, templateUndo } from '../templates/undo-template.js';
import { vocabularyUndo } from '../vocabulary/undo-vocabulary.js';
import { type Actor, type ChangeEntry, recordChange } from './record.js';
import type { EditedSince, UndoHandler, UndoneChange } from './undo-handler.js';
import { undoableVerbs } from './undoable-verbs.js';

/** By entity of the entries. */
const byEntity: Readonly<Record<string, UndoHandler>> = {
  vocabulary: vocabularyUndo,
  subject: subjectUndo,
  frames: framesUndo,
  subject_metadata: metadataUndo,
  landmark: landmarkUndo,
  template: templateUndo,
  template_facts: templateFactsUndo,
};

/** What stands in the way that is told at most. */
const maxEdits = 20;

export interface UndoResult {
  /** Of the undo; null when nothing was undone. */
  readonly changesetId: string | null;
  readonly editedSince: readonly EditedSince[];
}

export async function undoChangeset(
  session: Session,
  actor: Actor,
  role: ProjectRole,
  id: string,
): Promise<UndoResult> {
  const { summary, ...change } = await lockChange(session, id);
  const steps = await stepsOf(session, change.id, role);
  const edited: EditedSince[] = [];
  for (const { handler, entries } of steps) edited.push(...(await handler.check(session, change, entries)));
  if (edited.length > 0) return { changesetId: null, editedSince: edited.slice(0, maxEdits) };
  const undoId = await recordChange(session, actor, {
    projectId: change.projectId,
    verb: 'undo',
    summary: `Undid: ${summary}`,
    entries: steps.flatMap(({ entries }) => entries.map(reversed)),
  });
  for (const { handler, entries } of steps) await handler.revert(session, change, undoId, entries);
  await session.query('update changeset set undone_by = $2 where id = $1', [change.id, undoId]);
  return { changesetId: undoId, editedSince: [] };
}

/** The change, or the one that brought it back last: an undo that was undone itself. */
async function lockChange(session: Session, id: string): Promise<UndoneChange & { summary: string }> {
  const change = await lockRow(session, id);
  if (change === undefined) throw new NotFound('The changeset');
  if (change.undoneBy !== null) {
    const undo = await lockRow(session, change.undoneBy);
    if (undo !== undefined && undo.undoneBy !== null) return lockChange(session, undo.undoneBy);
    throw new UserError(
      'ALREADY_UNDONE',
      `This was undone already. To have it again, undo the undo (${change.undoneBy}).`,
    );
  }
  const verbs: readonly string[] = undoableVerbs;
  if (!verbs.includes(change.verb)) {
    throw new UserError('NOT_UNDOABLE', `A change of this kind (${change.verb}) cannot be undone.`);
  }
  return { id: change.id, projectId: change.projectId, summary: change.summary };
}

interface LockedChange extends UndoneChange {
  readonly summary: string;
  readonly verb: string;
  readonly undoneBy: string | null;
}

async function lockRow(session: Session, id: string): Promise<LockedChange | undefined> {
  const [change] = await session.query<LockedChange>(
    `select id, project_id as "projectId", summary, verb, undone_by as "undoneBy" from changeset
     where id = $1 and project_id is not null for no key update`,
    [id],
  );
  return change;
}

/** Handlers in the order in which rows are turned back: what was said first, then what it was said of. */
async function stepsOf(
  session: Session,
  id: string,
  role: ProjectRole,
): Promise<{ handler: UndoHandler; entries: ChangeEntry[] }[]> {
  const entries = await session.query<ChangeEntry>(
    `select entity, entity_id as "entityId", before, after from changeset_entry
     where changeset_id = $1 order by position desc`,
    [id],
  );
  if (entries.some(({ entity }) => entity === 'vocabulary') && !roleAllows(role, 'manage')) {
    throw new UserError('NOT_ALLOWED', 'Only maintainers of the project change its vocabulary.');
  }
  const entities = [...new Set(entries.map(({ entity }) => entity))];
  const steps = entities.map((entity) => {
    const handler = byEntity[entity];
    if (handler === undefined) throw new Error(`Nothing undoes entries of ${entity}.`);
    return { handler, entries: entries.filter((entry) => entry.entity === entity) };
  });
  return [{ handler: annotationsUndo, entries: [] }, ...steps];
}

function reversed({ before, after, ...entry }: ChangeEntry): ChangeEntry {
  return { ...entry, before: after, after: before };
}
