/** Follows batches of schedules to their end, and tries failed jobs again. */
import { type BatchState, finalBatchStates, type SchedulePolicies } from '@batchyard/domain';
import type { recordedVerbs } from '../changesets/recorded-verbs.js';
import type { Database, Session } from '../database/session.js';
import { afterFailure } from './after-failure.js';

interface EndedOccurrence {
  readonly id: string;
  readonly batchId: string | null;
  readonly batchState: BatchState | null;
  readonly retries: number;
  readonly policies: SchedulePolicies;
}

/** From the end of a batch to the next try of its failed jobs, ms. */
const retryAfterMs = 600_000;

/** @param now by the database's clock */
export async function settleOccurrences(
  database: Database,
  verbs: ReturnType<typeof recordedVerbs>,
  now: Date,
): Promise<void> {
  await retryDue(database, verbs, now);
  for (const occurrence of await endedOccurrences(database)) {
    await database.transaction((session) => settleOne(session, occurrence, now));
  }
  await finishBackfills(database);
}

function endedOccurrences(session: Session): Promise<EndedOccurrence[]> {
  return session.query<EndedOccurrence>(
    `select o.id, o.batch_id as "batchId", b.state as "batchState", o.retries, s.policies
     from occurrence o join schedule s on s.id = o.schedule_id left join batch b on b.id = o.batch_id
     where o.state = 'running' and o.retry_at is null and (b.id is null or b.state = any($1))`,
    [finalBatchStates],
  );
}

async function settleOne(session: Session, occurrence: EndedOccurrence, now: Date): Promise<void> {
  const { id, batchState, retries, policies } = occurrence;
  const hasFailed = batchState !== 'succeeded';
  if (hasFailed && batchState !== null && batchState !== 'cancelled' && retries < policies.retryFailed) {
    await session.query(
      `update occurrence set retry_at = $2 where id = $1 and state = 'running' and retry_at is null`,
      [id, new Date(now.getTime() + retryAfterMs)],
    );
    return;
  }
  const [ended] = await session.query(
    `update occurrence set state = $2, reason = $3, finished_at = $4 where id = $1 and state = 'running' returning id`,
    [id, hasFailed ? 'failed' : 'succeeded', hasFailed ? reasonOf(batchState) : null, now],
  );
  if (ended !== undefined && hasFailed) await afterFailure(session, id);
}

function reasonOf(state: BatchState | null): string {
  if (state === null) return 'Its batch was deleted.';
  return state === 'completed_with_errors'
    ? 'Some jobs of its batch failed.'
    : `Its batch ended as ${state}.`;
}

/** The verb comes before its note: whoever dies in between has it repeated, which does no harm. */
async function retryDue(
  database: Database,
  verbs: ReturnType<typeof recordedVerbs>,
  now: Date,
): Promise<void> {
  const due = await database.query<{ id: string; batchId: string }>(
    `select id, batch_id as "batchId" from occurrence
     where state = 'running' and retry_at <= $1 and batch_id is not null`,
    [now],
  );
  for (const { id, batchId } of due) {
    await verbs.onBatch({ userId: null, source: 'schedule' }, 'retry_failed', batchId);
    await database.query(
      'update occurrence set retry_at = null, retries = retries + 1 where id = $1 and retry_at is not null',
      [id],
    );
  }
}

async function finishBackfills(session: Session): Promise<void> {
  await session.query(
    `update backfill f set state = 'finished' where state = 'running'
       and not exists (select from occurrence o where o.backfill_id = f.id and o.state in ('waiting', 'running'))`,
  );
}
