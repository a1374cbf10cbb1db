import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { designSchema, nextTimes, schedulePoliciesSchema } from '@batchyard/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';
import type { NewSchedule, ScheduleRecord } from './schedule-record.js';

let database: TestDatabase;
let persistence: Persistence;
let second: Persistence;
let filesDir: string;
let projectId: string;
let owner: { userId: string; isAdministrator: false };
let number = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-schedules-'));
  const options = { databaseUrl: database.databaseUrl, filesDir, shares: new Map([['lab', share()]]) };
  [persistence, second] = await Promise.all([openPersistence(options), openPersistence(options)]);
});
afterAll(async () => {
  await Promise.all([persistence.close(), second.close()]);
  await database.dispose();
  rmSync(filesDir, { recursive: true, force: true });
  rmSync(share(), { recursive: true, force: true });
});
beforeEach(async () => {
  number += 1;
  projectId = await idOf(`insert into project (slug, name) values ('p${number}', 'P') returning id`);
  const userId = await idOf(
    `insert into app_user (email, name) values ('u${number}@lab.example', 'U') returning id`,
  );
  await database.query(`insert into project_member (project_id, user_id, role) values ($1, $2, 'editor')`, [
    projectId,
    userId,
  ]);
  await database.query(`delete from schedule`);
  await database.query(`insert into share_grant (share, project_id) values ('lab', $1)`, [projectId]);
  owner = { userId, isAdministrator: false };
  await addFile('night_1.csv', 'one');
});

const share = () => path.join(filesDir, '..', `${path.basename(filesDir)}-share`);

