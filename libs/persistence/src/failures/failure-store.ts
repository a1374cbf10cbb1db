/** Failures as data: which jobs of a batch failed alike, and the last words of each. */
import type { FailureKind } from '@batchyard/domain';
import type { Database } from '../database/session.js';
import type { LogLineRecord } from '../job-lists/job-detail-store.js';

/** Jobs of a batch whose newest failure has one normalised message. */
export interface FailureGroupRecord {
  readonly batchId: string;
  /** The normalised message: `JobListFilter.failureKey` lists the jobs. */
  readonly key: string;
  /** kind, message and stage are those of the failure that ended last, which is the example's. */
  readonly kind: FailureKind | null;
  readonly message: string;
  readonly stage: string | null;
  readonly jobs: number;
  readonly exampleId: string;
}

export interface LastLineRecord extends LogLineRecord {
  readonly jobId: string;
}

/** Groups shown of a batch. */
const maxGroups = 50;
/** Log lines shown of a job. */
const maxLines = 20;

export function failureStore(database: Database) {
  return {
    /**
     * At most 50 groups of each batch, largest first. A job that waits for another try after such a failure counts
     * too, until it succeeds or is retried by a person; a cancelled one never does.
     */
    groups: (batchIds: readonly string[]) =>
      database.query<FailureGroupRecord>(
        // The newest failure of a group is found without sorting: arrays compare by their first element first.
        `select b.id as "batchId", g.key, e.failure_kind as kind, coalesce(e.error->>'message', g.key) as message,
           nullif(e.error->>'stage', '') as stage, g.jobs, e.id as "exampleId"
         from unnest($1::bigint[]) b (id) cross join lateral (
           select failure_key as key, count(*)::int as jobs,
             max(array[(extract(epoch from coalesce(finished_at, available_at)) * 1e6)::bigint, j.id]) as newest
           from job j where j.batch_id = b.id and j.failure_key is not null and j.failure_kind <> 'cancelled'
             and coalesce(finished_at, available_at) < 'infinity'
           group by failure_key order by count(*) desc, failure_key limit ${maxGroups}
         ) g join job e on e.id = g.newest[2] order by b.id, g.jobs desc, g.key`,
        [batchIds],
      ),

    /** The last 20 lines of each job's newest attempt, in the order written. The jobs must be ones the caller may see. */
    lastLines: (jobIds: readonly string[]) =>
      database.query<LastLineRecord>(
        `select l.* from job j cross join lateral (
           select job_id as "jobId", attempt, line, at, level, stage, text from job_log
           where job_id = j.id and attempt = j.attempt order by line desc limit ${maxLines}
         ) l where j.id = any($1) order by l."jobId", l.line`,
        [jobIds],
      ),
  };
}
