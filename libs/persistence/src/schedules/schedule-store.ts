/** Schedules, the ledger of their times, and the pass that every worker makes over them. */
import { NotFound, nextTimes, UserError } from '@batchyard/domain';
import { type Actor, recordChange } from '../changesets/record.js';
import { toJson } from '../database/json.js';
import { onlyRow, type Session } from '../database/session.js';
import { offeredPipeline } from '../pipelines/pipeline-catalog.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';
import { decodeCursor, type PageRequest, pageOf } from '../projects/page.js';
import {
  type BackfillRecord,
  listBackfills,
  type NewBackfill,
  setBackfillState,
  startBackfill,
} from './backfill.js';
import { decideOccurrences, decideSchedule } from './decide.js';
import {
  type NewSchedule,
  type OccurrenceRecord,
  occurrenceColumns,
  type ScheduleRecord,
  scheduleColumns,
} from './schedule-record.js';
import { settleOccurrences } from './settle.js';
import type { JobSheetReader } from './sheet-jobs.js';
import { type StartMeans, startOccurrences } from './start.js';

const listedSchedules = 200;

export function scheduleStore(means: Omit<StartMeans, 'readJobSheet'>) {
  const { database } = means;
  return {
    /** By name; at most 200. The project must be one that the caller may see. */
    list: (projectId: string) =>
      database.query<ScheduleRecord>(
        `select ${scheduleColumns} from schedule s where s.project_id = $1 order by lower(s.name), s.id limit ${listedSchedules}`,
        [projectId],
      ),

    /** @throws NotFound */
    find: (caller: Caller, id: string) => findSchedule(database, caller, id),

    /**
     * The rule and what it starts must have been checked. Times before now are not made up for.
     * @returns the id. @throws UserError INVALID_NAME, NAME_TAKEN, UNKNOWN_TARGET, NEVER_DUE
     */
    create: (actor: Actor, projectId: string, schedule: NewSchedule): Promise<string> =>
      database.transaction((session) => createSchedule(session, actor, projectId, schedule)),

    /** Whoever changes a schedule starts its batches from then on. @throws as create */
    update: (actor: Actor, schedule: ScheduleRecord, changed: NewSchedule): Promise<void> =>
      database.transaction((session) => updateSchedule(session, actor, schedule, changed)),

    /** Times that come while it is paused are entered as such and not run. */
    setPaused: (actor: Actor, schedule: ScheduleRecord, isPaused: boolean): Promise<void> =>
      database.transaction((session) => setPaused(session, actor, schedule, isPaused)),

    /** Batches that it started stay. */
    remove: (actor: Actor, schedule: ScheduleRecord): Promise<void> =>
      database.transaction((session) => removeSchedule(session, actor, schedule)),

    /** Newest due times first. */
    occurrences: (scheduleId: string, page: PageRequest) => listOccurrences(database, scheduleId, page),

    /** The newest due time of each schedule that was decided; one statement. */
    latest: async (scheduleIds: readonly string[]): Promise<ReadonlyMap<string, OccurrenceRecord>> => {
      const rows = await database.query<OccurrenceRecord>(
        `select o.* from unnest($1::bigint[]) s (id) cross join lateral (
           select ${occurrenceColumns} from occurrence o where o.schedule_id = s.id
           order by o.due_at desc, o.id desc limit 1) o`,
        [scheduleIds],
      );
      return new Map(rows.map((row) => [row.scheduleId, row]));
    },

    /** Lets it run once more now, paused or not, after a batch that is under way. */
    runNow: (actor: Actor, schedule: ScheduleRecord): Promise<void> =>
      database.transaction((session) => runNow(session, actor, schedule)),

    /** Those of a span, ascending, at most 2,000: a calendar. */
    calendar: (scheduleId: string, from: Date, until: Date) =>
      database.query<OccurrenceRecord>(
        `select ${occurrenceColumns} from occurrence o where o.schedule_id = $1 and o.due_at between $2 and $3
         order by o.due_at, o.backfill_id nulls first limit 2000`,
        [scheduleId, from, until],
      ),

    backfills: (scheduleId: string): Promise<BackfillRecord[]> => listBackfills(database, scheduleId),
    startBackfill: (actor: Actor, schedule: ScheduleRecord, request: NewBackfill) =>
      startBackfill(database, actor, schedule, request),
    setBackfillState: (scheduleId: string, backfillId: string, state: 'running' | 'stopped') =>
      setBackfillState(database, scheduleId, backfillId, state),

    /**
     * One pass: enters due times, starts what may start, follows what runs. Any number of workers may make it at once.
     * @param clock absent: the database's clock @param readJobSheet null: times of sheets fail @returns how many batches were started
     */
    pass: async (clock?: () => Date, readJobSheet: JobSheetReader | null = null): Promise<number> => {
      const now = clock?.() ?? (await databaseTime(database));
      await decideOccurrences(database, now);
      await settleOccurrences(database, means.verbs, now);
      return startOccurrences({ ...means, readJobSheet }, now);
    },
  };
}