function putOnShare(name: string, content: string): void {
  const file = path.join(share(), name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

async function idOf(sql: string, parameters: readonly unknown[] = []): Promise<string> {
  return (await database.query<{ id: string }>(sql, parameters))[0]?.id ?? '';
}

async function addFile(name: string, content: string): Promise<void> {
  const { sha256, sizeBytes } = await persistence.blobs.put(Readable.from([Buffer.from(content)]));
  await database.query(
    `insert into file (project_id, name, size_bytes, sha256, media_type) values ($1, $2, $3, $4, 'text/csv')`,
    [projectId, name, sizeBytes, sha256],
  );
}

/** Every hour of Berlin, a rigid body solved in every file of the night. */
async function addSchedule(
  changes: Partial<Omit<NewSchedule, 'policies'>> & { policies?: object } = {},
): Promise<ScheduleRecord> {
  const actor = { userId: owner.userId, source: 'web' } as const;
  const templateId = await persistence.templates.save(actor, projectId, {
    name: 'Solve',
    pipelineName: 'rigid-body',
    params: {},
    options: {},
  });
  const id = await persistence.schedules.create(actor, projectId, {
    name: 'Nightly',
    cron: '0 * * * *',
    zone: 'Europe/Berlin',
    designId: null,
    templateId,
    inputs: { markers: 'night_*.csv' },
    newOnly: false,
    options: { reuse: false },
    ...changes,
    policies: schedulePoliciesSchema.parse(changes.policies ?? {}),
  } as NewSchedule);
  return persistence.schedules.find(owner, id);
}

/** As if it had been set up then. */
async function setUpAt(schedule: ScheduleRecord, time: string): Promise<void> {
  const [next] = nextTimes({ expression: schedule.cron, zone: schedule.zone }, new Date(time), 1);
  await database.query('update schedule set decided_until = $2, next_due_at = $3 where id = $1', [
    schedule.id,
    new Date(time),
    next,
  ]);
}

const passAt = (time: string, store = persistence) => store.schedules.pass(() => new Date(time));

const ledger = async ({ id }: ScheduleRecord) =>
  (await persistence.schedules.calendar(id, new Date(0), new Date('2100-01-01'))).map(
    ({ dueAt, story, state }) => `${dueAt.toISOString().slice(11, 16)} ${story} ${state}`,
  );

/** Ends the batch under way, as workers would. */
async function endBatch(
  schedule: ScheduleRecord,
  state: 'succeeded' | 'failed' | 'cancelled' = 'succeeded',
): Promise<void> {
  await database.query(
    `update batch set state = $2, finished_at = now() where id in
       (select batch_id from occurrence where schedule_id = $1 and state = 'running')`,
    [schedule.id, state],
  );
}

describe('after an absence of four hours in the night when clocks are put back', () => {
  it.each([
    [
      'skip',
      [
        '23:00 missed_skipped skipped',
        '00:00 missed_skipped skipped',
        '01:00 missed_skipped skipped',
        '02:00 on_time running',
      ],
    ],
    [
      'once',
      [
        '23:00 coalesced skipped',
        '00:00 coalesced skipped',
        '01:00 missed_run running',
        '02:00 overlap_queued waiting',
      ],
    ],
    [
      'all',
      [
        '23:00 missed_run running',
        '00:00 missed_run waiting',
        '01:00 missed_run waiting',
        '02:00 overlap_queued waiting',
      ],
    ],
  ] as const)('policy %s gives exactly these times', async (missed, expected) => {
    const schedule = await addSchedule({ policies: { missed } });
    await setUpAt(schedule, '2026-10-24T22:00Z');
    await passAt('2026-10-25T02:00:20Z');
    await passAt('2026-10-25T02:00:25Z');
    expect(await ledger(schedule)).toEqual(expected);
  });
});

it('starts each time once, however many schedulers there are', async () => {
  const schedule = await addSchedule({ policies: { missed: 'all' } });
  await setUpAt(schedule, '2026-03-01T00:00Z');
  for (const hour of ['05:00', '06:00', '07:00']) {
    await Promise.all(
      [persistence, second, persistence, second].map((store) => passAt(`2026-03-01T${hour}:10Z`, store)),
    );
    await endBatch(schedule);
  }
  for (let round = 0; round < 6; round++) {
    await Promise.all([persistence, second].map((store) => passAt('2026-03-01T07:00:30Z', store)));
    await endBatch(schedule);
  }
  await passAt('2026-03-01T07:00:40Z');
  const lines = await ledger(schedule);
  expect(lines).toHaveLength(7);
  expect(lines.every((line) => line.endsWith('succeeded'))).toBe(true);
  const [batches] = await database.query<{ count: number }>(
    'select count(*)::int as count from batch where project_id = $1',
    [projectId],
  );
  expect(batches?.count).toBe(7);
});

describe('while the batch before is running', () => {
  async function secondTime(overlap: string): Promise<ScheduleRecord> {
    const schedule = await addSchedule({ policies: { overlap } });
    await setUpAt(schedule, '2026-03-01T00:30Z');
    await passAt('2026-03-01T01:00:10Z');
    await passAt('2026-03-01T02:00:10Z');
    return schedule;
  }

  it('queue starts the next one afterwards', async () => {
    const schedule = await secondTime('queue');
    expect(await ledger(schedule)).toEqual(['01:00 on_time running', '02:00 overlap_queued waiting']);
    await endBatch(schedule);
    await passAt('2026-03-01T02:30Z');
    expect(await ledger(schedule)).toEqual(['01:00 on_time succeeded', '02:00 overlap_queued running']);
  });

  it('skip leaves it out and names the batch', async () => {
    const schedule = await secondTime('skip');
    expect(await ledger(schedule)).toEqual(['01:00 on_time running', '02:00 overlap_skipped skipped']);
    const { rows } = await persistence.schedules.occurrences(schedule.id, { first: 1 });
    expect(rows[0]?.reason).toMatch(/^The batch before \(\d+\) was still running\.$/);
  });

  it('cancel_old ends the one before and takes its place', async () => {
    const schedule = await secondTime('cancel_old');
    await passAt('2026-03-01T02:00:20Z');
    expect(await ledger(schedule)).toEqual(['01:00 on_time failed', '02:00 on_time running']);
  });
});

describe('of new or changed inputs only', () => {
  it('runs what has no result by content, and nothing where all have one', async () => {
    const schedule = await addSchedule({ newOnly: true, options: {} });
    await setUpAt(schedule, '2026-03-01T00:30Z');
    await passAt('2026-03-01T01:00:10Z');
    expect(await inputsOfNewestBatch()).toEqual(['night_1.csv']);
    await succeedAll(schedule);
    await addFile('night_1_renamed.csv', 'one');
    await passAt('2026-03-01T02:00:10Z');
    await addFile('night_1.csv', 'one, changed');
    await addFile('night_2.csv', 'two');
    await passAt('2026-03-01T03:00:10Z');
    expect(await ledger(schedule)).toEqual([
      '01:00 on_time succeeded',
      '02:00 nothing_new skipped',
      '03:00 on_time running',
    ]);
    expect(await inputsOfNewestBatch()).toEqual(['night_1.csv', 'night_2.csv']);
  });

  const inputsOfNewestBatch = async () =>
    (
      await database.query<{ label: string }>(
        `select input_label as label from job where batch_id = (select max(id) from batch where project_id = $1) order by position`,
        [projectId],
      )
    ).map(({ label }) => label);

  async function succeedAll(schedule: ScheduleRecord): Promise<void> {
    const jobs = `batch_id in (select batch_id from occurrence where schedule_id = '${schedule.id}')`;
    await database.query(`update job set state = 'queued', queued_at = now() where ${jobs}`);
    await database.query(
      `update job set state = 'running', attempt = 1, lease_until = now() + interval '1 hour', started_at = now() where ${jobs}`,
    );
    await database.query(
      `update job set state = 'succeeded', lease_until = null, finished_at = now() where ${jobs}`,
    );
    await endBatch(schedule);
  }
});

describe('what cannot start', () => {
  it('fails with the reason where the owner may no longer run batches', async () => {
    const schedule = await addSchedule();
    await setUpAt(schedule, '2026-03-01T00:30Z');
    await database.query(`update project_member set role = 'viewer' where project_id = $1`, [projectId]);
    await passAt('2026-03-01T01:00:10Z');
    const { rows } = await persistence.schedules.occurrences(schedule.id, { first: 10 });
    expect(rows).toMatchObject([
      { state: 'failed', batchId: null, reason: expect.stringContaining('may no longer run batches') },
    ]);
  });

  it('fails with the name that no file has', async () => {
    const schedule = await addSchedule({ inputs: { markers: 'day_*.csv' } });
    await setUpAt(schedule, '2026-03-01T00:30Z');
    await passAt('2026-03-01T01:00:10Z');
    const { rows } = await persistence.schedules.occurrences(schedule.id, { first: 10 });
    expect(rows[0]?.reason).toContain('day_*.csv');
  });

  it('pauses the schedule after as many failures as it says', async () => {
    const schedule = await addSchedule({
      inputs: { markers: 'none.csv' },
      policies: { pauseAfterFailures: 2 },
    });
    await setUpAt(schedule, '2026-03-01T00:30Z');
    for (const hour of ['01', '02', '03']) await passAt(`2026-03-01T${hour}:00:10Z`);
    expect(await ledger(schedule)).toEqual([
      '01:00 on_time failed',
      '02:00 on_time failed',
      '03:00 paused skipped',
    ]);
    expect(await persistence.schedules.find(owner, schedule.id)).toMatchObject({
      isPaused: true,
      pauseReason: 'It failed 2 times in a row.',
    });
  });
});

it('tries the failed jobs again as often as it says, ten minutes later each time', async () => {
  const schedule = await addSchedule({ policies: { retryFailed: 1 } });
  await setUpAt(schedule, '2026-03-01T00:30Z');
  await passAt('2026-03-01T01:00:10Z');
  await database.query(
    `update job set state = 'cancelled', finished_at = now() where batch_id in (select batch_id from occurrence where schedule_id = $1)`,
    [schedule.id],
  );
  await endBatch(schedule, 'failed');
  await passAt('2026-03-01T01:05Z');
  expect(await ledger(schedule)).toEqual(['01:00 on_time running']);
  await passAt('2026-03-01T01:14Z');
  await passAt('2026-03-01T01:15:10Z');
  const [batch] = await database.query<{ state: string }>('select state from batch where project_id = $1', [
    projectId,
  ]);
  expect(batch?.state).toBe('running');
  await endBatch(schedule, 'failed');
  await passAt('2026-03-01T01:20Z');
  const { rows } = await persistence.schedules.occurrences(schedule.id, { first: 10 });
  expect(rows).toMatchObject([{ state: 'failed', retries: 1 }]);
});

describe('a backfill', () => {
  const span = { from: new Date('2026-03-01T01:00Z'), until: new Date('2026-03-01T03:00Z') };

  async function withGap(): Promise<ScheduleRecord> {
    const schedule = await addSchedule({ policies: { missed: 'skip' } });
    await setUpAt(schedule, '2026-03-01T00:30Z');
    await passAt('2026-03-01T01:00:10Z');
    await endBatch(schedule, 'failed');
    await passAt('2026-03-01T03:30Z');
    return schedule;
  }
  const actor = () => ({ userId: owner.userId, source: 'web' }) as const;
  const backfilled = async (schedule: ScheduleRecord) =>
    (await ledger(schedule)).filter((line) => line.includes('backfilled'));

  it.each([
    ['missing', ['02:00', '03:00']],
    ['missing_and_failed', ['01:00', '02:00', '03:00']],
    ['all', ['01:00', '02:00', '03:00']],
  ] as const)('of %s runs these times, one after another', async (which, expected) => {
    const schedule = await withGap();
    await persistence.schedules.startBackfill(actor(), schedule, { ...span, which, stopOnFailure: true });
    for (let round = 0; round < 5; round++) {
      await passAt('2026-03-01T03:40Z');
      await endBatch(schedule);
    }
    await passAt('2026-03-01T03:40Z');
    expect(await backfilled(schedule)).toEqual(expected.map((time) => `${time} backfilled succeeded`));
    expect(await persistence.schedules.backfills(schedule.id)).toMatchObject([
      { state: 'finished', times: expected.length, done: expected.length },
    ]);
  });

  it('stops at the first failure and goes on when told to', async () => {
    const schedule = await withGap();
    const id = await persistence.schedules.startBackfill(actor(), schedule, {
      ...span,
      which: 'missing',
      stopOnFailure: true,
    });
    await passAt('2026-03-01T03:40Z');
    await endBatch(schedule, 'failed');
    await passAt('2026-03-01T03:40Z');
    await passAt('2026-03-01T03:40Z');
    expect(await backfilled(schedule)).toEqual(['02:00 backfilled failed', '03:00 backfilled waiting']);
    await persistence.schedules.setBackfillState(schedule.id, id, 'running');
    await passAt('2026-03-01T03:40Z');
    expect((await backfilled(schedule))[1]).toBe('03:00 backfilled running');
  });

  it('has nothing to do where all times have a result, and refuses spans of the future', async () => {
    const schedule = await withGap();
    const request = { ...span, which: 'missing', stopOnFailure: false } as const;
    const later = { ...request, until: new Date('2999-01-01') };
    await expect(persistence.schedules.startBackfill(actor(), schedule, later)).rejects.toMatchObject({
      code: 'INVALID_SPAN',
    });
    const early = { ...request, until: span.from };
    await expect(persistence.schedules.startBackfill(actor(), schedule, early)).rejects.toMatchObject({
      code: 'NOTHING_TO_BACKFILL',
    });
  });
});

it('runs a design with its own inputs', async () => {
  const [file] = await database.query<{ id: string }>('select id from file where project_id = $1', [
    projectId,
  ]);
  const spec = designSchema.parse({
    name: 'Two weights',
    pipeline: 'rigid-body',
    axes: [{ parameter: 'weights.lambda_rigid', values: [1, 2] }],
    inputs: [{ markers: file?.id ?? '' }],
  });
  const actor = { userId: owner.userId, source: 'web' } as const;
  const { designId } = await persistence.designs.create(actor, projectId, spec);
  const schedule = await addSchedule({ designId, templateId: null, inputs: null });
  await setUpAt(schedule, '2026-03-01T00:30Z');
  await passAt('2026-03-01T01:00:10Z');
  const [jobs] = await database.query<{ count: number }>(
    'select count(*)::int as count from job where project_id = $1',
    [projectId],
  );
  expect(jobs?.count).toBe(2);
});

it('does not let a schedule of another project be found, nor take its design', async () => {
  const schedule = await addSchedule();
  const stranger = {
    userId: await idOf(
      `insert into app_user (email, name) values ('x${number}@lab.example', 'X') returning id`,
    ),
    isAdministrator: false,
  };
  await expect(persistence.schedules.find(stranger, schedule.id)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  const other = await idOf(`insert into project (slug, name) values ('other${number}', 'O') returning id`);
  const { templateId } = schedule;
  await expect(
    persistence.schedules.create({ userId: owner.userId, source: 'web' }, other, {
      ...schedule,
      templateId,
    } as NewSchedule),
  ).rejects.toMatchObject({ code: 'UNKNOWN_TARGET' });
});

describe('files of a share', () => {
  const started = async ({ id }: ScheduleRecord) => {
    const [last] = await persistence.schedules.latest([id]).then((latest) => [...latest.values()]);
    const files = await database.query<{ name: string }>(
      `select inputs->'markers'->0->>'name' as name from job where batch_id = $1 order by position`,
      [last?.batchId],
    );
    return { last, files: files.map(({ name }) => name) };
  };
  /** Under a folder of its own for each test. */
  const night = (name: string) => `night ${number}/${name}`;
  const pattern = () => ({ inputs: { markers: `lab:/night ${number}/**/*.*` }, newOnly: true, options: {} });

  it('are those of the moment, each content once, and wrong ones are left out with the reason', async () => {
    putOnShare(night('a.csv'), `a ${number}`);
    putOnShare(night('below/b.csv'), `b ${number}`);
    putOnShare(night('c.exe'), `c ${number}`);
    const schedule = await addSchedule(pattern());
    await setUpAt(schedule, '2026-05-01T09:30Z');
    await passAt('2026-05-01T10:00:05Z');
    const first = await started(schedule);
    expect(first.files).toEqual(['a.csv', 'b.csv']);
    expect(first.last).toMatchObject({
      state: 'running',
      leftOut: 1,
      leftOutNotes: [{ place: expect.stringContaining('c.exe'), message: expect.stringContaining('.exe') }],
    });
    await endBatch(schedule);
    putOnShare(night('below/b.csv'), `b changed ${number}`);
    renameSync(path.join(share(), night('a.csv')), path.join(share(), night('renamed.csv')));
    await passAt('2026-05-01T11:00:05Z');
    const second = await started(schedule);
    expect(second.files).toContain('b.csv');
    const { rows } = await persistence.files.list(projectId, { first: 10 });
    expect(rows.map(({ name }) => name).toSorted()).toEqual([
      'a.csv',
      'b.csv',
      'b.csv',
      'c.exe',
      'night_1.csv',
    ]);
  });

  it('that is away are waited for until the time counts as missed', async () => {
    const schedule = await addSchedule(pattern());
    await setUpAt(schedule, '2026-05-02T09:30Z');
    await passAt('2026-05-02T10:00:05Z');
    expect(await ledger(schedule)).toEqual(['10:00 late waiting']);
    expect((await started(schedule)).last?.reason).toMatch(/is not there/);
    putOnShare(night('a.csv'), `a ${number}`);
    await passAt('2026-05-02T10:05Z');
    expect(await ledger(schedule)).toEqual(['10:00 late running']);
    expect((await started(schedule)).last?.reason).toBeNull();
    await endBatch(schedule);
    rmSync(path.join(share(), `night ${number}`), { recursive: true });
    await passAt('2026-05-02T11:00:05Z');
    await passAt('2026-05-02T11:16Z');
    expect((await ledger(schedule)).at(-1)).toBe('11:00 late failed');
  });
});

it('reads what is to be run in one worker at a time, and in another when that one died', async () => {
  putOnShare(`night ${number}/jobs.csv`, 'id\n');
  const place = { share: 'lab', path: `night ${number}/jobs.csv`, sheet: null, fields: {} };
  const schedule = await addSchedule({ inputs: null, sheet: place });
  await setUpAt(schedule, '2026-05-04T09:30Z');
  let [began, end] = [() => {}, () => {}];
  const isReading = new Promise<void>((resolve) => {
    began = resolve;
  });
  const mayEnd = new Promise<void>((resolve) => {
    end = resolve;
  });
  const reads: string[] = [];
  const empty = { sheet: 'jobs', jobs: [], leftOut: [] };
  const clock = () => new Date('2026-05-04T10:00:05Z');
  const slow = persistence.schedules.pass(clock, async () => {
    reads.push('slow');
    began();
    await mayEnd;
    return empty;
  });
  await isReading;
  const pass = () =>
    second.schedules.pass(clock, async () => {
      reads.push('second');
      return empty;
    });
  await pass();
  expect(reads).toEqual(['slow']);
  await database.query(`update occurrence set claimed_until = now() - interval '1 s'`);
  await pass();
  expect(reads).toEqual(['slow', 'second']);
  end();
  await slow;
  expect(await ledger(schedule)).toEqual(['10:00 on_time failed']);
});

it('follows the version of a template that it names, else the newest', async () => {
  const paramsOf = async (schedule: ScheduleRecord) => {
    await setUpAt(schedule, '2026-05-03T09:30Z');
    await passAt('2026-05-03T10:00:05Z');
    const [job] = await database.query<{ iterations: number }>(
      `select (params->'optimization'->>'max_iterations')::int as iterations from job j
       join occurrence o on o.batch_id = j.batch_id where o.schedule_id = $1`,
      [schedule.id],
    );
    return job?.iterations;
  };
  const fixed = await addSchedule({ templateVersion: 1 });
  const newest = await addSchedule({ name: 'Newest', templateVersion: null });
  await persistence.templates.save({ userId: owner.userId, source: 'web' }, projectId, {
    name: 'Solve',
    pipelineName: 'rigid-body',
    params: { optimization: { max_iterations: 7 } },
    options: {},
  });
  expect(await paramsOf(newest)).toBe(7);
  expect(await paramsOf(fixed)).not.toBe(7);
  await expect(addSchedule({ name: 'None', templateVersion: 99 })).rejects.toMatchObject({
    code: 'UNKNOWN_TARGET',
  });
});
