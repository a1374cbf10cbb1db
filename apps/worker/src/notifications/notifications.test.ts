/** Against a real PostgreSQL, a real SMTP server and a real HTTP receiver on loopback. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type NotificationEventKind, noNotificationSettings, type ReceiverSettings } from '@batchyard/domain';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addProject } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { deliver } from './deliver.js';
import { sendWebhook } from './send-webhook.js';
import { type Inbox, type Receiver, startInbox, startReceiver } from './testing.js';

let database: TestDatabase;
let store: Persistence;
let inbox: Inbox;
let receiver: Receiver;
let projectId: string;
let userId: string;
let number = 0;
const filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-notifications-'));
const system = { userId: null, source: 'system' } as const;
const start = new Date('2026-11-22T02:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const [second, minute] = [1_000, 60_000];

beforeAll(async () => {
  database = await createTestDatabase();
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir, secretsKey: randomBytes(32) });
  [inbox, receiver] = [await startInbox(), await startReceiver()];
});
afterAll(async () => {
  await Promise.all([store.close(), inbox.close(), receiver.close()]);
  await database.dispose();
  rmSync(filesDir, { recursive: true, force: true });
});
beforeEach(async () => {
  number += 1;
  await database.query('delete from project');
  await database.query('delete from notification_delivery');
  projectId = await addProject(database, `p${number}`);
  userId = await idOf(
    `insert into app_user (email, name) values ('u${number}@lab.example', 'U') returning id`,
  );
  await database.query(`insert into project_member (project_id, user_id, role) values ($1, $2, 'editor')`, [
    projectId,
    userId,
  ]);
  const mailServer = {
    host: '127.0.0.1',
    port: inbox.port,
    security: 'none',
    user: 'yard',
    from: 'yard@lab.example',
  } as const;
  const settings = {
    ...noNotificationSettings,
    mailServer,
    baseUrl: 'https://yard.example',
    allowedNetworks: ['127.0.0.1'],
  };
  await store.notifications.setSettings(system, settings, inbox.password);
  inbox.reset();
  receiver.reset();
});

async function idOf(sql: string, parameters: readonly unknown[] = []): Promise<string> {
  return (await database.query<{ id: string }>(sql, parameters))[0]?.id ?? '';
}

/** Batches that end in a state, as the engine would end them. */
async function endBatches(count: number, state = 'failed', owner: string | null = userId): Promise<void> {
  await database.query(
    `with made as (
       insert into batch (project_id, name, pipeline_name, pipeline_version, spec, options, objective_metric,
         objective_direction, state, job_count, created_by)
       select $1, 'b' || n, 'trial', '1.0.0', '{}', '{}', 'score', 'minimize', 'running', 1, $3 from generate_series(1, $2) n
       returning id) select count(*) from made`,
    [projectId, count, owner],
  );
  await database.query(
    `update batch set state = $2, finished_at = now() where project_id = $1 and state = 'running'`,
    [projectId, state],
  );
}

/** One round of all workers at a time. */
async function round(at: Date, resolve?: (name: string) => Promise<string[]>): Promise<number> {
  const clock = () => at;
  await store.notifications.spread(clock);
  let sent = 0;
  for (;;) {
    const taken = await store.notifications.take(20, clock);
    const settings = await store.notifications.settings();
    await Promise.all(
      taken.map(async (one) =>
        store.notifications.record(one, await deliver({ store, settings, resolve }, one), clock),
      ),
    );
    sent += taken.length;
    if (taken.length < 20) return sent;
  }
}

async function addReceiver(settings: Partial<ReceiverSettings> & { events?: NotificationEventKind[] } = {}) {
  return store.notifications.createReceiver(system, projectId, {
    kind: 'webhook',
    name: 'Chat',
    events: ['batch_failed', 'batch_paused', 'schedule_missed'],
    isActive: true,
    url: `${receiver.url}/hook`,
    ...settings,
  } as ReceiverSettings);
}

const log = async (receiverId: string) =>
  (await store.notifications.deliveries(receiverId, { first: 10 })).rows;

