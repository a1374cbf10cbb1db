/** The nightly digest, by a clock of the test's own, over a real PostgreSQL and a real SMTP server. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nextTimes, noNotificationSettings, schedulePoliciesSchema } from '@batchyard/domain';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { deliver } from './deliver.js';
import { type Inbox, startInbox } from './testing.js';

let database: TestDatabase;
let store: Persistence;
let second: Persistence;
let inbox: Inbox;
let projectId: string;
let scheduleId: string;
let number = 0;
const filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-nights-'));
const system = { userId: null, source: 'system' } as const;
const cron = '0 2 * * *';
const zone = 'Europe/Berlin';

beforeAll(async () => {
  database = await createTestDatabase();
  [store, second] = (await Promise.all(
    [1, 2].map(() => openPersistence({ databaseUrl: database.databaseUrl, filesDir })),
  )) as [Persistence, Persistence];
  inbox = await startInbox();
  const mailServer = {
    host: '127.0.0.1',
    port: inbox.port,
    security: 'none',
    user: '',
    from: 'yard@lab.example',
  } as const;
  await store.notifications.setSettings(system, {
    ...noNotificationSettings,
    mailServer,
    baseUrl: 'https://yard.example',
  });
  await definePipeline('1.0.0');
});
afterAll(async () => {
  await Promise.all([store.close(), second.close(), inbox.close()]);
  await database.dispose();
  rmSync(filesDir, { recursive: true, force: true });
});
beforeEach(async () => {
  number += 1;
  inbox.reset();
  await database.query('delete from project');
  await database.query('delete from notification_delivery');
  await database.query('delete from worker');
  const userId = await idOf(
    `insert into app_user (email, name) values ('n${number}@lab.example', 'N') returning id`,
  );
  projectId = await idOf(`insert into project (slug, name) values ('n${number}', 'Plates') returning id`);
  await database.query(`insert into project_member (project_id, user_id, role) values ($1, $2, 'editor')`, [
    projectId,
    userId,
  ]);
  const designId = await idOf(
    `insert into design (project_id, name, pipeline_name, spec, cell_count) values ($1, 'd', 'solve', '{}', 1) returning id`,
    [projectId],
  );
  scheduleId = await idOf(
    `insert into schedule (project_id, name, cron, zone, policies, design_id, new_only, next_due_at, created_by)
     values ($1, 'Nightly', $2, $3, $4, $5, false, $6, $7) returning id`,
    [projectId, cron, zone, JSON.stringify(schedulePoliciesSchema.parse({})), designId, dueAt(1), userId],
  );
  await addWorker('lab-1', { 'python/numpy': '2.1.0' });
});

async function idOf(sql: string, parameters: readonly unknown[] = []): Promise<string> {
  return (await database.query<{ id: string }>(sql, parameters))[0]?.id ?? '';
}

async function definePipeline(version: string): Promise<void> {
  await database.query(
    `insert into pipeline (name, version, title, definition) values ('solve', $1, 'Solve', $2) on conflict do nothing`,
    [version, JSON.stringify({ metrics: [{ name: 'final_cost', title: 'Final cost', unit: 'mm' }] })],
  );
}

async function addWorker(host: string, packages: Record<string, string>): Promise<void> {
  await database.query(
    `insert into worker (id, host, pid, slots, version) values ($1, $1, 1, 1, '0.1.0') on conflict do nothing`,
    [host],
  );
  await store.nights.setEnvironment(host, packages);
}

/** Night after night across the end of summer time. */
function dueAt(night: number): Date {
  return nextTimes({ expression: cron, zone }, new Date('2026-10-10T12:00:00Z'), night).at(-1) as Date;
}

interface Night {
  readonly value?: number;
  readonly worker?: string;
  readonly version?: string;
  readonly inputs?: readonly string[];
  readonly params?: Record<string, unknown>;
  readonly state?: 'succeeded' | 'failed';
}

