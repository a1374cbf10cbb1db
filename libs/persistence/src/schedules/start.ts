/** Starts the batches of times that have come. Several workers may do it at once: only one of them gets a time. */
import { Conflict, type InvalidCell, type SchedulePolicies, UserError } from '@batchyard/domain';
import type { BatchStarts } from '../batch-start/start-batch.js';
import type { recordedVerbs } from '../changesets/recorded-verbs.js';
import { toJson } from '../database/json.js';
import type { Session } from '../database/session.js';
import { afterFailure } from './after-failure.js';
import { whileClaimed } from './claim.js';
import { type LeftOut, type ScheduleRecord, scheduleColumns } from './schedule-record.js';
import { type RequestMeans, scheduledRequest } from './scheduled-request.js';

export interface StartMeans extends RequestMeans {
  readonly batchStarts: BatchStarts;
  readonly verbs: ReturnType<typeof recordedVerbs>;
}

interface DueOccurrence {
  readonly id: string;
  readonly dueAt: Date;
  readonly scheduleId: string;
  readonly policies: SchedulePolicies;
  /** Somebody asked for it, so that it waits for its turn. */
  readonly isAskedFor: boolean;
  /** The batch of an earlier time that still runs. */
  readonly runningBatchId: string | null;
}

/** @returns how many batches were started */
export async function startOccurrences(means: StartMeans, now: Date): Promise<number> {
  let started = 0;
  for (const occurrence of await dueOccurrences(means.database, now)) {
    if (occurrence.runningBatchId !== null) await giveWay(means, occurrence, now);
    else if (await whileClaimed(means.database, occurrence.id, () => startOne(means, occurrence, now)))
      started += 1;
  }
  return started;
}

/** The earliest waiting time of each schedule; those of a backfill come after those of the clock. */
function dueOccurrences(session: Session, now: Date): Promise<DueOccurrence[]> {
  return session.query<DueOccurrence>(
    `select distinct on (o.schedule_id) o.id, o.due_at as "dueAt", o.schedule_id as "scheduleId", s.policies,
       o.backfill_id is not null or o.story = 'by_hand' as "isAskedFor",
       (select r.batch_id from occurrence r where r.schedule_id = o.schedule_id and r.state = 'running') as "runningBatchId"
     from occurrence o join schedule s on s.id = o.schedule_id left join backfill f on f.id = o.backfill_id
     where o.state = 'waiting' and o.start_at <= $1 and coalesce(f.state, 'running') = 'running'
     order by o.schedule_id, o.backfill_id nulls first, o.due_at`,
    [now],
  );
}

/** A batch of the schedule still runs: this time waits, is skipped, or ends the other. */
async function giveWay({ database, verbs }: StartMeans, occurrence: DueOccurrence, now: Date): Promise<void> {
  const { id, scheduleId, policies, isAskedFor, runningBatchId } = occurrence;
  if (isAskedFor || runningBatchId === null) return;
  switch (policies.overlap) {
    case 'queue':
      await database.query(
        `update occurrence set story = 'overlap_queued'
         where schedule_id = $1 and state = 'waiting' and start_at <= $2 and story in ('on_time', 'late')`,
        [scheduleId, now],
      );
      return;
    case 'skip':
      await database.query(
        `update occurrence set state = 'skipped', story = 'overlap_skipped', reason = $2
         where id = $1 and state = 'waiting'`,
        [id, `The batch before (${runningBatchId}) was still running.`],
      );
      return;
    case 'cancel_old':
      await verbs.onBatch(scheduler, 'cancel', runningBatchId).catch(ignoreConflict);
  }
}

const scheduler = { userId: null, source: 'schedule' } as const;

/** It ended by itself, or another worker was faster. */
function ignoreConflict(error: unknown): void {
  if (!(error instanceof Conflict)) throw error;
}

