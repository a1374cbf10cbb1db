import { describe, expect, it } from '@jest/globals';
import type { ShownDelivery, ShownReceiver } from './notification-requests.js';
import { presentLog, presentReceivers, presentTest } from './present-notifications.js';

const sent: ShownDelivery = {
  id: '7',
  isTest: false,
  state: 'sent',
  subject: 'Batch failed: Night 12',
  eventCount: 1,
  attempts: 1,
  availableAt: '2026-03-27T02:00:00.000Z',
  createdAt: '2026-03-27T02:00:00.000Z',
  finishedAt: '2026-03-27T02:00:05.120Z',
  status: 204,
  durationMs: 182.4,
  responseHead: '',
  error: null,
};
const refused: ShownDelivery = {
  ...sent,
  isTest: true,
  state: 'failed',
  status: null,
  durationMs: 3,
  error: '127.0.0.1 is no public address.',
};
const chat: ShownReceiver = {
  id: '3',
  name: 'Chat',
  kind: 'webhook',
  isActive: true,
  addresses: [],
  url: 'https://hook.example/services/canary?key=canary',
  events: ['batch_failed', 'digest'],
  deliveries: { nodes: [sent] },
};
const team: ShownReceiver = {
  ...chat,
  name: 'Team',
  kind: 'mail',
  isActive: false,
  addresses: ['a@lab.example', 'b@lab.example', 'c@lab.example'],
  url: null,
  deliveries: { nodes: [] },
};
/** Cells of each line; columns stand two or more spaces apart. */
const cellsOf = (text: string) => text.split('\n').map((line) => line.split(/ {2,}/));
const logOf = (...nodes: ShownDelivery[]) => cellsOf(presentLog(chat, nodes));

describe('receivers', () => {
  it('show where to, what of and the newest delivery, but no key of a webhook', () => {
    const text = presentReceivers([chat, team]).replaceAll(/\s+/g, ' ');
    expect(text).not.toContain('canary');
    expect(text).toMatch(/3 Chat webhook https:\/\/hook\.example\/… batch_failed, .*sent 2026-03-27/);
    expect(text).toMatch(/Team mail, not .*a@lab\.example and 2 .*nothing sent/);
  });

  it('of a project that has none are said to be none', () => {
    expect(presentReceivers([])).toBe('The project has no receiver of notifications.');
  });
});

describe('the log', () => {
  it('has time, event, state, status and duration', () => {
    expect(logOf(sent)).toEqual([
      ['time (UTC)', 'event', 'state', 'status', 'took'],
      ['2026-03-27 02:00:05', 'Batch failed: Night 12', 'sent', '204', '182 ms'],
    ]);
  });

  it('says what went wrong, and leaves out a status that did not come', () => {
    expect(logOf(refused)[1]).toEqual([
      '2026-03-27 02:00:05',
      'test',
      'failed',
      '3 ms',
      '127.0.0.1 is no public address.',
    ]);
  });

  it('counts tries and events, and says when the next try is', () => {
    const again: ShownDelivery = {
      ...sent,
      state: 'waiting',
      attempts: 2,
      finishedAt: null,
      availableAt: '2026-03-27T02:02:30.000Z',
    };
    expect(logOf(again)[1]?.[2]).toBe('waiting, 2 tries, next try 02:02:30');
    const open: ShownDelivery = { ...again, attempts: 0, subject: null, eventCount: 12, status: null };
    expect(logOf({ ...open, durationMs: null })[1]).toEqual([
      '2026-03-27 02:00:00',
      'a mail that more may still join (12 events)',
      'waiting',
    ]);
  });

  it('of a receiver that was sent nothing says so', () => {
    expect(presentLog(team, [])).toBe('Team was sent nothing in the last 30 days.');
  });
});

it('a test arrived, with status and duration, or did not, with the reason', () => {
  expect(presentTest(chat, sent)).toBe('Chat got the test, status 204, after 182 ms.');
  expect(presentTest(chat, refused)).toBe('Chat did not get the test: 127.0.0.1 is no public address.');
});
