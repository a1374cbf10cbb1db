import { NotFound, type SharedFile } from '@batchyard/domain';
import type { Caller, ProjectFile, TemplateVersionRecord } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import type { TemplateFileInput } from './templates.types.js';

/** Files of the project as a template holds them. @throws NotFound for a file of another project */
export function sharedFilesOf(
  { files }: Pick<Persistence, 'files'>,
  caller: Caller,
  projectId: string,
  given: readonly TemplateFileInput[],
): Promise<SharedFile[]> {
  return Promise.all(
    given.map(async ({ input, fileId }) => {
      const { name, sha256, sizeBytes, mediaType, ...file } = await files.find(caller, fileId);
      if (file.projectId !== projectId) throw new NotFound('The file');
      return { input, name, sha256, sizeBytes, mediaType };
    }),
  );
}

type WithFiles = Pick<TemplateVersionRecord, 'projectId' | 'files'>;

/** Records of one project with the project's files of the same contents, which are looked for at once. */
export async function withProjectFiles<R extends WithFiles>(
  { templates }: Pick<Persistence, 'templates'>,
  records: readonly R[],
): Promise<(R & { readonly projectFiles: readonly ProjectFile[] })[]> {
  const [first] = records;
  if (first === undefined) return [];
  const found = await templates.projectFiles(
    first.projectId,
    records.flatMap(({ files }) => files),
  );
  let at = 0;
  return records.map((record) => {
    const from = at;
    at += record.files.length;
    return { ...record, projectFiles: found.slice(from, at) };
  });
}

/** Those that were found along with others, else those of this one. */
export async function projectFilesOf(
  { templates }: Pick<Persistence, 'templates'>,
  { projectFiles, projectId, files }: WithFiles & { readonly projectFiles?: readonly ProjectFile[] },
): Promise<readonly ProjectFile[]> {
  return projectFiles ?? templates.projectFiles(projectId, files);
}
