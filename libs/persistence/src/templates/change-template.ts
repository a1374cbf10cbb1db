/** What may change of a template: its name, and whether it is offered. */
import { NotFound, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Session } from '../database/session.js';

/** What an entry of the journal tells. */
export interface TemplateFacts {
  readonly name: string;
  readonly archived: boolean;
}

interface LockedTemplate extends TemplateFacts {
  readonly projectId: string;
}

export async function renameTemplate(
  session: Session,
  actor: Actor,
  id: string,
  given: string,
): Promise<void> {
  const name = requireTemplateName(given);
  const before = await lockTemplate(session, id);
  if (before.name === name) return;
  await requireFreeName(session, before.projectId, name);
  await changeTemplate(
    session,
    actor,
    id,
    before,
    { ...before, name },
    {
      verb: 'rename_template',
      summary: `Renamed the template ${before.name} to ${name}.`,
    },
  );
}

export async function setTemplateArchived(
  session: Session,
  actor: Actor,
  id: string,
  archived: boolean,
): Promise<void> {
  const before = await lockTemplate(session, id);
  if (before.archived === archived) return;
  await changeTemplate(
    session,
    actor,
    id,
    before,
    { ...before, archived },
    {
      verb: archived ? 'archive_template' : 'restore_template',
      summary: `${archived ? 'Archived' : 'Restored'} the template ${before.name}.`,
    },
  );
}

async function changeTemplate(
  session: Session,
  actor: Actor,
  id: string,
  { projectId, ...before }: LockedTemplate,
  { name, archived }: TemplateFacts,
  change: { readonly verb: string; readonly summary: string },
): Promise<void> {
  const after = { name, archived };
  await writeTemplateFacts(session, id, after);
  await recordChange(session, actor, {
    ...change,
    projectId,
    entries: [{ entity: 'template_facts', entityId: id, before, after }],
  });
}

/** The time of archiving stays where it was archived already. */
export async function writeTemplateFacts(
  session: Session,
  id: string,
  { name, archived }: TemplateFacts,
): Promise<void> {
  await session.query(
    `update template set name = $2,
       archived_at = case when $3::boolean then coalesce(archived_at, clock_timestamp()) end
     where id = $1`,
    [id, name, archived],
  );
}

/** @throws NotFound */
export async function lockTemplate(session: Session, id: string): Promise<LockedTemplate> {
  const [template] = await session.query<LockedTemplate>(
    `select name, archived_at is not null as archived, project_id as "projectId" from template
     where id = $1 for update`,
    [id],
  );
  if (template === undefined) throw new NotFound('The template');
  return template;
}

/** @throws UserError NAME_TAKEN */
async function requireFreeName(session: Session, projectId: string, name: string): Promise<void> {
  const taken = await session.query('select from template where project_id = $1 and name = $2', [
    projectId,
    name,
  ]);
  if (taken.length === 0) return;
  throw new UserError('NAME_TAKEN', `The project has a template ${name} already.`, { parameter: 'name' });
}

/** @throws UserError INVALID_NAME */
export function requireTemplateName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= 200) return trimmed;
  throw new UserError('INVALID_NAME', 'A template needs a name of 1 to 200 characters.', {
    parameter: 'name',
  });
}
