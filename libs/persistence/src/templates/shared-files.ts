/** Shared files of templates among the files of a project: jobs take files of their project only. */
import type { SharedFile } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { ProjectFile } from './template-record.js';

/** The project's files with these contents, of the same name if there is one, else the newest. */
export async function findSharedFiles(
  session: Session,
  projectId: string,
  files: readonly SharedFile[],
): Promise<ProjectFile[]> {
  if (files.length === 0) return [];
  const rows = await session.query<{ position: number; id: string }>(
    `select distinct on (w.position) w.position::int, f.id
     from jsonb_to_recordset($2) w (position int, sha256 text, name text)
       join file f on f.project_id = $1 and f.sha256 = w.sha256
     order by w.position, f.name = w.name desc, f.id desc`,
    [projectId, JSON.stringify(files.map(({ sha256, name }, position) => ({ position, sha256, name })))],
  );
  const ids = new Map(rows.map(({ position, id }) => [position, id]));
  return files.map((file, position) => ({ ...file, fileId: ids.get(position) ?? null }));
}

/**
 * Enters those that the project lacks; their contents must lie in the storage. A name that other contents have in the
 * project is not taken over, since schedules and sheets name files.
 */
export async function enterSharedFiles(
  session: Session,
  projectId: string,
  changesetId: string,
  userId: string | null,
  files: readonly SharedFile[],
): Promise<void> {
  const found = await findSharedFiles(session, projectId, files);
  const missing = new Map(found.flatMap((file) => (file.fileId === null ? [[file.sha256, file]] : [])));
  for (const { name, sha256, sizeBytes, mediaType } of missing.values()) {
    const taken = await session.query('select from file where project_id = $1 and name = $2 limit 1', [
      projectId,
      name,
    ]);
    await session.query(
      `insert into file (project_id, changeset_id, name, size_bytes, sha256, media_type, created_by)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        projectId,
        changesetId,
        taken.length === 0 ? name : withDigest(name, sha256),
        sizeBytes,
        sha256,
        mediaType,
        userId,
      ],
    );
  }
}

/** `site.json` → `site.1a2b3c4d.json` */
function withDigest(name: string, sha256: string): string {
  const mark = `.${sha256.slice(0, 8)}`;
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? [];
  return `${stem.slice(0, 255 - mark.length - ending.length)}${mark}${ending}`;
}