describe('mail', () => {
  it('tells whoever started a failed batch, in plain text and HTML with a link, once', async () => {
    await endBatches(1);
    await round(start);
    expect(inbox.mails).toEqual([]);
    await round(after(31 * second));
    await round(after(20 * minute));
    expect(inbox.mails).toHaveLength(1);
    const [mail] = inbox.mails;
    expect(mail?.to).toEqual([`u${number}@lab.example`]);
    expect(mail?.data).toMatch(/Subject: \[Batchyard\] p\d+: .*b1/);
    expect(mail?.data).toMatch(/text\/plain[\s\S]*text\/html/);
    expect(mail?.data).toMatch(/https:\/\/yard\.example\/projects\/p\d+\/batches\/\d+/);
  });

  it('a burst of 1,000 events makes one mail, and what comes later one more after ten minutes', async () => {
    await endBatches(1000);
    await round(start);
    await round(after(31 * second));
    await endBatches(1);
    await round(after(40 * second));
    await round(after(9 * minute));
    expect(inbox.mails).toHaveLength(1);
    expect(inbox.mails[0]?.data).toMatch(/Subject: .*1,000 batches/);
    await round(after(11 * minute));
    expect(inbox.mails).toHaveLength(2);
  });

  it('is sent of what one chose, and to nobody who may no longer see the project', async () => {
    await store.notifications.setPreference(userId, ['batch_finished']);
    await endBatches(1, 'failed');
    await round(start);
    expect(await round(after(minute))).toBe(0);
    await endBatches(1, 'succeeded');
    await database.query('delete from project_member where user_id = $1', [userId]);
    await round(after(2 * minute));
    expect(await round(after(3 * minute))).toBe(0);
    expect(inbox.mails).toEqual([]);
  });

  it('is tried again while the server cannot take it, and not when it refuses for good', async () => {
    inbox.fail(451, 'Try later');
    await addReceiver({
      kind: 'mail',
      name: 'List',
      addresses: ['a@lab.example', 'b@lab.example'],
      url: undefined,
    } as never);
    const id = (await store.notifications.receivers(projectId))[0]?.id ?? '';
    await endBatches(1, 'failed', null);
    await round(start);
    await round(after(31 * second));
    expect((await log(id))[0]).toMatchObject({ state: 'waiting', attempts: 1, status: 451 });
    inbox.reset();
    await round(after(2 * minute));
    expect(inbox.mails.map(({ to }) => to)).toEqual([['a@lab.example', 'b@lab.example']]);
    expect((await log(id))[0]).toMatchObject({ state: 'sent', attempts: 2, status: 250 });
    inbox.fail(550, 'No such person');
    await endBatches(1, 'failed', null);
    await round(after(20 * minute));
    await round(after(31 * minute));
    expect((await log(id))[0]).toMatchObject({ state: 'failed', attempts: 1, status: 550 });
  });

  it('signs in with the password, which stands nowhere as it is', async () => {
    await store.notifications.setSettings(system, await settingsWithout(), 'wrong');
    await store.notifications.test({ userId });
    await round(new Date(Date.now() + second));
    const [test] = await store.notifications.mailsOf(userId);
    expect(test).toMatchObject({ state: 'failed', status: 535 });
    const rows = await database.query(
      'select value::text from instance_setting union all select summary from changeset',
    );
    expect(JSON.stringify(rows)).not.toContain('wrong');
    await store.notifications.setSettings(system, await settingsWithout(), inbox.password);
    await store.notifications.test({ userId });
    await round(new Date(Date.now() + second));
    expect(inbox.mails).toHaveLength(1);
  });

  it('does not pile up where there is no server', async () => {
    await store.notifications.setSettings(system, noNotificationSettings);
    await endBatches(3);
    await round(start);
    expect(await database.query('select from notification_delivery')).toEqual([]);
  });

  const settingsWithout = async () => {
    const { hasPassword: _, ...settings } = await store.notifications.settings();
    return settings;
  };
});

