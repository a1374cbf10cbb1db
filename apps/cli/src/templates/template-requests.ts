/** Templates of a project on a server, as the command asks for and changes them. */
import type { InputReference, JsonObject, TemplateDifference } from '@batchyard/domain';
import { nearestName, type Problem } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';

export interface TemplateFile {
  readonly input: string;
  readonly name: string;
  readonly sha256: string;
  readonly fileId: string | null;
}

export interface TemplateVersion {
  readonly version: number;
  readonly params: JsonObject;
  readonly options: JsonObject;
  readonly note: string;
  readonly pipelineVersion: string | null;
  readonly createdAt: string;
  readonly createdBy: { readonly name: string } | null;
  readonly files: readonly TemplateFile[];
}

export interface ListedTemplate {
  readonly id: string;
  readonly name: string;
  readonly pipelineName: string;
  readonly version: number;
  readonly note: string;
  readonly createdAt: string;
  readonly files: readonly { readonly name: string }[];
}

export interface WholeTemplate extends Pick<ListedTemplate, 'id' | 'name' | 'pipelineName' | 'version'> {
  readonly archivedAt: string | null;
  readonly versions: readonly TemplateVersion[];
}

const wholeFields = `id name pipelineName version archivedAt versions { version params options note pipelineVersion
  createdAt createdBy { name } files { input name sha256 fileId } }`;

export async function listTemplates(
  client: ServerClient,
  slug: string,
  archived: boolean,
): Promise<readonly ListedTemplate[]> {
  const { project } = await client.graphql<{ project: { templates: readonly ListedTemplate[] } }>(
    `query ($slug: String!, $archived: Boolean!) { project(slug: $slug) { templates(archived: $archived) {
       id name pipelineName version note createdAt files { name } } } }`,
    { slug, archived },
  );
  return project.templates;
}

/** @throws UsageError naming the nearest one */
export async function findTemplate(client: ServerClient, slug: string, name: string): Promise<WholeTemplate> {
  const { project } = await client.graphql<{ project: { template: WholeTemplate | null } }>(
    `query ($slug: String!, $name: String!) { project(slug: $slug) { template(name: $name) { ${wholeFields} } } }`,
    { slug, name },
  );
  if (project.template !== null) return project.template;
  const names = (await listTemplates(client, slug, false)).map((template) => template.name);
  const nearest = nearestName(name, names);
  const known = names.length === 0 ? 'It has none yet.' : `It has ${names.join(', ')}.`;
  throw new UsageError(
    `The project has no template ${name}${nearest ? `; did you mean ${nearest}?` : '.'} ${known}`,
  );
}

/** @param number null: the newest @throws UsageError */
export function versionOf(
  { name, version, versions }: WholeTemplate,
  number: number | null,
): TemplateVersion {
  const found = versions.find((each) => each.version === (number ?? version));
  if (found !== undefined) return found;
  const known = versions.map((each) => each.version).join(', ');
  throw new UsageError(`${name} has no version ${number ?? version}; it has ${known}.`);
}

/** @throws UsageError where the project lacks one of the files */
export function sharedInputs({ files }: TemplateVersion): InputReference {
  const byInput: Record<string, string[]> = {};
  for (const { input, name, fileId } of files) {
    if (fileId === null) throw new UsageError(`The project no longer has the shared file ${name}.`);
    byInput[input] = [...(byInput[input] ?? []), fileId];
  }
  return Object.fromEntries(
    Object.entries(byInput).map(([input, ids]) => [input, ids.length === 1 ? (ids[0] ?? '') : ids]),
  );
}

export async function templateDifferences(
  client: ServerClient,
  id: string,
  from: number,
  to: number,
): Promise<readonly TemplateDifference[]> {
  const { template } = await client.graphql<{ template: { differences: readonly TemplateDifference[] } }>(
    `query ($id: ID!, $from: Int!, $to: Int!) { template(id: $id) { differences(from: $from, to: $to) {
       part path title unit change before after sameValue } } }`,
    { id, from, to },
  );
  return template.differences;
}

export interface TemplateDraft {
  readonly pipelineName: string;
  readonly params: JsonObject;
  readonly options: JsonObject;
  readonly varied: readonly string[];
  readonly files: readonly { readonly input: string; readonly fileId: string; readonly suggested: boolean }[];
}

/** What a batch or a job would give a template. @param source exactly one of the two */
export async function draftTemplate(
  client: ServerClient,
  source: { readonly batchId?: string | undefined; readonly jobId?: string | undefined },
): Promise<TemplateDraft> {
  const { templateDraft } = await client.graphql<{ templateDraft: TemplateDraft }>(
    `query ($batchId: ID, $jobId: ID) { templateDraft(batchId: $batchId, jobId: $jobId) {
       pipelineName params options varied files { input fileId suggested } } }`,
    source,
  );
  return templateDraft;
}

export interface SavedTemplate {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

/** @param mutation `saveTemplate`, `renameTemplate` … @throws UsageError with every problem */
export async function changeTemplate(
  client: ServerClient,
  mutation: 'saveTemplate' | 'renameTemplate' | 'archiveTemplate' | 'restoreTemplate',
  input: object,
): Promise<SavedTemplate> {
  const type = { saveTemplate: 'SaveTemplateInput', renameTemplate: 'RenameTemplateInput' } as const;
  const named = mutation in type ? type[mutation as keyof typeof type] : 'TemplateInput';
  const { changed } = await client.graphql<{
    changed: { template: SavedTemplate | null; problems: readonly Problem[] };
  }>(
    `mutation ($input: ${named}!) { changed: ${mutation}(input: $input) { template { id name version } ${problemFields} } }`,
    { input },
  );
  if (changed.template === null) throw new UsageError('The server refused.', changed.problems);
  return changed.template;
}
