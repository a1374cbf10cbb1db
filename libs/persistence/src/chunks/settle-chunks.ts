/** What becomes of jobs whose chunks have all ended. Everything here may be repeated at any time. */
import {
  describeFailedChunks,
  type EndedChunk,
  type FinalJobState,
  normaliseMessage,
  resultJobStates,
} from '@batchyard/domain';
import type { JobError } from '@batchyard/pipelines';
import { changeChannel } from '../changes/change-feed.js';
import { toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import { columnsOfEnded } from '../jobs/fence.js';

/**
 * `lately`: only jobs of which a chunk ended within seconds, which costs no more than these; `all`: for the rescue pass,
 * which finds what was left when a worker died in between.
 */
export type SettleScope = 'lately' | 'all';

/** Jobs that may be ready, by scope. `now()` and not the clock: only what is stable is looked up by index. */
const candidatesSql: Readonly<Record<SettleScope, string>> = {
  lately: `select distinct chunk_of as id from job
    where batch_id = $1 and chunk_of is not null and finished_at > now() - interval '10 s'`,
  all: `select id from job where batch_id = $1 and state = 'waiting' and available_at = 'infinity'`,
};

/**
 * A job that waits for its chunks, alias `j`, all of which have ended. Asked for each job by itself: joined, the
 * database might read every job there is.
 */
const allChunksEnded = `j.state = 'waiting' and j.available_at = 'infinity'
  and (select c.id from job c where c.chunk_of = j.id and c.finished_at is null limit 1) is null`;

/**
 * Lets jobs of a batch merge whose chunks all have a result, and ends those that lack one. The caller holds the batch's
 * row, so that two who see the last chunk end do not both miss it.
 */
export async function settleChunks(session: Session, batchId: string, scope: SettleScope): Promise<void> {
  const candidates = await session.query<{ id: string }>(candidatesSql[scope], [batchId]);
  if (candidates.length === 0) return;
  const jobs = await session.query<{ id: string }>(
    // In the order in which every writer of many jobs takes them.
    `select id from job j where id = any($1) and ${allChunksEnded} order by id for no key update`,
    [candidates.map((job) => job.id)],
  );
  if (jobs.length === 0) return;
  const chunks = await readEndedChunks(
    session,
    jobs.map((job) => job.id),
  );
  const failures = [...chunks].flatMap(([id, ended]) => {
    const message = describeFailedChunks(ended);
    return message === null ? [] : [{ id, message }];
  });
  await failJobs(session, failures);
  // Those that failed are no longer waiting.
  await session.query(
    `update job set available_at = clock_timestamp()
     where id = any($1) and state = 'waiting' and available_at = 'infinity'`,
    [[...chunks.keys()]],
  );
  // The triggers do not announce that a job may start.
  await session.query('select pg_notify($1, $2)', [changeChannel, toJson({ batch: batchId, jobs: [] })]);
}

/** Unfinished batches with jobs whose chunks have all ended. */
export async function batchesToMerge(session: Session): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select b.id from batch b where b.finished_at is null
       and exists (select from job j where j.batch_id = b.id and ${allChunksEnded}) order by b.id`,
  );
  return rows.map((row) => row.id);
}

interface EndedRow {
  readonly jobId: string;
  readonly first: number;
  readonly last: number;
  readonly state: FinalJobState;
  readonly message: string | null;
}

/** Job id → its chunks in order. */
async function readEndedChunks(
  session: Session,
  jobIds: readonly string[],
): Promise<Map<string, EndedChunk[]>> {
  const rows = await session.query<EndedRow>(
    `select chunk_of as "jobId", first_frame as first, last_frame as last, state,
       case when state <> all($2) then error->>'message' end as message
     from job where chunk_of = any($1) order by chunk_of, chunk_index`,
    [jobIds, resultJobStates],
  );
  const chunks = new Map<string, EndedChunk[]>();
  for (const { jobId, first, last, state, message } of rows) {
    const ended = chunks.get(jobId) ?? [];
    ended.push({ frames: { first, last }, state, message });
    chunks.set(jobId, ended);
  }
  return chunks;
}

async function failJobs(
  session: Session,
  failures: readonly { readonly id: string; readonly message: string }[],
): Promise<void> {
  if (failures.length === 0) return;
  const rows = failures.map(({ id, message }) => {
    const error: JobError = { stage: '', message, problems: [] };
    return { id, error, key: normaliseMessage(message) };
  });
  await session.query(
    `update job set state = 'failed', ${columnsOfEnded}, error = f.error, failure_kind = 'chunk_failed', failure_key = f.key
     from jsonb_to_recordset($1) f (id bigint, error jsonb, key text)
     where job.id = f.id and state = 'waiting' and available_at = 'infinity'`,
    [toJson(rows)],
  );
}