describe('a webhook', () => {
  it('is called once for each event, signed, and logged', async () => {
    const { id, secret } = await addReceiver();
    await endBatches(2);
    await round(start);
    expect(receiver.calls).toHaveLength(2);
    const [call] = receiver.calls;
    const [, seconds, mac] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call?.headers['batchyard-signature'])) ?? [];
    expect(mac).toBe(
      createHmac('sha256', secret ?? '')
        .update(`${seconds}.${call?.body}`)
        .digest('hex'),
    );
    expect(Math.abs(Date.now() / 1000 - Number(seconds))).toBeLessThan(60);
    const body = JSON.parse(call?.body ?? '{}') as Record<string, unknown>;
    expect(body).toMatchObject({
      event: 'batch_failed',
      project: `p${number}`,
      facts: { state: 'failed', jobCount: 1 },
    });
    expect(body.delivery).toBe(call?.headers['batchyard-delivery']);
    expect((await log(id))[0]).toMatchObject({
      state: 'sent',
      subject: `Batch failed: ${(body.facts as { name: string }).name}`,
      status: 200,
      responseHead: 'thanks',
      eventCount: 1,
      error: null,
    });
    const stored = await database.query<{ text: string }>(
      'select r::text as text from notification_receiver r',
    );
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(JSON.stringify(stored)).not.toContain(Buffer.from(secret ?? '').toString('hex'));
  });

  it('is tried again later and later with the same delivery, then given up, and sent again on wish', async () => {
    const { id } = await addReceiver();
    receiver.answer(503, 'busy');
    await endBatches(1);
    const sentAt: number[] = [];
    for (let at = 0; at < 16 * 60; at += 1) if ((await round(after(at * minute))) > 0) sentAt.push(at);
    expect(sentAt).toEqual([0, 1, 3, 11, 43, 171, 411, 651]);
    expect(new Set(receiver.calls.map(({ headers }) => headers['batchyard-delivery'])).size).toBe(1);
    const [given] = await log(id);
    expect(given).toMatchObject({
      state: 'failed',
      attempts: 8,
      status: 503,
      responseHead: 'busy',
      error: 'It answered 503.',
    });
    receiver.reset();
    await store.notifications.sendAgain(id, given?.id ?? '');
    await round(new Date(Date.now() + second));
    expect((await log(id))[0]).toMatchObject({ state: 'sent', attempts: 9 });
  });

  it('is sent again with the same delivery when a worker dies between sending and writing it down', async () => {
    const { id } = await addReceiver();
    await endBatches(1, 'failed', null);
    await store.notifications.spread(() => start);
    const settings = await store.notifications.settings();
    const [taken] = await store.notifications.take(20, () => start);
    const lost = await deliver({ store, settings }, taken!);
    expect(await round(after(minute))).toBe(0);
    expect(await round(after(3 * minute))).toBe(1);
    expect(receiver.calls.map(({ headers }) => headers['batchyard-delivery'])).toEqual([
      taken?.key,
      taken?.key,
    ]);
    // The one that was taken for dead comes back: what it says no longer counts.
    await store.notifications.record(taken!, { ...lost, error: 'late' }, () => after(4 * minute));
    expect((await log(id))[0]).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('is sent by one of several workers', async () => {
    await addReceiver();
    await endBatches(60);
    await Promise.all([round(start), round(start), round(start)]);
    expect(receiver.calls).toHaveLength(60);
    expect(
      new Set(receiver.calls.map(({ body }) => (JSON.parse(body) as { batchId: string }).batchId)).size,
    ).toBe(60);
  });

  it('hears of what it chose, of its own project, while it is active', async () => {
    await addReceiver({ events: ['batch_paused'] });
    await addReceiver({ name: 'Off', isActive: false });
    await endBatches(1);
    const other = await addProject(database, `other${number}`);
    [projectId] = [other];
    await endBatches(1);
    await round(start);
    expect(receiver.calls).toEqual([]);
  });

  it('a test reaches it at once', async () => {
    const { id } = await addReceiver();
    await store.notifications.test({ receiverId: id });
    await round(new Date(Date.now() + second));
    expect(receiver.calls.map(({ headers }) => headers['batchyard-event'])).toEqual(['test']);
  });
});

