/**
 * Moves waiting jobs into the queue, a small window at a time. What is chosen is the caller's rule; here is what it
 * may choose from, at a cost of active batches × window and never of all jobs.
 */
import type { Choice, DispatchCandidate, DispatchRule, DispatchSituation } from '@batchyard/domain';
import { advisoryLocks } from '../database/advisory-locks.js';
import type { Database, Session } from '../database/session.js';
import { failPoint } from '../faults/fail-points.js';
import type { JobQueue, QueuedJob } from '../queue/job-queue.js';
import { lastProjectKey, readSituation, staleAfterMs } from './situation.js';

/**
 * One pass. @returns how many jobs were queued; null when another process is dispatching right now
 * @param livingMs a worker that was heard of within this time counts as living
 */
export async function dispatchJobs(
  database: Database,
  queue: JobQueue,
  rule: DispatchRule,
  livingMs: number,
): Promise<number | null> {
  return database.transaction(async (session) => {
    const [lock] = await session.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      advisoryLocks.dispatch,
    ]);
    if (!lock?.mine) return null;
    const situation = await withoutWaiting(session, queue, await readSituation(session, livingMs));
    const limits = rule.limits(situation);
    const candidates = await readCandidates(session, limits);
    const { choices, jobsPerMessage, openBatchId } = rule.choose(situation, candidates);
    await declareOpen(session, openBatchId);
    const queued = await markQueued(session, choices);
    if (queued.length > 0) {
      await failPoint('in_dispatch');
      await queue.enqueue(session, queued, jobsPerMessage);
    }
    const last = choices.at(-1);
    if (last !== undefined && last.projectId !== situation.lastProjectId) {
      await session.query(
        `insert into instance_setting (key, value) values ($1, to_jsonb($2::text))
         on conflict (key) do update set value = excluded.value`,
        [lastProjectKey, last.projectId],
      );
    }
    return queued.length;
  });
}

/**
 * A job whose message still waits its turn is not stale, however long the line is: more would only make it longer, and
 * whoever comes next would wait behind all of it.
 */
async function withoutWaiting(
  session: Session,
  queue: JobQueue,
  situation: DispatchSituation,
): Promise<DispatchSituation> {
  if (situation.batches.every(({ staleQueued }) => staleQueued === 0)) return situation;
  const rows = await session.query<{ batchId: string; n: number }>(
    `select batch_id as "batchId", count(*)::int as n from job where id = any($1) and state = 'queued'
       and queued_at < clock_timestamp() - $2 * interval '1 ms' group by batch_id`,
    [[...(await queue.waitingJobs(session))], staleAfterMs],
  );
  const waiting = new Map(rows.map(({ batchId, n }) => [batchId, n]));
  const batches = situation.batches.map((batch) => ({
    ...batch,
    staleQueued: Math.max(0, batch.staleQueued - (waiting.get(batch.id) ?? 0)),
  }));
  return { ...situation, batches };
}

/** Longer than passes are apart, and short for a batch that comes while nobody dispatches. */
const openForMs = 3_000;

/** Written again when half of the time is over, not at each pass. @param batchId null: no batch is open */
async function declareOpen(session: Session, batchId: string | null): Promise<void> {
  await session.query(
    `with closed as (delete from open_batch where batch_id is distinct from $1::bigint)
     insert into open_batch as o (batch_id, until)
     select $1, clock_timestamp() + $2 * interval '1 ms' where $1 is not null
     on conflict (batch_id) do update set until = excluded.until where o.until < clock_timestamp() + $2 / 2 * interval '1 ms'`,
    [batchId, openForMs],
  );
}

async function readCandidates(
  session: Session,
  limits: ReadonlyMap<string, number>,
): Promise<Map<string, DispatchCandidate[]>> {
  if (limits.size === 0) return new Map();
  const rows = await session.query<DispatchCandidate & { batchId: string }>(
    `select b.id as "batchId", j.id, j.attempt from unnest($1::bigint[], $2::int[]) b (id, at_most)
     cross join lateral (
       select id, attempt, priority, position from job
       where batch_id = b.id and state in ('waiting', 'lost') and available_at <= clock_timestamp()
         -- not those that wait for their chunks; the index leaves them out
         and available_at < 'infinity'
       order by priority desc, position limit b.at_most
     ) j order by b.id, j.priority desc, j.position`,
    [[...limits.keys()], [...limits.values()]],
  );
  const candidates = new Map<string, DispatchCandidate[]>();
  for (const { batchId, id, attempt } of rows) {
    candidates.set(batchId, [...(candidates.get(batchId) ?? []), { id, attempt }]);
  }
  return candidates;
}

/** Guarded like every transition: a job that was cancelled meanwhile drops out. Keeps the order of the choices. */
async function markQueued(session: Session, choices: readonly Choice[]): Promise<QueuedJob[]> {
  if (choices.length === 0) return [];
  const rows = await session.query<{ id: string }>(
    `update job set state = 'queued', queued_at = clock_timestamp() from batch
     where job.id = any($1) and job.state in ('waiting', 'lost') and batch.id = job.batch_id and batch.state = 'running'
     returning job.id`,
    [choices.map((choice) => choice.job.id)],
  );
  const marked = new Set(rows.map((row) => row.id));
  return choices.flatMap(({ job, labels }) => (marked.has(job.id) ? [{ ...job, labels }] : []));
}

/**
 * Announces queued jobs again that nobody has started for `olderThanMs`: the queue may have lost them. Doing so for
 * jobs that merely wait their turn adds nothing to the queue.
 */
export async function requeueForgotten(
  database: Database,
  queue: JobQueue,
  olderThanMs: number,
): Promise<number> {
  return database.transaction(async (session) => {
    const forgotten = await session.query<QueuedJob>(
      `select job.id, job.attempt, batch.labels from job join batch on batch.id = job.batch_id and batch.state = 'running'
       where job.state = 'queued' and job.queued_at < clock_timestamp() - $1 * interval '1 ms'
       order by job.queued_at limit 500`,
      [olderThanMs],
    );
    if (forgotten.length > 0) await queue.announceAgain(session, forgotten);
    return forgotten.length;
  });
}

/** Sets of labels that batches ask for which have not ended: each has a queue of its own. */
export async function readWantedLabels(session: Session): Promise<(readonly string[])[]> {
  const rows = await session.query<{ labels: string[] }>(
    `select distinct labels from batch where finished_at is null and labels <> '{}'`,
  );
  return rows.map((row) => row.labels);
}