/** What schedulers and workers write in a night. */
async function runNight(night: number, given: Night = {}): Promise<void> {
  const {
    value,
    worker = 'lab-1',
    version = '1.0.0',
    inputs = ['a.csv'],
    params = { weight: 500 },
    state = 'succeeded',
  } = given;
  const due = dueAt(night);
  const batchId = await idOf(
    `insert into batch (project_id, name, pipeline_name, pipeline_version, spec, options, objective_metric, objective_direction, state, job_count)
     values ($1, 'n', 'solve', $2, $3, '{}', 'final_cost', 'minimize', 'running', 1) returning id`,
    [projectId, version, JSON.stringify({ name: `n ${night}`, params, inputs })],
  );
  for (const [position, input] of inputs.entries())
    await addJob(batchId, position, input, { value, worker, state });
  await database.query(
    `insert into occurrence (schedule_id, due_at, story, state, batch_id, started_at) values ($1, $2, 'on_time', 'running', $3, $2)`,
    [scheduleId, due, batchId],
  );
  await database.query(`update batch set state = $2, finished_at = now() where id = $1`, [batchId, state]);
  await database.query(`update occurrence set state = $2, finished_at = now() where batch_id = $1`, [
    batchId,
    state,
  ]);
  await database.query('update schedule set decided_until = $2, next_due_at = $3 where id = $1', [
    scheduleId,
    due,
    dueAt(night + 1),
  ]);
}

async function addJob(
  batchId: string,
  position: number,
  input: string,
  { value, worker, state }: Required<Pick<Night, 'worker' | 'state'>> & Pick<Night, 'value'>,
): Promise<void> {
  const key = createHash('sha256').update(`${batchId} ${position}`).digest('hex');
  const sha256 = createHash('sha256').update(input).digest('hex');
  const id = await idOf(
    `insert into job (project_id, batch_id, position, label, cell_key, setting_key, setting, params, inputs, input_label, replicate, seed, attempt_limit)
     values ($1, $2, $3, 'j', $4, $4, '{}', '{}', $5, '', 1, '1', 3) returning id`,
    [projectId, batchId, position, key, JSON.stringify({ markers: [{ name: input, sha256 }] })],
  );
  await database.query(`update job set state = 'queued', queued_at = now() where id = $1`, [id]);
  await database.query(`update job set state = 'running', attempt = 1, lease_until = now() where id = $1`, [
    id,
  ]);
  await database.query(
    `insert into attempt (job_id, number, worker_id, ended_at, outcome) values ($1, 1, $2, now(), $3)`,
    [id, worker, state],
  );
  await database.query(`update job set state = $2, lease_until = null, finished_at = now() where id = $1`, [
    id,
    state,
  ]);
  if (value !== undefined && state === 'succeeded') {
    await database.query(
      `insert into job_metric (job_id, name, value, project_id, batch_id) values ($1, 'final_cost', $2, $3, $4)`,
      [id, value, projectId, batchId],
    );
  }
}

/** What workers do in the hour after. */
async function morning(night: number): Promise<void> {
  const at = (minutes: number) => () => new Date(dueAt(night).getTime() + minutes * 60_000);
  await Promise.all([store.nights.pass(at(30)), second.nights.pass(at(30)), store.nights.pass(at(30))]);
  await store.notifications.spread(at(31));
  const taken = await store.notifications.take(20, at(60));
  const settings = await store.notifications.settings();
  for (const one of taken)
    await store.notifications.record(one, await deliver({ store, settings }, one), at(61));
}

const subjects = () => inbox.mails.map(({ data }) => /^Subject: (.*)$/m.exec(data)?.[1]?.trim());
/** Noise of about 1 %, the same in every test. */
const quiet = (night: number) => 1.2 + 0.012 * Math.sin(night * 7.3) + 0.005 * Math.cos(night * 2.9);

