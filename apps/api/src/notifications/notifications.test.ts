import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let administrator: Client;

beforeAll(async () => {
  service = await startTestService({ secretsKey: Buffer.alloc(32, 7) });
  [alice, administrator] = [await service.signIn('alice'), await service.signIn('root', 'administrator')];
  await fillProject(alice, 'a');
});
afterAll(() => service.stop());

interface Answer {
  readonly receiver?: { readonly id: string } & Record<string, unknown>;
  readonly secret?: string | null;
  readonly problems: readonly {
    readonly code: string;
    readonly place: { readonly parameter: string | null };
  }[];
}
const run = async (field: string, type: string, input: object, client = alice, selection = '') => {
  const { data } = await client.graphql<Record<string, Answer>>(
    `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} problems { code place { parameter } } } }`,
    { input },
  );
  return data[field] as Answer;
};
const create = (input: object) =>
  run(
    'createNotificationReceiver',
    'CreateNotificationReceiverInput',
    { projectSlug: 'a', events: ['batch_failed'], ...input },
    alice,
    'receiver { id kind name events addresses url isActive } secret',
  );
const list = async () =>
  (
    await alice.graphql<{ notificationReceivers: Record<string, unknown>[] }>(
      '{ notificationReceivers(projectSlug: "a") { id name url isActive deliveries { nodes { isTest state subject } } } }',
    )
  ).data.notificationReceivers;

describe('receivers', () => {
  it('are added, changed, tested, given a new secret and removed', async () => {
    const { receiver, secret } = await create({
      kind: 'webhook',
      name: ' Chat ',
      url: 'https://hook.example/x',
    });
    expect(receiver).toMatchObject({ kind: 'webhook', name: 'Chat', addresses: [], isActive: true });
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
    const input = { receiverId: receiver?.id };
    const changed = {
      ...input,
      kind: 'webhook',
      name: 'Chat 2',
      events: ['digest'],
      url: 'https://hook.example/y',
      isActive: false,
    };
    expect(
      (await run('updateNotificationReceiver', 'UpdateNotificationReceiverInput', changed)).problems,
    ).toEqual([]);
    await run('testNotificationReceiver', 'NotificationReceiverInput', input);
    const renewed = await run('renewWebhookSecret', 'NotificationReceiverInput', input, alice, 'secret');
    expect(renewed.secret).not.toBe(secret);
    expect(await list()).toEqual([
      {
        id: receiver?.id,
        name: 'Chat 2',
        url: 'https://hook.example/y',
        isActive: false,
        deliveries: { nodes: [{ isTest: true, state: 'waiting', subject: 'Test' }] },
      },
    ]);
    await run('testNotificationReceiver', 'NotificationReceiverInput', input);
    const page = (after: string) =>
      alice.graphql<{
        notificationReceiver: { deliveries: { nodes: { id: string }[]; pageInfo: { endCursor: string } } };
      }>(
        `{ notificationReceiver(id: "${receiver?.id}") { deliveries(first: 1${after}) {
           nodes { id } pageInfo { hasNextPage endCursor } } } }`,
      );
    const newest = (await page('')).data.notificationReceiver.deliveries;
    const older = (await page(`, after: "${newest.pageInfo.endCursor}"`)).data.notificationReceiver
      .deliveries;
    expect(newest).toMatchObject({ nodes: [{}], pageInfo: { hasNextPage: true } });
    expect(older).toMatchObject({ nodes: [{}], pageInfo: { hasNextPage: false } });
    expect(older.nodes[0]?.id).not.toBe(newest.nodes[0]?.id);
    await run('removeNotificationReceiver', 'NotificationReceiverInput', input);
    expect(await list()).toEqual([]);
  });

  it.each([
    ['without a name', { kind: 'mail', name: ' ', addresses: ['a@b.example'] }, 'name'],
    ['without an event', { kind: 'mail', name: 'L', addresses: ['a@b.example'], events: [] }, 'events'],
    ['without an address', { kind: 'mail', name: 'L', addresses: [] }, 'addresses'],
    [
      'with a header in an address',
      { kind: 'mail', name: 'L', addresses: ['a@b.example\r\nBcc: x@y.example'] },
      'addresses',
    ],
    ['with a file', { kind: 'webhook', name: 'L', url: 'file:///etc/passwd' }, 'url'],
  ])('%s are refused', async (_name, input, parameter) => {
    expect((await create(input)).problems).toMatchObject([{ place: { parameter } }]);
    expect(await list()).toEqual([]);
  });

  it('have names of their own, and stay what they are', async () => {
    const { receiver } = await create({ kind: 'mail', name: 'Team', addresses: ['a@b.example'] });
    expect((await create({ kind: 'mail', name: 'Team', addresses: ['c@d.example'] })).problems).toMatchObject(
      [{ code: 'NAME_TAKEN' }],
    );
    const other = {
      receiverId: receiver?.id,
      kind: 'webhook',
      name: 'Team',
      events: ['digest'],
      url: 'https://x.example',
    };
    expect(
      (await run('updateNotificationReceiver', 'UpdateNotificationReceiverInput', other)).problems,
    ).toMatchObject([{ code: 'OTHER_KIND' }]);
  });
});

it('everybody chooses their own mail', async () => {
  const mine = '{ myNotifications { events hasMailServer mails { id } } }';
  expect((await alice.graphql(mine)).data).toEqual({
    myNotifications: {
      events: ['batch_failed', 'batch_paused', 'schedule_missed', 'digest'],
      hasMailServer: false,
      mails: [],
    },
  });
  await run('setMyNotifications', 'SetMyNotificationsInput', { events: ['batch_finished'] });
  expect((await alice.graphql(mine)).data).toMatchObject({ myNotifications: { events: ['batch_finished'] } });
});

it('administrators set the mail server; its password is shown to nobody', async () => {
  const mailServer = {
    host: 'mail.lab.example',
    port: 587,
    security: 'starttls',
    user: 'yard',
    from: 'yard@lab.example',
  };
  const set = (changes: object) =>
    run(
      'setNotificationSettings',
      'SetNotificationSettingsInput',
      { mailServer, allowedNetworks: [], ...changes },
      administrator,
    );
  expect((await set({ password: 'canary', baseUrl: 'https://yard.example/' })).problems).toEqual([]);
  const { text, data } = await administrator.graphql(
    '{ notificationSettings { mailServer { host port security user from } hasPassword baseUrl allowedNetworks } }',
  );
  expect(data).toEqual({
    notificationSettings: {
      mailServer,
      hasPassword: true,
      baseUrl: 'https://yard.example',
      allowedNetworks: [],
    },
  });
  expect(text).not.toContain('canary');
  expect((await set({ allowedNetworks: ['lab'] })).problems).toMatchObject([
    { place: { parameter: 'allowedNetworks' } },
  ]);
  expect((await set({ mailServer: { ...mailServer, port: 0 } })).problems).toMatchObject([
    { place: { parameter: 'port' } },
  ]);
  await administrator.graphql('mutation { testMail { done } }');
  expect((await administrator.graphql('{ myNotifications { mails { isTest state } } }')).data).toEqual({
    myNotifications: { mails: [{ isTest: true, state: 'waiting' }] },
  });
});
