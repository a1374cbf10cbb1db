import { describe, expect, it } from '@jest/globals';
import { isNetwork, mayBeReached } from './addresses.js';
import { eventsMessage } from './event-message.js';
import type { NotificationEvent } from './events.js';
import { renderHtml, renderText } from './message.js';
import { notificationSettingsSchema, receiverSchema } from './settings.js';
import { mostAttempts, retryDelayMs } from './webhook.js';

describe('addresses that webhooks may be sent to', () => {
  it.each([
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (ip) => expect(mayBeReached(ip, [])).toBe(true));
  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2130706433',
    '0x7f.1',
    '127.1',
    '010.0.0.1',
    'localhost',
    '1.2.3.4.5',
    '1:2:3',
    '::1::',
    '',
  ])('%s is not', (ip) => expect(mayBeReached(ip, [])).toBe(false));

  it('are those that the administrator allows as well, but never the keys of the machine', () => {
    expect(mayBeReached('10.1.2.3', ['10.1.0.0/16'])).toBe(true);
    expect(mayBeReached('10.2.2.3', ['10.1.0.0/16'])).toBe(false);
    expect(mayBeReached('::ffff:10.1.2.3', ['10.1.0.0/16'])).toBe(true);
    expect(mayBeReached('fd12::5', ['fd12::/64'])).toBe(true);
    expect(mayBeReached('127.0.0.1', ['127.0.0.1'])).toBe(true);
    expect(mayBeReached('169.254.169.254', ['169.254.0.0/16', '0.0.0.0/0'])).toBe(false);
    expect(mayBeReached('::ffff:169.254.169.254', ['::/0', '0.0.0.0/0'])).toBe(false);
  });

  it.each([
    ['10.0.0.0/8', true],
    ['fd12::/64', true],
    ['10.0.0.1', true],
    ['10.0.0.0/33', false],
    ['10.0.0.0/', false],
    ['example.org', false],
  ] as const)('network %s: %s', (text, expected) => expect(isNetwork(text)).toBe(expected));
});

it('tries a delivery eight times over half a day', () => {
  const delays = Array.from({ length: mostAttempts }, (_, index) => retryDelayMs(index + 1));
  expect(delays).toEqual([30_000, 120_000, 480_000, 1_920_000, 7_680_000, 14_400_000, 14_400_000, null]);
});

describe('settings', () => {
  const server = {
    host: 'mail.lab.example',
    port: 587,
    security: 'starttls',
    user: '',
    from: 'batchyard@lab.example',
  };
  it('are taken as they are, the address without a slash at its end', () => {
    const parsed = notificationSettingsSchema.parse({
      mailServer: server,
      baseUrl: 'https://b.example/',
      allowedNetworks: ['10.0.0.0/8'],
    });
    expect(parsed.baseUrl).toBe('https://b.example');
  });
  it.each([
    ['a sender with a line break', { mailServer: { ...server, from: 'a@b.c\r\nBcc: x@y.z' } }],
    ['a sender with two addresses', { mailServer: { ...server, from: 'a@b.c,d@e.f' } }],
    ['a host with a path', { mailServer: { ...server, host: 'mail/x' } }],
    ['an address of files', { baseUrl: 'file:///etc' }],
    ['a network that is none', { allowedNetworks: ['lab'] }],
  ])('refuse %s', (_name, changed) => {
    const given = { mailServer: null, baseUrl: null, allowedNetworks: [], ...changed };
    expect(notificationSettingsSchema.safeParse(given).success).toBe(false);
  });
  it.each([
    ['ftp://a.example', false],
    ['gopher://a.example', false],
    ['https://user:pass@a.example', false],
    ['javascript:alert(1)', false],
    ['https://a.example/hook?x=1', true],
  ])('webhook %s: %s', (url, expected) => {
    const receiver = { kind: 'webhook', name: 'Chat', events: ['digest'], isActive: true, url };
    expect(receiverSchema.safeParse(receiver).success).toBe(expected);
  });
});

const batch = (id: number, changes: object = {}): NotificationEvent => ({
  id: String(id),
  kind: 'batch_finished',
  createdAt: new Date('2026-11-22T01:00:00Z'),
  projectSlug: 'p',
  projectName: 'Plates <1>',
  batchId: String(id),
  scheduleId: null,
  facts: {
    name: `b${id}`,
    state: 'succeeded',
    reason: null,
    pipeline: 'x',
    pipelineVersion: '1.0.0',
    jobCount: 3,
  },
  ...changes,
});

describe('a mail', () => {
  it('about one event says it in its subject and leads to its page', () => {
    const message = eventsMessage([batch(7)], 'https://b.example');
    expect(message.subject).toBe('[Batchyard] Plates <1>: batch “b7” succeeded (3 jobs)');
    expect(renderText(message)).toContain('https://b.example/projects/p/batches/7');
    expect(renderHtml(message)).toContain(
      '<a href="https://b.example/projects/p/batches/7">Plates &lt;1&gt;: batch',
    );
  });

  it('about a thousand lists twenty and counts the rest', () => {
    const message = eventsMessage(
      Array.from({ length: 1000 }, (_, index) => batch(index)),
      null,
    );
    expect(message.subject).toBe('[Batchyard] Plates <1>: 1,000 batches finished');
    const text = renderText(message);
    expect(text).toContain('and 980 more');
    expect(text.split('\n')).toHaveLength(22);
    expect(text).not.toContain('http');
  });

  it('tells of missed times in the zone of the schedule', () => {
    const facts = {
      name: 'Nightly',
      what: 'missed' as const,
      zone: 'Europe/Berlin',
      times: 3,
      runAfterwards: 1,
      firstDueAt: '2026-11-20T01:00:00Z',
      lastDueAt: '2026-11-22T01:00:00Z',
    };
    const event = { ...batch(1), kind: 'schedule_missed', scheduleId: '5', facts } as NotificationEvent;
    expect(renderText(eventsMessage([event], 'https://b.example'))).toContain(
      'schedule “Nightly” missed 3 times, 1 run afterwards, due 2026-11-20 02:00 Europe/Berlin to 2026-11-22 02:00 Europe/Berlin\n  https://b.example/projects/p/schedules/5',
    );
  });

  it('escapes what people and programs wrote', () => {
    const html = renderHtml(
      eventsMessage(
        [
          batch(1, {
            kind: 'batch_paused',
            facts: { name: '<img src=x>', reason: '"&<b>', state: 'paused', jobCount: 1 },
          }),
        ],
        null,
      ),
    );
    expect(html).not.toMatch(/<img|<b>/);
    expect(html).toContain('&lt;img src=x&gt;');
  });
});
