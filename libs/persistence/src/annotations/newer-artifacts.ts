/**
 * Which results were computed anew since somebody looked at them. The same result is the artifact with the same path of
 * the same job, or of a newer job with the same pipeline, parameters, input contents and replicate; whether it is
 * another one now, its contents decide.
 */
import type { Session } from '../database/session.js';
import type { ArtifactRecord } from '../job-lists/job-detail-store.js';

/** An artifact as it was when it was looked at. */
export interface ResultKey {
  readonly jobId: string;
  readonly path: string;
  readonly sha256: string;
}

/** @returns the newest artifact in the place of each key, or null where that is the one that was looked at */
export async function readNewerArtifacts(
  session: Session,
  keys: readonly ResultKey[],
): Promise<(ArtifactRecord | null)[]> {
  const rows = await session.query<ArtifactRecord & { n: number }>(
    `select k.n::int, a.id, a.job_id as "jobId", a.job_id as "forJobId", a.path, a.title, a.role,
       a.media_type as "mediaType", a.size_bytes::float8 as "sizeBytes", a.sha256, a.created_at as "createdAt"
     from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality k (job_id, path, sha256, n)
     join job j on j.id = k.job_id join batch b on b.id = j.batch_id
     cross join lateral (
       select a.* from job_cell c
       join job r on r.id = c.job_id and r.replicate = j.replicate and ${digests('r')} = ${digests('j')}
       join batch rb on rb.id = r.batch_id and rb.pipeline_name = b.pipeline_name
       join artifact a on a.job_id = coalesce(r.reused_from, r.id) and a.path = k.path
       where c.project_id = j.project_id and c.setting_key = j.setting_key and c.job_id >= j.id
       order by a.id desc limit 1
     ) a
     where a.sha256 <> k.sha256`,
    [keys.map(({ jobId }) => jobId), keys.map(({ path }) => path), keys.map(({ sha256 }) => sha256)],
  );
  const found = new Map(rows.map(({ n, ...artifact }) => [n, artifact]));
  return keys.map((_, index) => found.get(index + 1) ?? null);
}

/** Contents of all inputs of a job, by name and order. */
const digests = (job: string) => `jsonb_path_query_array(${job}.inputs, '$.*[*].sha256')`;
