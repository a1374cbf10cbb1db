/** Nights of schedules: looked at once each when they are over, and kept as the past of those that follow. */
import {
  changesBetween,
  type JudgedNight,
  judgeNight,
  type NightDigest,
  type NightFacts,
  type NightInputs,
  type NightMetric,
  type NightProvenance,
  type NightWord,
  nextTimes,
} from '@batchyard/domain';
import { toJson } from '../database/json.js';
import { type Database, onlyRow, type Session } from '../database/session.js';
import { databaseTime } from '../notifications/notification-store.js';
import {
  comparableKey,
  type EndedNight,
  readJobCounts,
  readMetrics,
  readPipeline,
  readProvenance,
  readTimes,
} from './read-night.js';

/** A night as it was looked at. */
export interface NightRecord {
  readonly id: string;
  readonly night: string;
  readonly isGood: boolean;
  readonly word: NightWord;
  readonly digest: NightDigest;
  readonly madeAt: Date;
}

export function nightStore(database: Database) {
  return {
    /**
     * Looks at every night that is over and was not looked at. Any number of workers may do it at once.
     * @param clock absent: the database's @returns how many nights
     */
    pass: async (clock?: () => Date): Promise<number> => {
      const now = clock?.() ?? (await databaseTime(database));
      let made = 0;
      for (const night of await endedNights(database, now)) {
        if (await database.transaction((session) => makeNight(session, night))) made += 1;
      }
      return made;
    },

    /** Newest first. @param count at most 100 */
    list: (scheduleId: string, count: number): Promise<NightRecord[]> =>
      database.query<NightRecord>(
        `select id, night::text, is_good as "isGood", word, digest, made_at as "madeAt" from schedule_night
         where schedule_id = $1 order by schedule_night.night desc limit least($2::int, 100)`,
        [scheduleId, count],
      ),

    /** With what programs of a worker run, versions by name of the package. */
    setEnvironment: async (workerId: string, packages: Readonly<Record<string, string>>): Promise<void> => {
      await database.query(
        `insert into worker_environment (worker_id, packages) values ($1, $2)
         on conflict (worker_id) do update set packages = excluded.packages, taken_at = clock_timestamp()`,
        [workerId, toJson(packages)],
      );
    },
  };
}

interface Candidate extends Omit<EndedNight, 'startsAt' | 'endsAt' | 'night'> {
  readonly firstDueAt: Date;
  readonly nextDueAt: Date;
}

/** Nights run from noon to noon in the zone of the schedule. */
const noon = '0 12 * * *';

/** Nights before so long are not looked at any more, days. */
const lookBackDays = 3;

/** The earliest of each schedule that is over: nothing of it is waiting, running or still to be decided. */
async function endedNights(session: Session, now: Date): Promise<EndedNight[]> {
  const candidates = await session.query<Candidate>(
    `select s.id as "scheduleId", s.name as "scheduleName", s.project_id as "projectId", s.created_by as "ownerId", s.zone,
       s.new_only as "newOnly", s.inputs as "inputPatterns", first.due_at as "firstDueAt", s.next_due_at as "nextDueAt"
     from schedule s
       left join lateral (
         select ends_at from schedule_night n where n.schedule_id = s.id order by n.night desc limit 1) last on true
       cross join lateral (
         select o.due_at from occurrence o where o.schedule_id = s.id and o.backfill_id is null
           and o.due_at >= greatest(last.ends_at, $1::timestamptz - interval '${lookBackDays} days')
         order by o.due_at limit 1) first`,
    [now],
  );
  const nights: EndedNight[] = [];
  for (const { firstDueAt, nextDueAt, ...schedule } of candidates) {
    const night = nightOf(schedule, firstDueAt);
    if (night !== null && nextDueAt >= night.endsAt && !(await isOpen(session, night))) nights.push(night);
  }
  return nights;
}

function nightOf(
  schedule: Omit<EndedNight, 'startsAt' | 'endsAt' | 'night'>,
  dueAt: Date,
): EndedNight | null {
  const [endsAt] = nextTimes({ expression: noon, zone: schedule.zone }, dueAt, 1);
  if (endsAt === undefined) return null;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: schedule.zone, dateStyle: 'short' });
  return { ...schedule, startsAt: dueAt, endsAt, night: format.format(endsAt) };
}

async function isOpen(session: Session, { scheduleId, startsAt, endsAt }: EndedNight): Promise<boolean> {
  const open = await session.query(
    `select from occurrence o where o.schedule_id = $1 and o.backfill_id is null and o.due_at >= $2 and o.due_at < $3
       and o.state in ('waiting', 'running') limit 1`,
    [scheduleId, startsAt, endsAt],
  );
  return open.length > 0;
}

