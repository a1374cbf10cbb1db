/** Statements on subjects and their frames. What is said is never changed: a change ends it and says something else. */
import type { Agreement } from '@batchyard/domain';
import type { Actor } from '../changesets/record.js';
import type { Database } from '../database/session.js';
import { readAgreement } from './agreement.js';
import type { AnnotationRecord, AnnotatorRecord, ResultDecision } from './annotation-record.js';
import { type AnnotationTableFilter, readAnnotationTable } from './annotation-table.js';
import { annotatorColumns } from './annotators.js';
import { type Assignments, assignAnnotations } from './assign-annotations.js';
import { assignStream } from './assign-stream.js';
import type { StreamedAssignments } from './assignment.js';
import { type JobAnnotations, storeJobAnnotations } from './job-annotations.js';
import { type ResultKey, readNewerArtifacts } from './newer-artifacts.js';
import { readAnnotations, readHistory } from './read-annotations.js';
import { resolveOlderResult } from './resolve-older-result.js';

export function annotationStore(database: Database) {
  return {
    /** Current ones, oldest first. The subjects must be ones that the caller may see. */
    current: (subjectIds: readonly string[]): Promise<AnnotationRecord[]> =>
      readAnnotations(database, 'a.subject_id = any($1) and a.ended_by is null', [subjectIds]),

    /** Current and ended ones, oldest first; of the ended at most the newest 10,000. */
    history: (subjectId: string): Promise<AnnotationRecord[]> => readHistory(database, subjectId),

    /** Current ones of a whole project, a row for each run of frames. */
    table: (projectId: string, filter: AnnotationTableFilter) =>
      readAnnotationTable(database, projectId, filter),

    /** Everybody who has annotated in a project. */
    annotators: (projectId: string): Promise<AnnotatorRecord[]> =>
      database.query(
        `select ${annotatorColumns} from annotator r where r.project_id = $1 order by r.id limit 1000`,
        [projectId],
      ),

    annotatorsByIds: (ids: readonly string[]): Promise<AnnotatorRecord[]> =>
      database.query(`select ${annotatorColumns} from annotator r where r.id = any($1)`, [ids]),

    /** The artifact as it is now, for each result that was computed anew since with other contents. */
    newerArtifacts: (keys: readonly ResultKey[]) => readNewerArtifacts(database, keys),

    /**
     * Carries out assignments as one changeset.
     * @throws UserError UNKNOWN_RESULT
     */
    assign: (
      actor: Actor,
      projectId: string,
      assignments: Assignments,
      onProgress?: (done: number) => void,
    ) => assignAnnotations(database, actor, projectId, assignments, onProgress),

    /** The same for any number of entries, with little memory; all of them or none. */
    assignStream: (
      actor: Actor,
      projectId: string,
      assignments: StreamedAssignments,
      onProgress: (done: number) => void = () => undefined,
    ) => assignStream(database, actor, projectId, assignments, onProgress),

    /** What a job said, before its end is recorded. @returns warnings for the job: what could not be stored and why */
    storeOfJob: (job: JobAnnotations) => database.transaction((session) => storeJobAnnotations(session, job)),

    /** @throws NotFound, UserError NOT_ON_OLDER_RESULT */
    resolve: (actor: Actor, projectId: string, annotationIds: readonly string[], decision: ResultDecision) =>
      database.transaction((session) =>
        resolveOlderResult(session, actor, projectId, annotationIds, decision),
      ),

    /** Of two annotators over what both judged. @param level null: all. @throws NotFound */
    agreement: (
      projectId: string,
      kind: string,
      authorA: string,
      authorB: string,
      level: string | null,
    ): Promise<Agreement> => readAgreement(database, projectId, { kind, authorA, authorB, level }),
  };
}
