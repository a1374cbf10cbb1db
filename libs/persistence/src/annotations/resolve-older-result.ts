/** What becomes of statements whose result was computed anew. */
import { NotFound, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import type { Session } from '../database/session.js';
import type { ArtifactRecord } from '../job-lists/job-detail-store.js';
import { isId } from '../projects/access.js';
import { announceSubjects } from '../subjects/announce-subjects.js';
import { countFrames } from '../subjects/count-frames.js';
import { lockSubjects } from '../subjects/locked-subject.js';
import type { AnnotationRecord, ResultDecision } from './annotation-record.js';
import { type ResultKey, readNewerArtifacts } from './newer-artifacts.js';
import { readAnnotations } from './read-annotations.js';
import { endAnnotations } from './write-annotations.js';

/** Statements that are decided at once. */
const maxDecided = 500;

/** Of the changeset of a decision; its counts say which. */
export const resolveVerb = 'resolve_older_result';

const pastTense: Readonly<Record<ResultDecision, string>> = {
  keep: 'Kept',
  redo: 'Ended, to be made anew,',
  drop: 'Dropped',
};

export async function resolveOlderResult(
  session: Session,
  actor: Actor,
  projectId: string,
  ids: readonly string[],
  decision: ResultDecision,
): Promise<{ changesetId: string; annotations: AnnotationRecord[] }> {
  const wanted = [...new Set(ids)];
  if (wanted.length > maxDecided) {
    throw new UserError('TOO_MANY', `At most ${maxDecided} annotations are decided at once.`, {
      parameter: 'annotationIds',
    });
  }
  const old = await lockAnnotations(session, projectId, wanted);
  const newer = await readNewerArtifacts(session, old.map(resultKeyOf));
  const stale = newer.indexOf(null);
  if (stale >= 0) throw notOlder(old[stale]?.id ?? '');
  const counted = old.length === 1 ? '1 annotation' : `${old.length} annotations`;
  const changesetId = await recordChange(session, actor, {
    projectId,
    verb: resolveVerb,
    summary: `${pastTense[decision]} ${counted} on an older result.`,
    counts: { [decision]: old.length },
  });
  await endAnnotations(
    session,
    changesetId,
    old.map(({ id }) => id),
  );
  if (decision === 'keep') await tieAnew(session, changesetId, old, newer as readonly ArtifactRecord[]);
  const subjectIds = [...new Set(old.map(({ subjectId }) => subjectId))];
  await countFrames(session, subjectIds);
  await announceSubjects(session, projectId, subjectIds);
  const annotations =
    decision === 'keep'
      ? await readAnnotations(session, 'a.changeset_id = $1', [changesetId])
      : await readAnnotations(session, 'a.id = any($1)', [wanted]);
  return { changesetId, annotations };
}

/** @throws NotFound when one is not current, or of another project */
async function lockAnnotations(
  session: Session,
  projectId: string,
  ids: readonly string[],
): Promise<AnnotationRecord[]> {
  const known = await session.query<{ id: string }>(
    'select distinct subject_id as id from annotation where id = any($1) and project_id = $2',
    [ids.filter(isId), projectId],
  );
  await lockSubjects(
    session,
    known.map(({ id }) => id),
  );
  const found = await readAnnotations(
    session,
    'a.id = any($1) and a.project_id = $2 and a.ended_by is null',
    [ids.filter(isId), projectId],
  );
  if (found.length < ids.length) throw new NotFound('One of the annotations');
  return found;
}

function resultKeyOf({ id, jobId, artifactPath, artifactSha256 }: AnnotationRecord): ResultKey {
  if (jobId === null || artifactPath === null || artifactSha256 === null) throw notOlder(id);
  return { jobId, path: artifactPath, sha256: artifactSha256 };
}

function notOlder(id: string): UserError {
  return new UserError(
    'NOT_ON_OLDER_RESULT',
    `Annotation ${id} is not on an older result: there is nothing to decide.`,
    { parameter: 'annotationIds' },
  );
}

/** The same statements by the same people, made on the newer results. */
async function tieAnew(
  session: Session,
  changesetId: string,
  old: readonly AnnotationRecord[],
  newer: readonly ArtifactRecord[],
): Promise<void> {
  await session.query(
    `insert into annotation (project_id, subject_id, kind, value, frames, confidence, severity, note, detail, annotator_id,
       created_at, job_id, artifact_path, artifact_sha256, changeset_id)
     select o.project_id, o.subject_id, o.kind, o.value, o.frames, o.confidence, o.severity, o.note, o.detail,
       o.annotator_id, o.created_at, n.job_id, o.artifact_path, n.sha256, $1
     from unnest($2::bigint[], $3::bigint[], $4::text[]) n (id, job_id, sha256) join annotation o on o.id = n.id`,
    [
      changesetId,
      old.map(({ id }) => id),
      newer.map(({ jobId }) => jobId),
      newer.map(({ sha256 }) => sha256),
    ],
  );
}
