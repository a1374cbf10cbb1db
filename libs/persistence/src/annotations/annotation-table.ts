/** Current annotations of a project as rows, for pipelines and other programs; read a portion at a time. */
import { runsOf, type Severity } from '@batchyard/domain';
import type { Database } from '../database/session.js';
import { isId } from '../projects/access.js';
import { fromMultirange } from './frame-multirange.js';

/** A statement on one run of frames, or on the subject itself. */
export interface AnnotationRow {
  readonly subject: string;
  readonly level: string;
  readonly kind: string;
  readonly value: string;
  /** Frame numbers, both included; null: the subject itself. */
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
  readonly confidence: number | null;
  readonly severity: Severity | null;
  readonly note: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly author: string;
  readonly createdAt: Date;
}

export interface AnnotationTableFilter {
  readonly kind: string | null;
  /** Of the subjects. */
  readonly level: string | null;
  /** Only what this change said; null: whoever said it. */
  readonly changesetId: string | null;
}

const rowsPerRead = 2_000;

/** Oldest first. The project must be one that the caller may see. */
export async function* readAnnotationTable(
  database: Database,
  projectId: string,
  { kind, level, changesetId }: AnnotationTableFilter,
): AsyncGenerator<AnnotationRow> {
  if (changesetId !== null && !isId(changesetId)) return;
  for (let after = '0'; ; ) {
    type Row = Omit<AnnotationRow, 'firstFrame' | 'lastFrame'> & { id: string; frames: string | null };
    const rows = await database.query<Row>(
      `select a.id, s.name as subject, s.level, a.kind, a.value, a.frames::text as frames, a.confidence, a.severity, a.note,
         a.detail, a.created_at as "createdAt",
         coalesce(r.pipeline_name || ' ' || r.pipeline_version, u.name, 'gone') as author
       from annotation a join subject s on s.id = a.subject_id and s.removed_by is null
       join annotator r on r.id = a.annotator_id left join app_user u on u.id = r.user_id
       where a.project_id = $1 and a.ended_by is null and a.id > $2 and ($3::text is null or a.kind = $3)
         and ($4::text is null or s.level = $4) and ($5::bigint is null or a.changeset_id = $5)
       order by a.id limit $6`,
      [projectId, after, kind, level, changesetId, rowsPerRead],
    );
    for (const { id: _, frames, ...row } of rows) {
      const set = fromMultirange(frames);
      if (set === null) yield { ...row, firstFrame: null, lastFrame: null };
      else for (const { first, last } of runsOf(set)) yield { ...row, firstFrame: first, lastFrame: last };
    }
    if (rows.length < rowsPerRead) return;
    after = rows.at(-1)?.id ?? after;
  }
}