/** The past that a night is judged by. */
interface Past {
  readonly lastProvenance: NightProvenance | null;
  readonly goodNight: string | null;
  readonly goodProvenance: NightProvenance | null;
  readonly daysSinceWord: number;
}

/** @returns false where another worker was faster */
async function makeNight(session: Session, ended: EndedNight): Promise<boolean> {
  const held = await session.query(
    `select from schedule s where s.id = $1 and not exists (
       select from schedule_night n where n.schedule_id = s.id and n.night >= $2) for no key update skip locked`,
    [ended.scheduleId, ended.night],
  );
  if (held.length === 0) return false;
  const past = await readPast(session, ended);
  const { batchIds, ...times } = await readTimes(session, ended);
  const ran = await readPipeline(session, batchIds);
  const provenance = ran === null ? null : await readProvenance(session, ran, batchIds);
  const comparable = provenance === null ? '' : comparableKey(ended, provenance);
  const metrics = ran === null ? [] : await readMetrics(session, ended, ran, batchIds, comparable);
  const facts: NightFacts = {
    night: ended.night,
    ...times,
    jobs: await readJobCounts(session, batchIds),
    newInputs:
      provenance === null
        ? 0
        : countNew(past.lastProvenance?.inputs ?? null, provenance.inputs, ended.newOnly),
  };
  const changes =
    past.goodProvenance === null || provenance === null
      ? []
      : changesBetween(past.goodProvenance, provenance, ended.newOnly);
  const { daysSinceWord } = past;
  const judged = judgeNight({
    facts,
    metrics,
    changes,
    hasPast: past.lastProvenance !== null,
    daysSinceWord,
  });
  const digest: NightDigest = {
    schedule: ended.scheduleName,
    zone: ended.zone,
    facts,
    findings: judged.findings,
    changes,
    lastGoodNight: past.goodNight,
    metrics: judged.metrics,
  };
  await writeNight(session, ended, judged, digest, provenance ?? past.lastProvenance);
  await writeMetrics(session, ended, metrics, judged, comparable);
  return true;
}

async function readPast(session: Session, { scheduleId, night }: EndedNight): Promise<Past> {
  return onlyRow(
    await session.query<Past>(
      `select
         (select provenance from schedule_night where schedule_id = $1 order by schedule_night.night desc limit 1) as "lastProvenance",
         good.night::text as "goodNight", good.provenance as "goodProvenance",
         (select $2::date - coalesce(max(n.night) filter (where word <> 'silent'), min(n.night) - 1, $2::date - 1)
          from schedule_night n where schedule_id = $1) as "daysSinceWord"
       from (select) one left join (
         select n.night, n.provenance from schedule_night n
         where schedule_id = $1 and is_good order by n.night desc limit 1) good on true`,
      [scheduleId, night],
    ),
  );
}

function countNew(before: NightInputs | null, now: NightInputs, newOnly: boolean): number {
  if (newOnly || before === null) return now.count;
  if (before.digest === now.digest) return 0;
  if (before.contents === null || now.contents === null) return Math.max(now.count - before.count, 0);
  const known = new Set(Object.values(before.contents));
  return new Set(Object.values(now.contents).filter((sha256) => !known.has(sha256))).size;
}

/** The night and, where there is something to say, its event. */
async function writeNight(
  session: Session,
  { scheduleId, projectId, ownerId, night, endsAt }: EndedNight,
  { isGood, word }: JudgedNight,
  digest: NightDigest,
  provenance: NightProvenance | null,
): Promise<void> {
  await session.query(
    `insert into schedule_night (schedule_id, night, ends_at, is_good, word, digest, provenance)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [scheduleId, night, endsAt, isGood, word, toJson(digest), toJson(provenance)],
  );
  if (word === 'silent') return;
  await session.query(
    `insert into notification_event (project_id, kind, schedule_id, user_id, facts) values ($1, 'digest', $2, $3, $4)`,
    [projectId, scheduleId, ownerId, toJson({ name: digest.schedule, word, digest })],
  );
}

async function writeMetrics(
  session: Session,
  { scheduleId, night }: EndedNight,
  metrics: readonly NightMetric[],
  judged: JudgedNight,
  comparable: string,
): Promise<void> {
  if (metrics.length === 0) return;
  const rows = judged.metrics.map(({ band, ...metric }) => ({ ...metric, ...band, nights: metric.nights }));
  await session.query(
    `insert into schedule_night_metric (night_id, name, comparable, value, results, unit, low, median, high, nights, place)
     select n.id, m.name, $3, m.value, m.results, m.unit, m.low, m.median, m.high, m.nights, m.place
     from schedule_night n, jsonb_to_recordset($4) m (name text, value float8, results int, unit text, low float8,
       median float8, high float8, nights int, place text)
     where n.schedule_id = $1 and n.night = $2`,
    [scheduleId, night, comparable, toJson(rows)],
  );
}
