/** Writes what the rules decided, in sets. */
import type { NewAnnotation } from '@batchyard/domain';
import { storableText, toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import { toMultirange } from './frame-multirange.js';

/** What a statement was made on. */
export interface AnnotatedResult {
  readonly jobId: string;
  readonly artifactPath: string | null;
  readonly artifactSha256: string | null;
}

/** What all new statements of one write have in common. */
export interface WriteContext {
  readonly projectId: string;
  readonly changesetId: string;
  readonly annotatorId: string;
  readonly result: AnnotatedResult | null;
}

export interface CreatedStatement {
  readonly subjectId: string;
  readonly annotation: NewAnnotation;
}

/** Rows of one statement. */
const rowsPerStatement = 10_000;

/** Ends statements. They must be current, of subjects that the transaction has locked. */
export async function endAnnotations(
  session: Session,
  changesetId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await session.query(
    `update annotation set ended_by = $1, ended_at = clock_timestamp() where id = any($2) and ended_by is null`,
    [changesetId, ids],
  );
}

/** The rest of a statement that was cut keeps its author, its time and what it was made on. */
export async function insertAnnotations(
  session: Session,
  { projectId, changesetId, annotatorId, result }: WriteContext,
  created: readonly CreatedStatement[],
): Promise<void> {
  for (let from = 0; from < created.length; from += rowsPerStatement) {
    const rows = created.slice(from, from + rowsPerStatement);
    const column = <T>(read: (annotation: NewAnnotation) => T) =>
      rows.map(({ annotation }) => read(annotation));
    await session.query(
      `insert into annotation (project_id, subject_id, kind, value, frames, confidence, severity, note, detail,
         annotator_id, job_id, artifact_path, artifact_sha256, created_at, changeset_id)
       select $1, n.subject_id, n.kind, n.value, n.frames::int4multirange, n.confidence, n.severity, n.note, n.detail::jsonb,
         coalesce(o.annotator_id, $2),
         case when o.id is null then $3::bigint else o.job_id end,
         case when o.id is null then $4::text else o.artifact_path end,
         case when o.id is null then $5::text else o.artifact_sha256 end,
         coalesce(o.created_at, clock_timestamp()), $6
       from unnest($7::bigint[], $8::text[], $9::text[], $10::text[], $11::float8[], $12::text[], $13::text[], $14::text[],
         $15::bigint[]) with ordinality n (subject_id, kind, value, frames, confidence, severity, note, detail, rest_of, n)
       left join annotation o on o.id = n.rest_of order by n.n`,
      [
        projectId,
        annotatorId,
        result?.jobId ?? null,
        result?.artifactPath ?? null,
        result?.artifactSha256 ?? null,
        changesetId,
        rows.map(({ subjectId }) => subjectId),
        column(({ kind }) => kind),
        column(({ value }) => storableText(value)),
        column(({ frames }) => toMultirange(frames)),
        column(({ confidence }) => confidence),
        column(({ severity }) => severity),
        column(({ note }) => note && storableText(note)),
        column(({ detail }) => toJson(detail)),
        column(({ remainderOf }) => remainderOf),
      ],
    );
  }
}