describe('what happens', () => {
  it('a batch that pauses itself, one that somebody pauses, and one that somebody cancels', async () => {
    await addReceiver({ events: ['batch_finished', 'batch_failed', 'batch_paused'] });
    await endBatches(0);
    const add = () =>
      idOf(
        `insert into batch (project_id, name, pipeline_name, pipeline_version, spec, options, objective_metric, objective_direction, state, job_count)
         values ($1, 'b', 'trial', '1.0.0', '{}', '{}', 'score', 'minimize', 'running', 1) returning id`,
        [projectId],
      );
    const [self, paused, cancelled] = [await add(), await add(), await add()];
    await database.query(
      `update batch set state = 'paused', state_reason = '5 of 5 failed alike' where id = $1`,
      [self],
    );
    await database.query(`update batch set state = 'paused' where id = $1`, [paused]);
    await database.query(`update batch set state = 'cancelled', finished_at = now() where id = $1`, [
      cancelled,
    ]);
    await round(start);
    expect(
      receiver.calls
        .map(({ body }) => JSON.parse(body) as { event: string; batchId: string })
        .map(({ event, batchId }) => [event, batchId])
        .sort(),
    ).toEqual([
      ['batch_finished', cancelled],
      ['batch_paused', self],
    ]);
  });

  it('nothing, when the change is taken back', async () => {
    const before = await database.query('select from notification_event');
    await database.query(`do $$ begin
      begin
        update batch set state = 'failed', finished_at = now();
        raise exception 'no';
      exception when others then null;
      end; end $$`);
    expect(await database.query('select from notification_event')).toEqual(before);
  });
});

describe('addresses that are not public', () => {
  const call = (url: string, resolve?: (name: string) => Promise<string[]>) =>
    sendWebhook({ url, secret: 's', delivery: 'd', event: 'test', body: '{}', allowedNetworks: [] }, resolve);
  const at =
    (...addresses: string[]) =>
    async () =>
      addresses;

  it.each([
    'http://127.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://0:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://127.1:PORT/',
    'http://localhost:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[64:ff9b::7f00:1]:PORT/',
  ])('%s is refused and gets no request', async (url) => {
    const answer = await call(url.replace('PORT', String(new URL(receiver.url).port)));
    expect(answer).toMatchObject({ status: null, mayPass: false });
    expect(answer.error).toMatch(/no public address/);
    expect(receiver.calls).toEqual([]);
  });

  it.each(['file:///etc/passwd', 'gopher://127.0.0.1/'])('%s is refused', async (url) => {
    expect((await call(url)).error).toMatch(/is not called/);
  });

  it('a name that leads to loopback, or to both, is refused', async () => {
    const url = `http://hook.example:${new URL(receiver.url).port}/`;
    expect((await call(url, at('127.0.0.1'))).error).toMatch(
      /hook\.example is at 127\.0\.0\.1, which is no public address/,
    );
    expect((await call(url, at('8.8.8.8', '127.0.0.1'))).error).toMatch(/no public address/);
    expect(receiver.calls).toEqual([]);
  });

  it('the address that was checked is called, whatever the name says next', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const url = `http://rebind.example:${new URL(receiver.url).port}/hook`;
    const answer = await sendWebhook(
      { url, secret: 's', delivery: 'd', event: 'test', body: '{}', allowedNetworks: ['127.0.0.1'] },
      async () => answers.shift() ?? [],
    );
    expect(answer).toMatchObject({ status: 200, error: null });
    expect(answers).toHaveLength(1);
    expect(receiver.calls[0]?.headers.host).toMatch(/^rebind\.example/);
  });

  it('a redirect is not followed', async () => {
    receiver.answer(302, '', { location: `${receiver.url}/inner` });
    const answer = await sendWebhook({
      url: `${receiver.url}/hook`,
      secret: 's',
      delivery: 'd',
      event: 'test',
      body: '{}',
      allowedNetworks: ['127.0.0.1'],
    });
    expect(answer).toMatchObject({ status: 302, mayPass: false });
    expect(receiver.calls.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('an endless answer is cut', async () => {
    receiver.answer(200, 'x'.repeat(5_000_000));
    const answer = await sendWebhook({
      url: `${receiver.url}/hook`,
      secret: 's',
      delivery: 'd',
      event: 'test',
      body: '{}',
      allowedNetworks: ['127.0.0.1'],
    });
    expect(answer.responseHead).toHaveLength(500);
  });
});
