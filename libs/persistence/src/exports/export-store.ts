/** Whole lists, as their pages filter them, to be written to a file while they are read. */
import type { Database } from '../database/session.js';
import type { JobListFilter, JobListOrder } from '../job-lists/job-filter.js';
import { countSubjects, type SubjectListFilter } from '../subjects/subject-pages.js';
import { readExportedJobColumns, readExportedJobs } from './exported-jobs.js';
import {
  readAnnotationsToCompare,
  readExportedAnnotations,
  readExportedFrames,
  readExportedSubjects,
} from './exported-subjects.js';

/** The projects must be ones that the caller may see. */
export function exportStore(database: Database) {
  return {
    jobs: (projectId: string, filter: JobListFilter, order: JobListOrder) =>
      readExportedJobs(database, projectId, filter, order),
    jobColumns: (projectId: string, filter: JobListFilter, order: JobListOrder) =>
      readExportedJobColumns(database, projectId, filter, order),

    subjects: (projectId: string, filter: SubjectListFilter) =>
      readExportedSubjects(database, projectId, filter),
    annotations: (projectId: string, filter: SubjectListFilter) =>
      readExportedAnnotations(database, projectId, filter),
    /** Current statements by these ids, or what became of them since; at most some thousands at once. */
    annotationsToCompare: (projectId: string, ids: readonly string[]) =>
      readAnnotationsToCompare(database, projectId, ids),
    frames: (projectId: string, filter: SubjectListFilter) => readExportedFrames(database, projectId, filter),

    /** Subjects that fit, their frames, and their current statements of the filter's kind and value. */
    subjectCounts: (projectId: string, filter: SubjectListFilter) =>
      countSubjects(database, projectId, filter),

    /** Names of the free facts of subjects. */
    factNames: async (projectId: string): Promise<string[]> => {
      const rows = await database.query<{ name: string }>(
        `select distinct k.name from subject s cross join lateral jsonb_object_keys(s.metadata) k (name)
         where s.project_id = $1 and s.removed_by is null order by 1 limit 1000`,
        [projectId],
      );
      return rows.map(({ name }) => name);
    },
  };
}
