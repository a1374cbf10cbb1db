/** What an estimate goes by: jobs that were computed lately, and the workers there are. */
import type { HistorySample, Machine } from '@batchyard/domain';
import { onlyRow, type Session } from '../database/session.js';
import { workerSilenceMs } from '../workers/worker-store.js';

const recentBatches = 20;
const jobsPerBatch = 50;

/**
 * Jobs that succeeded in the newest batches of the same pipeline, same major version, in the project: at most 20 × 50.
 * Chunks and merged jobs are no measure of a whole one, and to find what else is among them could mean to read them all.
 * @param version semantic version
 */
export function readSamples(
  session: Session,
  projectId: string,
  pipeline: { readonly name: string; readonly version: string },
): Promise<HistorySample[]> {
  return session.query<HistorySample>(
    `with recent as (
       select id from batch where project_id = $1 and pipeline_name = $2 and split_part(pipeline_version, '.', 1) = $3
         and coalesce((options->>'chunks')::int, 1) = 1
       order by id desc limit $4
     )
     select extract(epoch from a.ended_at - a.started_at)::float8 as seconds, job.input_bytes::float8 as "inputBytes",
       a.peak_memory_bytes::float8 as "peakMemoryBytes", coalesce(files.bytes, 0)::float8 as "outputBytes"
     from recent cross join lateral (
       select id, attempt, input_bytes from job
       where batch_id = recent.id and state = 'succeeded' and chunk_of is null and chunk_count is null
       order by position limit $5
     ) job
     join attempt a on a.job_id = job.id and a.number = job.attempt and a.ended_at is not null
     left join lateral (select sum(size_bytes) as bytes from artifact where job_id = job.id) files on true`,
    [projectId, pipeline.name, pipeline.version.split('.')[0], recentBatches, jobsPerBatch],
  );
}

/** The workers that would take the jobs of a batch. */
export interface Capacity {
  readonly workers: number;
  readonly slots: number;
  /** Slots in which no job runs now. */
  readonly freeSlots: number;
  /** Of the worker that has least; null: not known. */
  readonly freeDiskBytes: number | null;
  /** Those that the workers run on. */
  readonly machines: readonly Machine[];
}

/** @param labels that a worker must carry, all of them */
export async function readCapacity(session: Session, labels: readonly string[]): Promise<Capacity> {
  return onlyRow(
    await session.query<Capacity>(
      `with able as (
         select id, host, slots, free_disk_bytes, memory_bytes from worker
         where stopped_at is null and heartbeat_at > clock_timestamp() - $1 * interval '1 ms' and labels @> $2::text[] and refusal is null
       ), machine as (
         select sum(slots)::int as slots, max(memory_bytes) as "memoryBytes" from able group by host
       )
       select count(*)::int as workers, coalesce(sum(slots), 0)::int as slots,
         greatest(0, coalesce(sum(slots), 0)
           - (select count(*) from job where state = 'running' and not taken_ahead and worker_id in (select id from able)))::int as "freeSlots",
         min(free_disk_bytes)::float8 as "freeDiskBytes",
         (select coalesce(jsonb_agg(machine), '[]') from machine) as machines
       from able`,
      [workerSilenceMs, labels],
    ),
  );
}
