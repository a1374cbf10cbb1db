import { type JsonObject, NotFound, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';

/** A template in its newest version. */
export interface TemplateRecord {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly pipelineName: string;
  readonly version: number;
  readonly params: JsonObject;
  readonly options: JsonObject;
  /** Of the version. */
  readonly createdAt: Date;
  readonly createdById: string | null;
}

export interface TemplateVersionRecord {
  readonly version: number;
  readonly params: JsonObject;
  readonly options: JsonObject;
  readonly createdAt: Date;
  readonly createdById: string | null;
}

/** Parameters and options that the pipeline and the options' schema accept: the caller has checked that. */
export interface NewTemplate {
  readonly name: string;
  readonly pipelineName: string;
  readonly params: JsonObject;
  readonly options: JsonObject;
}

const listedTemplates = 500;
const listedVersions = 100;

const newest = `select t.id, t.project_id as "projectId", t.name, t.pipeline_name as "pipelineName", v.version, v.params,
    v.options, v.created_at as "createdAt", v.created_by as "createdById"
  from template t cross join lateral (
    select * from template_version where template_id = t.id order by version desc limit 1
  ) v`;

export function templateStore(database: Database) {
  return {
    /** By name; at most 500. The project must be one that the caller may see. */
    list: (projectId: string) =>
      database.query<TemplateRecord>(
        `${newest} where t.project_id = $1 order by lower(t.name), t.id limit ${listedTemplates}`,
        [projectId],
      ),

    /** @throws NotFound */
    find: async (caller: Caller, id: string): Promise<TemplateRecord> => {
      const [template] = await database.query<TemplateRecord>(
        `${newest} where t.id = any($3) and ${visibleProject('t.project_id')}`,
        [...callerParameters(caller), [id].filter(isId)],
      );
      if (template === undefined) throw new NotFound('The template');
      return template;
    },

    /** Newest first; at most 100. */
    versions: (templateId: string) =>
      database.query<TemplateVersionRecord>(
        `select version, params, options, created_at as "createdAt", created_by as "createdById"
         from template_version where template_id = $1 order by version desc limit ${listedVersions}`,
        [templateId],
      ),

    /**
     * A name that the project has already gets a new version; versions never change.
     * @returns the id. @throws UserError INVALID_NAME, DIFFERENT_PIPELINE
     */
    save: (actor: Actor, projectId: string, template: NewTemplate): Promise<string> =>
      database.transaction((session) => saveTemplate(session, actor, projectId, template)),
  };
}

async function saveTemplate(
  session: Session,
  actor: Actor,
  projectId: string,
  { pipelineName, params, options, ...given }: NewTemplate,
): Promise<string> {
  const name = requireName(given.name);
  // Locks the row of a known name too, so that two who save at once make two versions.
  const { id, known } = onlyRow(
    await session.query<{ id: string; known: string }>(
      `insert into template (project_id, name, pipeline_name, created_by) values ($1, $2, $3, $4)
       on conflict (project_id, name) do update set name = excluded.name returning id, pipeline_name as known`,
      [projectId, name, pipelineName, actor.userId],
    ),
  );
  if (known !== pipelineName) throw differentPipeline(name, known, pipelineName);
  const { version } = onlyRow(
    await session.query<{ version: number }>(
      'select coalesce(max(version), 0) + 1 as version from template_version where template_id = $1',
      [id],
    ),
  );
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: 'save_template',
    summary: `Saved version ${version} of the template ${name}.`,
    entries: [{ entity: 'template', entityId: id, before: null, after: { name, version, params, options } }],
  });
  await session.query(
    `insert into template_version (template_id, version, changeset_id, params, options, created_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [id, version, changesetId, JSON.stringify(params), JSON.stringify(options), actor.userId],
  );
  return id;
}

function requireName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== '' && trimmed.length <= 200) return trimmed;
  throw new UserError('INVALID_NAME', 'A template needs a name of 1 to 200 characters.', {
    parameter: 'name',
  });
}

function differentPipeline(name: string, known: string, given: string): UserError {
  return new UserError(
    'DIFFERENT_PIPELINE',
    `The template ${name} is for the pipeline ${known}, not ${given}. Give this one another name.`,
    { parameter: 'name' },
  );
}
