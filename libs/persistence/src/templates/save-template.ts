import { UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { onlyRow, type Session } from '../database/session.js';
import { requireTemplateName } from './change-template.js';
import { enterSharedFiles } from './shared-files.js';
import type { NewTemplate } from './template-record.js';

/** Longest note, in characters. */
const maxNote = 2_000;

interface KnownTemplate {
  readonly id: string;
  readonly pipelineName: string;
  readonly archivedAt: Date | null;
}

/** Adds a version, and the template itself where the project has none of the name. @returns the template's id */
export async function saveTemplate(
  session: Session,
  actor: Actor,
  projectId: string,
  { pipelineName, pipelineVersion = null, params, options, files = [], ...given }: NewTemplate,
): Promise<string> {
  const name = requireTemplateName(given.name);
  const note = requireNote(given.note ?? '');
  // Locks the row of a known name too, so that two who save at once make two versions.
  const known = onlyRow(
    await session.query<KnownTemplate>(
      `insert into template (project_id, name, pipeline_name, created_by) values ($1, $2, $3, $4)
       on conflict (project_id, name) do update set name = excluded.name
       returning id, pipeline_name as "pipelineName", archived_at as "archivedAt"`,
      [projectId, name, pipelineName, actor.userId],
    ),
  );
  if (known.pipelineName !== pipelineName) throw differentPipeline(name, known.pipelineName, pipelineName);
  if (known.archivedAt !== null) throw archived(name);
  const { id } = known;
  const { version } = onlyRow(
    await session.query<{ version: number }>(
      'select coalesce(max(version), 0) + 1 as version from template_version where template_id = $1',
      [id],
    ),
  );
  const after = { name, version, params, options, files, note, pipelineVersion };
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'save_template',
    summary: `Saved version ${version} of the template ${name}.`,
    entries: [{ entity: 'template', entityId: id, before: null, after }],
  });
  await session.query(
    `insert into template_version
       (template_id, version, changeset_id, params, options, files, note, pipeline_version, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      version,
      changesetId,
      ...[params, options, files].map((part) => JSON.stringify(part)),
      note,
      pipelineVersion,
      actor.userId,
    ],
  );
  await enterSharedFiles(session, projectId, changesetId, actor.userId, files);
  return id;
}

function requireNote(note: string): string {
  const trimmed = note.trim();
  if (trimmed.length <= maxNote) return trimmed;
  throw new UserError(
    'INVALID_NOTE',
    `The note has ${trimmed.length} characters: expected at most ${maxNote}.`,
    { parameter: 'note' },
  );
}

function differentPipeline(name: string, known: string, given: string): UserError {
  return new UserError(
    'DIFFERENT_PIPELINE',
    `The template ${name} is for the pipeline ${known}, not ${given}. Give this one another name.`,
    { parameter: 'name' },
  );
}

function archived(name: string): UserError {
  return new UserError(
    'ARCHIVED',
    `The template ${name} is archived. Restore it first, or give this one another name.`,
    { parameter: 'name' },
  );
}
