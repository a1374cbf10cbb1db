/** Subjects: the tree of a project, whose leaves have frames. */
import { type JsonObject, NotFound } from '@batchyard/domain';
import type { Actor } from '../changesets/record.js';
import type { Database } from '../database/session.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import type { PageRequest } from '../projects/page.js';
import { createSubjectStream, type StreamedSubject } from './create-stream.js';
import { createSubjects, type NewSubjects } from './create-subjects.js';
import { readFrameOrder, readFrames } from './frames.js';
import { setLandmark, setMetadata } from './subject-facts.js';
import { readSubjectPage, type SubjectListFilter } from './subject-pages.js';
import { type SubjectRecord, subjectColumns } from './subject-record.js';

export interface LandmarkRecord {
  readonly subjectId: string;
  readonly name: string;
  readonly frameNumber: number;
}

export function subjectStore(database: Database) {
  const byIds = (caller: Caller, ids: readonly string[]) =>
    database.query<SubjectRecord>(
      `select ${subjectColumns} from subject s
       where s.id = any($3) and s.removed_by is null and ${visibleProject('s.project_id')} order by s.name`,
      [...callerParameters(caller), ids.filter(isId)],
    );
  return {
    /** By name. The project must be one that the caller may see. */
    list: (projectId: string, page: PageRequest, filter: SubjectListFilter) =>
      readSubjectPage(database, projectId, page, filter),

    byIds,

    /** @throws NotFound */
    find: async (caller: Caller, id: string): Promise<SubjectRecord> => {
      const [subject] = await byIds(caller, [id]);
      if (subject === undefined) throw new NotFound('The subject');
      return subject;
    },

    /** The project must be one that the caller may see. */
    byName: async (projectId: string, name: string): Promise<SubjectRecord | null> => {
      const [subject] = await database.query<SubjectRecord>(
        `select ${subjectColumns} from subject s where s.project_id = $1 and s.name = $2 and s.removed_by is null`,
        [projectId, name],
      );
      return subject ?? null;
    },

    /** By number. @param afterNumber null: from the first */
    frames: (subjectId: string, first: number, afterNumber: number | null) =>
      readFrames(database, subjectId, first, afterNumber),

    /** Numbers and names of all frames. */
    frameOrder: (subjectId: string) => readFrameOrder(database, subjectId),

    /** Those that were set by hand. */
    landmarks: (subjectIds: readonly string[]) =>
      database.query<LandmarkRecord>(
        `select subject_id as "subjectId", name, frame_number as "frameNumber" from landmark
         where subject_id = any($1) order by name`,
        [subjectIds],
      ),

    /** Makes subjects, and the frames that existing ones lack. @throws UserError INVALID_SUBJECTS with every problem */
    create: (actor: Actor, projectId: string, request: NewSubjects, isPlan: boolean) =>
      database.transaction((session) => createSubjects(session, actor, projectId, request, isPlan)),

    /**
     * The same for any number of subjects, with little memory, and changes facts of others.
     * @throws UserError INVALID_SUBJECTS, CHANGED_SINCE
     */
    createStream: (
      actor: Actor,
      projectId: string,
      portions: () => AsyncIterable<readonly StreamedSubject[]>,
      onProgress: (done: number) => void = () => undefined,
    ) => createSubjectStream(database, actor, projectId, portions, onProgress),

    /**
     * @param frameNumber null takes it away
     * @returns the changeset, null when nothing changed
     * @throws NotFound, UserError INVALID_LANDMARK
     */
    setLandmark: (actor: Actor, subjectId: string, name: string, frameNumber: number | null) =>
      database.transaction((session) => setLandmark(session, actor, subjectId, name, frameNumber)),

    /** Replaces the free facts. @returns the changeset, null when nothing changed @throws NotFound */
    setMetadata: (actor: Actor, subjectId: string, metadata: JsonObject) =>
      database.transaction((session) => setMetadata(session, actor, subjectId, metadata)),
  };
}