/** As exact as the time of a pass, which would otherwise be before it. */
const thisMillisecond = `date_trunc('milliseconds', clock_timestamp())`;

async function databaseTime(session: Session): Promise<Date> {
  return onlyRow(await session.query<{ now: Date }>('select clock_timestamp() as now')).now;
}

async function findSchedule(session: Session, caller: Caller, id: string): Promise<ScheduleRecord> {
  const [schedule] = await session.query<ScheduleRecord>(
    `select ${scheduleColumns} from schedule s where s.id = any($3) and ${visibleProject('s.project_id')}`,
    [...callerParameters(caller), [id].filter(isId)],
  );
  if (schedule === undefined) throw new NotFound('The schedule');
  return schedule;
}

async function createSchedule(
  session: Session,
  actor: Actor,
  projectId: string,
  schedule: NewSchedule,
): Promise<string> {
  await requireFreeName(session, projectId, schedule.name, null);
  await requirePipeline(session, schedule);
  const now = await databaseTime(session);
  const [created] = await session.query<{ id: string }>(
    `insert into schedule (project_id, name, cron, zone, policies, design_id, template_id, template_version, sheet, inputs,
       new_only, options, decided_until, next_due_at, created_by)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 where ${targetInProject} returning id`,
    [projectId, ...valuesOf(schedule), now, firstTime(schedule, now), actor.userId],
  );
  if (created === undefined) throw unknownTarget();
  const verb = 'create_schedule';
  await recordChange(session, actor, { projectId, verb, summary: `Set up the schedule ${schedule.name}.` });
  return created.id;
}

/** With $1 the project, $6 the design, $7 the template, $8 its version and $9 the sheet. */
const targetInProject = `(exists (select from design where id = $6 and project_id = $1)
  or exists (select from template t where t.id = $7 and t.project_id = $1 and exists (
    select from template_version v where v.template_id = t.id and v.version = coalesce($8, v.version)))
  or $7::bigint is null and $9::jsonb is not null)`;

function valuesOf({
  name,
  cron,
  zone,
  policies,
  designId,
  templateId,
  templateVersion,
  sheet,
  inputs,
  newOnly,
  options,
}: NewSchedule) {
  return [
    name.trim(),
    cron,
    zone,
    toJson(policies),
    designId,
    templateId,
    templateVersion,
    sheet == null ? null : toJson(sheet),
    inputs === null ? null : toJson(inputs),
    newOnly,
    toJson(options),
  ];
}

/** Of a sheet whose rows are jobs of a pipeline. @throws UserError UNKNOWN_PIPELINE */
async function requirePipeline(session: Session, { sheet }: NewSchedule): Promise<void> {
  const name = sheet?.pipeline;
  if (name === undefined || (await offeredPipeline(session, name)) !== undefined) return;
  throw new UserError('UNKNOWN_PIPELINE', `There is no pipeline ${JSON.stringify(name)}.`, {
    parameter: 'sheet.pipeline',
  });
}

