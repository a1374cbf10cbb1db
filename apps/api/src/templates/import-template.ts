import { Readable } from 'node:stream';
import { openTemplate } from '@batchyard/documents';
import { type SharedFile, type TemplateFile, UserError } from '@batchyard/domain';
import type { Actor, NewFile } from '@batchyard/persistence';
import { DamagedArchive, type Problem } from '@batchyard/pipelines';
import type { Persistence } from '../persistence.module.js';
import { readTemplate } from './read-template.js';

/** What an import did. */
export interface ImportedTemplate {
  readonly outcome: 'created' | 'new_version' | 'unchanged';
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** One sentence for people. */
  readonly summary: string;
  /** Nothing that stood in the way. */
  readonly problems: readonly Problem[];
}

/**
 * Takes the file of a template into a project. A file whose version is there already changes nothing.
 * @param uploaded in the storage
 * @param name in place of the one in the file; null: that one
 * @throws UserError INVALID_TEMPLATE with every problem; nothing was saved then
 */
export async function importTemplate(
  persistence: Persistence,
  actor: Actor,
  projectId: string,
  uploaded: NewFile,
  name: string | null,
): Promise<ImportedTemplate> {
  const { blobs, pipelines, templates } = persistence;
  const opened = await openTemplate(blobs.pathOf(uploaded.sha256), uploaded.name);
  try {
    const { template, problems } = opened;
    if (template === null) throw refused(problems);
    const pipeline = await pipelines.offered(template.pipeline.name);
    const given = { ...template, name: name ?? template.name, pipeline: template.pipeline.name };
    const read = readTemplate(given, pipeline);
    const warnings = versionWarning(template, pipeline?.version ?? null);
    const same = await templates.sameVersion(projectId, read);
    if (same !== undefined) {
      const { templateId: id, version } = same;
      const summary = `Nothing changed: version ${version} of the template ${read.name} is the same already.`;
      return { outcome: 'unchanged', id, name: read.name, version, summary, problems: warnings };
    }
    await takeFiles(persistence, projectId, template.files, (sha256) => opened.contentsOf(sha256));
    const id = await templates.save(actor, projectId, read);
    const saved = await templates.byName(projectId, read.name);
    const version = saved?.version ?? 1;
    return { ...told(read.name, version), id, problems: warnings };
  } finally {
    await opened.close();
  }
}

function told(name: string, version: number): Omit<ImportedTemplate, 'id' | 'problems'> {
  return version === 1
    ? { outcome: 'created', name, version, summary: `Imported the template ${name}.` }
    : {
        outcome: 'new_version',
        name,
        version,
        summary: `Imported as version ${version} of the template ${name}.`,
      };
}

/** Stores the contents of shared files that the project lacks. @throws UserError INVALID_TEMPLATE */
async function takeFiles(
  { blobs, templates }: Persistence,
  projectId: string,
  files: readonly SharedFile[],
  contentsOf: (sha256: string) => AsyncIterable<Buffer> | null,
): Promise<void> {
  const problems: Problem[] = [];
  const known = await templates.projectFiles(projectId, files);
  const missing = new Map(
    known.flatMap((file) => (file.fileId === null ? [[file.sha256, file] as const] : [])),
  );
  for (const file of missing.values()) {
    const contents = contentsOf(file.sha256);
    if (contents === null) {
      const fix = 'Export the template again as a zip, or upload the file to this project first.';
      problems.push({
        ...fileProblem('MISSING_CONTENTS', file, 'is neither in the archive nor in this project'),
        fix,
      });
      continue;
    }
    const stored = await blobs.put(Readable.from(contents)).catch(damage);
    if (stored === null || stored.sha256 !== file.sha256 || stored.sizeBytes !== file.sizeBytes) {
      const found =
        stored === null
          ? 'cannot be unpacked'
          : `has the SHA-256 ${stored.sha256} and ${stored.sizeBytes} bytes`;
      const expectation = `SHA-256 ${file.sha256} and ${file.sizeBytes} bytes`;
      problems.push({
        ...fileProblem('OTHER_CONTENTS', file, `${found}: expected ${expectation}`),
        expectation,
      });
    }
  }
  if (problems.length > 0) throw refused(problems);
}

function damage(error: unknown): null {
  if (error instanceof DamagedArchive) return null;
  throw error;
}

const fileProblem = (code: string, { input, name }: SharedFile, what: string): Problem => ({
  code,
  severity: 'error',
  message: `${name} (for ${input}) ${what}.`,
  place: { input, file: name },
});

const refused = (problems: readonly Problem[]) =>
  new UserError('INVALID_TEMPLATE', 'The file was not imported.', {}, problems);

function versionWarning({ pipeline }: TemplateFile, here: string | null): readonly Problem[] {
  if (pipeline.version === null || here === null || pipeline.version === here) return [];
  const message = `It was saved for ${pipeline.name} ${pipeline.version}; here it is ${here}. Its parameters fit, results may differ.`;
  return [
    {
      code: 'OTHER_PIPELINE_VERSION',
      severity: 'warning',
      message,
      place: { parameter: 'pipeline.version' },
    },
  ];
}