describe('the nightly digest', () => {
  it('says nothing in 30 quiet nights but four times that it is alive', async () => {
    for (let night = 1; night <= 30; night++) {
      await runNight(night, { value: quiet(night) });
      await morning(night);
    }
    expect(subjects()).toEqual(Array(4).fill('[Batchyard] Plates: Nightly: all quiet'));
    const nights = await store.nights.list(scheduleId, 100);
    expect(nights).toHaveLength(30);
    expect(nights.filter(({ word }) => word === 'alive').map(({ night }) => night)).toEqual([
      '2026-11-07',
      '2026-10-31',
      '2026-10-24',
      '2026-10-17',
    ]);
    expect(nights.every(({ isGood }) => isGood)).toBe(true);
    expect(nights[0]?.digest.metrics[0]).toMatchObject({
      name: 'final_cost',
      unit: 'mm',
      place: 'inside',
      nights: 29,
    });
  });

  it('names the package that changed when a metric leaves its band, once, and when it is back', async () => {
    for (let night = 1; night <= 8; night++)
      await runNight(night, { value: quiet(night) }).then(() => morning(night));
    inbox.reset();
    await addWorker('lab-1', { 'python/numpy': '2.2.0' });
    await runNight(9, { value: 1.9 });
    await morning(9);
    expect(subjects()).toEqual(['[Batchyard] Plates: Nightly, night to 2026-10-19: 1 metric left its band']);
    const text = inbox.mails[0]?.data ?? '';
    expect(text).toMatch(
      /Final cost is above its band: 1\.9 mm, band [\d.]+ to [\d.]+ mm, median 1\.\d+ mm of 8 nights/,
    );
    expect(text).toMatch(/Changed since the last good night \(2026-10-18\)/);
    expect(text).toContain('Package python/numpy 2.1.0 → 2.2.0');
    expect(text).toContain(`https://yard.example/projects/n${number}/schedules/${scheduleId}`);
    inbox.reset();
    await runNight(10, { value: 1.9 });
    await morning(10);
    expect(subjects()).toEqual([]);
    await runNight(11, { value: 1.2 });
    await morning(11);
    expect(inbox.mails[0]?.data).toContain('Final cost is back in its band');
  });

  it('names parameters, inputs, the version of the pipeline and the host', async () => {
    for (let night = 1; night <= 7; night++)
      await runNight(night, { value: quiet(night) }).then(() => morning(night));
    inbox.reset();
    await addWorker('lab-2', { 'python/numpy': '2.1.0' });
    await definePipeline('1.1.0');
    await runNight(8, { value: 3, worker: 'lab-2', version: '1.1.0', params: { weight: 600 } });
    await morning(8);
    const [{ digest } = { digest: undefined }] = await store.nights.list(scheduleId, 1);
    expect(digest?.changes.map(({ text }) => text)).toEqual([
      'Pipeline solve 1.0.0 → 1.1.0',
      'Parameter params.weight 500 → 600',
      'Hosts: lab-1 → lab-2',
    ]);
    await runNight(9, { value: 1.2, inputs: ['a.csv', 'b.csv'] });
    await morning(9);
    const [{ digest: other } = { digest: undefined }] = await store.nights.list(scheduleId, 1);
    expect(other?.facts.newInputs).toBe(1);
    expect(other?.findings.map(({ text }) => text)).toEqual([
      'No earlier night can be compared with this one (1 input added: b.csv), so bands begin anew.',
    ]);
  });

  it('tells of a failed night in one message instead of one for each batch', async () => {
    await runNight(1, { state: 'failed' });
    await morning(1);
    expect(subjects()).toEqual(['[Batchyard] Plates: Nightly, night to 2026-10-11: failures']);
    expect(inbox.mails[0]?.data).toContain('1 job failed.');
  });

  it('waits for the end of a night', async () => {
    await runNight(1, { value: 1 });
    await database.query(
      `update occurrence set state = 'running', finished_at = null where schedule_id = $1`,
      [scheduleId],
    );
    await morning(1);
    expect(await store.nights.list(scheduleId, 1)).toEqual([]);
    await database.query(`update occurrence set state = 'succeeded' where schedule_id = $1`, [scheduleId]);
    await morning(1);
    expect(await store.nights.list(scheduleId, 1)).toHaveLength(1);
  });
});

it('a schedule that missed times or could not start tells its owner, once for all', async () => {
  await database.query(
    `insert into occurrence (schedule_id, due_at, story, state) select $1, now() - n * interval '1 day', 'coalesced', 'skipped'
     from generate_series(1, 40) n`,
    [scheduleId],
  );
  await database.query(
    `insert into occurrence (schedule_id, due_at, story, state, start_at) values ($1, now(), 'on_time', 'waiting', now())`,
    [scheduleId],
  );
  await database.query(
    `update occurrence set state = 'failed', start_at = null, reason = 'The design is gone.' where schedule_id = $1 and state = 'waiting'`,
    [scheduleId],
  );
  await database.query(
    `update schedule set is_paused = true, pause_reason = 'It failed 3 times in a row.' where id = $1`,
    [scheduleId],
  );
  const at = (minutes: number) => () => new Date(Date.now() + minutes * 60_000);
  await store.notifications.spread(at(0));
  const settings = await store.notifications.settings();
  for (const one of await store.notifications.take(20, at(1))) await deliver({ store, settings }, one);
  expect(inbox.mails).toHaveLength(1);
  for (const text of [
    'missed 40 times',
    'could not start its batch',
    'The design is gone.',
    'paused itself. It failed 3 times in a row.',
  ]) {
    expect(inbox.mails[0]?.data.replaceAll('\r\n', '\n')).toContain(text);
  }
});
