/** Enters due times into the ledger. Every worker may do it: a schedule is decided by one at a time, a time only once. */
import { decideDueTimes, nextTimes, type SchedulePolicies } from '@batchyard/domain';
import type { Database, Session } from '../database/session.js';

/** Schedules decided in one transaction. */
const atOnce = 50;

interface DueSchedule {
  readonly id: string;
  readonly cron: string;
  readonly zone: string;
  readonly policies: SchedulePolicies;
  readonly isPaused: boolean;
  readonly decidedUntil: Date;
}

/** @param now by the database's clock @returns how many due times were entered */
export async function decideOccurrences(database: Database, now: Date): Promise<number> {
  let entered = 0;
  for (;;) {
    const decided = await database.transaction((session) => decideSome(session, now));
    entered += decided.entered;
    if (decided.schedules === 0) return entered;
  }
}

/** Enters what came due under the rule as it is, before the rule is changed. To be called in a transaction. */
export async function decideSchedule(session: Session, id: string, now: Date): Promise<void> {
  for (;;) {
    const [schedule] = await session.query<DueSchedule>(`${dueSchedules} and id = $2 for update`, [now, id]);
    if (schedule === undefined) return;
    await decideOne(session, schedule, now);
  }
}

const dueSchedules = `select id, cron, zone, policies, is_paused as "isPaused", decided_until as "decidedUntil"
  from schedule where next_due_at <= $1`;

async function decideSome(session: Session, now: Date): Promise<{ schedules: number; entered: number }> {
  const schedules = await session.query<DueSchedule>(
    `${dueSchedules} order by next_due_at, id limit ${atOnce} for update skip locked`,
    [now],
  );
  let entered = 0;
  for (const schedule of schedules) entered += await decideOne(session, schedule, now);
  return { schedules: schedules.length, entered };
}

async function decideOne(session: Session, schedule: DueSchedule, now: Date): Promise<number> {
  const { id, cron, zone, policies, isPaused, decidedUntil } = schedule;
  const rule = { expression: cron, zone };
  const due = decideDueTimes({ scheduleId: id, rule, policies, isPaused, after: decidedUntil, now });
  await session.query(
    `insert into occurrence (schedule_id, due_at, story, state, start_at)
     select $1, d."dueAt", d.story, case when d."startAt" is null then 'skipped' else 'waiting' end, d."startAt"
     from jsonb_to_recordset($2) d ("dueAt" timestamptz, story text, "startAt" timestamptz)
     on conflict do nothing`,
    [id, JSON.stringify(due)],
  );
  const until = due.at(-1)?.dueAt ?? decidedUntil;
  const [next] = nextTimes(rule, until, 1);
  await session.query(
    `update schedule set decided_until = $2, next_due_at = coalesce($3, 'infinity'::timestamptz) where id = $1`,
    [id, until, next ?? null],
  );
  return due.length;
}
