import type { FrameRange } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';

/** What a chunk left behind, in storage. */
export interface StoredChunk {
  readonly frames: FrameRange;
  readonly metrics: Readonly<Record<string, number>>;
  /** Its files, by the path that the pipeline gave them. */
  readonly artifacts: readonly { readonly path: string; readonly sha256: string }[];
}

/** The chunks of a job with their results, in order; a reused chunk has those of the job that computed it. */
export async function readChunkResults(session: Session, jobId: string): Promise<StoredChunk[]> {
  const rows = await session.query<Omit<StoredChunk, 'frames'> & FrameRange>(
    `select c.first_frame as first, c.last_frame as last, coalesce(r.chunk_metrics, '{}') as metrics,
       coalesce((select jsonb_agg(jsonb_build_object('path', a.path, 'sha256', a.sha256) order by a.path)
                 from artifact a where a.job_id = r.id), '[]') as artifacts
     from job c join job r on r.id = coalesce(c.reused_from, c.id)
     where c.chunk_of = $1 order by c.chunk_index`,
    [jobId],
  );
  return rows.map(({ first, last, ...chunk }) => ({ frames: { first, last }, ...chunk }));
}