async function updateSchedule(
  session: Session,
  actor: Actor,
  { id, projectId }: ScheduleRecord,
  changed: NewSchedule,
): Promise<void> {
  await requireFreeName(session, projectId, changed.name, id);
  await requirePipeline(session, changed);
  const now = await databaseTime(session);
  await decideSchedule(session, id, now);
  const rows = await session.query(
    `update schedule set name = $2, cron = $3, zone = $4, policies = $5, design_id = $6, template_id = $7,
       template_version = $8, sheet = $9, inputs = $10, new_only = $11, options = $12,
       decided_until = greatest(decided_until, $13), next_due_at = $14, created_by = $15, pause_reason = null
     where id = $16 and ${targetInProject} returning id`,
    [projectId, ...valuesOf(changed), now, firstTime(changed, now), actor.userId, id],
  );
  if (rows.length === 0) throw unknownTarget();
  await recordChange(session, actor, {
    projectId,
    verb: 'change_schedule',
    summary: `Changed the schedule ${changed.name}.`,
  });
}

async function setPaused(
  session: Session,
  actor: Actor,
  schedule: ScheduleRecord,
  isPaused: boolean,
): Promise<void> {
  const { id, projectId, name } = schedule;
  await decideSchedule(session, id, await databaseTime(session));
  await session.query('update schedule set is_paused = $2, pause_reason = null where id = $1', [
    id,
    isPaused,
  ]);
  await recordChange(session, actor, {
    projectId,
    verb: isPaused ? 'pause_schedule' : 'resume_schedule',
    summary: `${isPaused ? 'Paused' : 'Resumed'} the schedule ${name}.`,
  });
}

async function runNow(
  session: Session,
  actor: Actor,
  { id, projectId, name }: ScheduleRecord,
): Promise<void> {
  await session.query(
    `insert into occurrence (schedule_id, due_at, story, state, start_at)
     values ($1, ${thisMillisecond}, 'by_hand', 'waiting', ${thisMillisecond})`,
    [id],
  );
  await recordChange(session, actor, {
    projectId,
    verb: 'run_schedule',
    summary: `Ran the schedule ${name} by hand.`,
  });
}

async function removeSchedule(
  session: Session,
  actor: Actor,
  { id, projectId, name }: ScheduleRecord,
): Promise<void> {
  await session.query('delete from schedule where id = $1', [id]);
  await recordChange(session, actor, {
    projectId,
    verb: 'remove_schedule',
    summary: `Removed the schedule ${name}.`,
  });
}

async function listOccurrences(session: Session, scheduleId: string, { first, after }: PageRequest) {
  const rows = await session.query<OccurrenceRecord>(
    `select ${occurrenceColumns} from occurrence o where o.schedule_id = $1
       and ($2::bigint is null or (o.due_at, o.id) < (to_timestamp($2::bigint / 1e6), $3::bigint))
     order by o.due_at desc, o.id desc limit $4`,
    [scheduleId, ...(decodeCursor(after, 2) ?? [null, null]), first + 1],
  );
  return pageOf(rows, first, (row) => [row.dueAt.getTime() * 1000, row.id]);
}

async function requireFreeName(
  session: Session,
  projectId: string,
  name: string,
  id: string | null,
): Promise<void> {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 200) {
    throw new UserError('INVALID_NAME', 'A schedule needs a name of 1 to 200 characters.', {
      parameter: 'name',
    });
  }
  const [taken] = await session.query<{ id: string }>(
    'select id from schedule where project_id = $1 and name = $2 and id is distinct from $3',
    [projectId, trimmed, id],
  );
  if (taken !== undefined) {
    throw new UserError(
      'NAME_TAKEN',
      `The project has a schedule ${trimmed} already. Give this one another name.`,
      {
        parameter: 'name',
      },
    );
  }
}

function firstTime({ cron, zone }: NewSchedule, now: Date): Date {
  const [next] = nextTimes({ expression: cron, zone }, now, 1);
  if (next !== undefined) return next;
  throw new UserError('NEVER_DUE', `${cron} is never due.`, { parameter: 'cron' });
}

const unknownTarget = () =>
  new UserError('UNKNOWN_TARGET', 'The project has no such design or template.', { parameter: 'target' });
