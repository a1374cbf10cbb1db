/** Runs times of a span afterwards, one after another, in order. */
import { timesBetween, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import type { ScheduleRecord } from './schedule-record.js';

export const backfillChoices = ['missing', 'missing_and_failed', 'all'] as const;
export type BackfillChoice = (typeof backfillChoices)[number];

export const backfillStates = ['running', 'stopped', 'finished'] as const;

export interface NewBackfill {
  /** Both ends belong to the span. */
  readonly from: Date;
  readonly until: Date;
  readonly which: BackfillChoice;
  readonly stopOnFailure: boolean;
}

export interface BackfillRecord {
  readonly id: string;
  readonly firstDueAt: Date;
  readonly lastDueAt: Date;
  readonly which: BackfillChoice;
  readonly stopOnFailure: boolean;
  readonly state: (typeof backfillStates)[number];
  /** Times that it runs, and of these the ones that are over. */
  readonly times: number;
  readonly done: number;
  readonly createdAt: Date;
}

/** Times that one backfill runs at most. */
const mostTimes = 1000;

/** @returns the id. @throws UserError INVALID_SPAN, NOTHING_TO_BACKFILL, TOO_MANY_TIMES */
export function startBackfill(
  database: Database,
  actor: Actor,
  schedule: ScheduleRecord,
  request: NewBackfill,
): Promise<string> {
  return database.transaction(async (session) => {
    const times = await timesToRun(session, schedule, request);
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined) throw nothingToRun(request);
    const { id } = onlyRow(
      await session.query<{ id: string }>(
        `insert into backfill (schedule_id, first_due_at, last_due_at, which, stop_on_failure, created_by)
         values ($1, $2, $3, $4, $5, $6) returning id`,
        [schedule.id, first, last, request.which, request.stopOnFailure, actor.userId],
      ),
    );
    await session.query(
      `insert into occurrence (schedule_id, due_at, backfill_id, story, state, start_at)
       select $1, due_at, $2, 'backfilled', 'waiting', due_at from unnest($3::timestamptz[]) t (due_at)`,
      [schedule.id, id, times],
    );
    await recordChange(session, actor, {
      projectId: schedule.projectId,
      verb: 'backfill_schedule',
      summary: `Runs ${times.length === 1 ? '1 time' : `${times.length} times`} of ${schedule.name} afterwards.`,
    });
    return id;
  });
}

/** Goes on where it stopped, or stops after the batch under way. @throws UserError NO_BACKFILL */
export async function setBackfillState(
  session: Session,
  scheduleId: string,
  backfillId: string,
  state: 'running' | 'stopped',
): Promise<void> {
  const changed = await session.query(
    `update backfill set state = $3 where id = $2 and schedule_id = $1 and state <> 'finished' returning id`,
    [scheduleId, backfillId, state],
  );
  if (changed.length === 0)
    throw new UserError('NO_BACKFILL', 'There is no such backfill, or it is finished.');
}

/** Newest first, at most 50. */
export function listBackfills(session: Session, scheduleId: string): Promise<BackfillRecord[]> {
  return session.query<BackfillRecord>(
    `select f.id, f.first_due_at as "firstDueAt", f.last_due_at as "lastDueAt", f.which,
       f.stop_on_failure as "stopOnFailure", f.state, f.created_at as "createdAt",
       count(*)::int as times, count(*) filter (where o.state not in ('waiting', 'running'))::int as done
     from backfill f join occurrence o on o.backfill_id = f.id where f.schedule_id = $1
     group by f.id order by f.id desc limit 50`,
    [scheduleId],
  );
}

async function timesToRun(
  session: Session,
  { id, cron, zone }: ScheduleRecord,
  { from, until, which }: NewBackfill,
): Promise<Date[]> {
  const { now } = onlyRow(await session.query<{ now: Date }>('select clock_timestamp() as now'));
  if (!(from <= until) || until > now) throw invalidSpan();
  const rule = { expression: cron, zone };
  const times = timesBetween(rule, new Date(from.getTime() - 1), until, mostTimes + 1);
  if (times.length > mostTimes) throw tooMany();
  if (which === 'all') return times;
  const settled = await session.query<{ dueAt: Date }>(
    `select distinct due_at as "dueAt" from occurrence
     where schedule_id = $1 and due_at between $2 and $3 and state = any($4)`,
    [id, from, until, keptStates(which)],
  );
  const kept = new Set(settled.map(({ dueAt }) => dueAt.getTime()));
  return times.filter((time) => !kept.has(time.getTime()));
}

/** What has one of these states at some time is not run again. */
const keptStates = (which: BackfillChoice) =>
  which === 'missing' ? ['waiting', 'running', 'succeeded', 'failed'] : ['waiting', 'running', 'succeeded'];

const invalidSpan = () =>
  new UserError('INVALID_SPAN', 'The span begins before it ends, and ends in the past.', {
    parameter: 'until',
  });

const tooMany = () =>
  new UserError('TOO_MANY_TIMES', `The span has more than ${mostTimes} times. Take a shorter one.`, {
    parameter: 'until',
  });

const nothingToRun = ({ which }: NewBackfill) =>
  new UserError(
    'NOTHING_TO_BACKFILL',
    which === 'all' ? 'The schedule has no times in this span.' : 'No time in this span is left to run.',
    { parameter: 'which' },
  );
