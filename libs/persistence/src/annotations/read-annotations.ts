import type { Session } from '../database/session.js';
import type { AnnotationRecord } from './annotation-record.js';
import { fromMultirange } from './frame-multirange.js';

const columns = `a.id, a.project_id as "projectId", a.subject_id as "subjectId", a.kind, a.value, a.frames::text as frames,
  a.confidence, a.severity, a.note, a.detail, a.annotator_id as "annotatorId", a.created_at as "createdAt",
  a.job_id as "jobId", a.artifact_path as "artifactPath", a.artifact_sha256 as "artifactSha256",
  a.changeset_id as "changesetId", a.ended_by as "endedById"`;

const endedShown = 10_000;

/** Oldest first. @param where on the annotation with the alias `a` */
export async function readAnnotations(
  session: Session,
  where: string,
  parameters: readonly unknown[],
): Promise<AnnotationRecord[]> {
  const rows = await session.query<Omit<AnnotationRecord, 'frames'> & { frames: string | null }>(
    `select ${columns} from annotation a where ${where} order by a.id`,
    parameters,
  );
  return rows.map((row) => ({ ...row, frames: fromMultirange(row.frames) }));
}

/** Current and ended statements; of the ended the newest. */
export async function readHistory(session: Session, subjectId: string): Promise<AnnotationRecord[]> {
  return readAnnotations(
    session,
    `a.subject_id = $1 and (a.ended_by is null or a.id = any(array(
       select id from annotation where subject_id = $1 and ended_by is not null order by id desc limit ${endedShown})))`,
    [subjectId],
  );
}