async function startOne(
  means: StartMeans,
  { id, dueAt, scheduleId, policies }: DueOccurrence,
  now: Date,
): Promise<boolean> {
  const { database, batchStarts } = means;
  const [schedule] = await database.query<ScheduleRecord>(
    `select ${scheduleColumns} from schedule s where s.id = $1`,
    [scheduleId],
  );
  if (schedule === undefined) return false;
  try {
    const { request, leftOut } = await scheduledRequest(means, schedule, dueAt);
    const unfinished = schedule.newOnly ? await unfinishedCells(batchStarts, request) : null;
    const only = unfinished?.cells;
    if (only?.size === 0)
      return await nothingNew(database, id, [...leftOut, ...(unfinished?.invalid ?? [])], now);
    const actor = { userId: schedule.createdById, source: 'schedule' } as const;
    await batchStarts.start(actor, { ...request, only }, undefined, (session, batchId, invalid) =>
      take(session, { id, batchId, leftOut: [...leftOut, ...invalid.map(cellLeftOut)] }, now),
    );
    return true;
  } catch (error) {
    if (error instanceof TakenByAnother) return false;
    if (!(error instanceof UserError)) throw error;
    if (mayPass(error) && now.getTime() - dueAt.getTime() < policies.missedAfterS * 1000) {
      await waitOn(database, id, error);
      return false;
    }
    const messages = [error.message, ...error.problems.map(({ message }) => message)];
    await database.transaction((session) => fail(session, id, messages, now));
    return false;
  }
}

/**
 * Before the time counts as missed, a share that is away may be back, a sheet complete, and a worker come by that has
 * the share where this one has not.
 */
const mayPass = ({ code }: UserError) => ['SHARE_AWAY', 'SHEET_BUSY', 'UNKNOWN_SHARE'].includes(code);

async function waitOn(session: Session, id: string, { code, message }: UserError): Promise<void> {
  await session.query(
    `update occurrence set reason = $2, story = case when story = 'on_time' and $3 then 'late' else story end
     where id = $1 and state = 'waiting'`,
    [id, message, code !== 'UNKNOWN_SHARE'],
  );
}

/** Keys of the cells without a result; of equal content, whatever its file is called. */
async function unfinishedCells(
  batchStarts: BatchStarts,
  request: Parameters<BatchStarts['preview']>[0],
): Promise<{ readonly cells: Set<string>; readonly invalid: readonly LeftOut[] } | null> {
  const { jobs, kinds, invalid } = await batchStarts.preview(request);
  // Without cells there is something wrong, which starting tells.
  if (jobs.length === 0) return null;
  const open = jobs.filter((_, index) => kinds[index]?.kind !== 'reused');
  return { cells: new Set(open.map(({ cellKey }) => cellKey)), invalid: invalid.map(cellLeftOut) };
}

const cellLeftOut = ({ position, label, problems }: InvalidCell): LeftOut => ({
  place: label === '' ? `job ${position + 1}` : label,
  message: [...new Set(problems.map(({ message }) => message))].slice(0, 3).join(' '),
});

/** Another scheduler started this time, or another time of its schedule, meanwhile. */
class TakenByAnother extends Error {}

async function take(
  session: Session,
  {
    id,
    batchId,
    leftOut,
  }: { readonly id: string; readonly batchId: string; readonly leftOut: readonly LeftOut[] },
  now: Date,
): Promise<void> {
  const taken = await session
    .query(
      `update occurrence set state = 'running', batch_id = $2, started_at = $3, reason = null, left_out = $4, left_out_notes = $5
       where id = $1 and state = 'waiting' returning id`,
      [id, batchId, now, leftOut.length, notesOf(leftOut)],
    )
    .catch((error: unknown) => {
      if (isUniqueViolation(error)) throw new TakenByAnother();
      throw error;
    });
  if (taken.length === 0) throw new TakenByAnother();
}

const isUniqueViolation = (error: unknown) => (error as { code?: unknown } | null)?.code === '23505';

/** Left-out things that are told one by one. */
const toldLeftOut = 50;

const notesOf = (leftOut: readonly LeftOut[]) => toJson(leftOut.slice(0, toldLeftOut));

async function nothingNew(
  session: Session,
  id: string,
  leftOut: readonly LeftOut[],
  now: Date,
): Promise<false> {
  await session.query(
    `update occurrence set state = 'skipped', story = 'nothing_new', finished_at = $2, left_out = $3, left_out_notes = $4,
       reason = 'All inputs have a result already.' where id = $1 and state = 'waiting'`,
    [id, now, leftOut.length, notesOf(leftOut)],
  );
  return false;
}

async function fail(session: Session, id: string, messages: readonly string[], now: Date): Promise<void> {
  const reason = [...new Set(messages)].slice(0, shownReasons).join(' ');
  const failed = await session.query(
    `update occurrence set state = 'failed', started_at = $3, finished_at = $3, reason = $2
     where id = $1 and state = 'waiting' returning id`,
    [id, reason, now],
  );
  if (failed.length > 0) await afterFailure(session, id);
}

const shownReasons = 5;
