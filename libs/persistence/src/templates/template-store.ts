import { isSameTemplate, NotFound, type SharedFile } from '@batchyard/domain';
import type { Actor } from '../changesets/record.js';
import type { Database } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { renameTemplate, setTemplateArchived } from './change-template.js';
import { saveTemplate } from './save-template.js';
import { findSharedFiles } from './shared-files.js';
import {
  type NewTemplate,
  type TemplateRecord,
  type TemplateVersionRecord,
  versionColumns,
} from './template-record.js';

const listedTemplates = 500;
const listedVersions = 100;

const newest = `select t.id, t.name, t.pipeline_name as "pipelineName", t.archived_at as "archivedAt", ${versionColumns}
  from template t cross join lateral (
    select * from template_version where template_id = t.id order by version desc limit 1
  ) v`;

export function templateStore(database: Database) {
  const versionsOf = (templateId: string, condition: string, parameters: readonly unknown[] = []) =>
    database.query<TemplateVersionRecord>(
      `select ${versionColumns} from template_version v join template t on t.id = v.template_id
       where v.template_id = $1 and ${condition} order by v.version desc limit ${listedVersions}`,
      [templateId, ...parameters],
    );
  const byName = async (projectId: string, name: string): Promise<TemplateRecord | undefined> => {
    const [template] = await database.query<TemplateRecord>(
      `${newest} where t.project_id = $1 and t.name = $2`,
      [projectId, name.trim()],
    );
    return template;
  };
  return {
    byName,

    /** By name; at most 500. The project must be one that the caller may see. */
    list: (projectId: string, which: { readonly archived: boolean } = { archived: false }) =>
      database.query<TemplateRecord>(
        `${newest} where t.project_id = $1 and (t.archived_at is not null) = $2
         order by lower(t.name), t.id limit ${listedTemplates}`,
        [projectId, which.archived],
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

    /** Of projects that the caller may see. */
    byIds: (caller: Caller, ids: readonly string[]) =>
      database.query<TemplateRecord>(`${newest} where t.id = any($3) and ${visibleProject('t.project_id')}`, [
        ...callerParameters(caller),
        ids.filter(isId),
      ]),

    /** Newest first; at most 100. */
    versions: (templateId: string) => versionsOf(templateId, 'true'),

    /** @throws NotFound */
    version: async (templateId: string, version: number): Promise<TemplateVersionRecord> => {
      const [found] = await versionsOf(templateId, 'v.version = $2', [version]);
      if (found === undefined) throw new NotFound(`Version ${version} of the template`);
      return found;
    },

    /** A version of the template of this name that is the same already, the newest one of them. */
    sameVersion: async (
      projectId: string,
      { name, params, options, files = [] }: NewTemplate,
    ): Promise<TemplateVersionRecord | undefined> => {
      const template = await byName(projectId, name);
      const versions = template === undefined ? [] : await versionsOf(template.id, 'true');
      return versions.find((version) => isSameTemplate(version, { params, options, files }));
    },

    /** With the files of the project that have the same contents. */
    projectFiles: (projectId: string, files: readonly SharedFile[]) =>
      findSharedFiles(database, projectId, files),

    /**
     * A name that the project has already gets a new version; versions never change. Shared files that the project
     * lacks are entered; their contents must lie in the storage.
     * @returns the id. @throws UserError INVALID_NAME, INVALID_NOTE, DIFFERENT_PIPELINE, ARCHIVED
     */
    save: (actor: Actor, projectId: string, template: NewTemplate): Promise<string> =>
      database.transaction((session) => saveTemplate(session, actor, projectId, template)),

    /** @throws NotFound, UserError INVALID_NAME, NAME_TAKEN */
    rename: (actor: Actor, id: string, name: string): Promise<void> =>
      database.transaction((session) => renameTemplate(session, actor, id, name)),

    /** An archived template is not offered any more; what uses it goes on. Nothing happens where it is so already. */
    setArchived: (actor: Actor, id: string, archived: boolean): Promise<void> =>
      database.transaction((session) => setTemplateArchived(session, actor, id, archived)),
  };
}
