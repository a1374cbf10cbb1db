import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCronRule, nextTimes, previousTimes, timesBetween } from './cron.js';
import { type DueRequest, decideDueTimes, startTime } from './occurrences.js';
import { schedulePoliciesSchema } from './policies.js';

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';
const iso = (times: readonly Date[]) => times.map((time) => time.toISOString());
const at = (text: string) => new Date(text);

describe('nextTimes', () => {
  it.each([
    [
      'a night whose clocks are put forward has the time later',
      '30 2 * * *',
      berlin,
      '2026-03-28T12:00Z',
      ['2026-03-29T01:30Z', '2026-03-30T00:30Z'],
    ],
    [
      'a night whose clocks are put back has the time once',
      '30 2 * * *',
      berlin,
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ],
    [
      'the same in America, forward',
      '0 2 * * *',
      newYork,
      '2026-03-07T12:00Z',
      ['2026-03-08T07:00Z', '2026-03-09T06:00Z'],
    ],
    ['and back', '30 1 * * *', newYork, '2026-10-31T12:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    [
      'every hour is every real hour',
      '0 * * * *',
      berlin,
      '2026-10-24T23:30Z',
      ['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z'],
    ],
    [
      'a day that not every month has',
      '0 0 31 * *',
      'UTC',
      '2026-01-31T12:00Z',
      ['2026-03-31T00:00Z', '2026-05-31T00:00Z'],
    ],
    ['29 February', '0 0 29 2 *', 'UTC', '2026-01-01T00:00Z', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    [
      'the last of the month',
      '0 0 L * *',
      'UTC',
      '2026-02-01T00:00Z',
      ['2026-02-28T00:00Z', '2026-03-31T00:00Z'],
    ],
  ])('%s', (_what, expression, zone, after, expected) => {
    expect(iso(nextTimes({ expression, zone }, at(after), expected.length))).toEqual(iso(expected.map(at)));
  });

  it('equals a look at every minute of the clock, away from changes of the clocks', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 });
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(hours, minutes, fc.constantFrom('*', '1-5', '0,6'), (hour, minute, weekdays) => {
        const rule = { expression: `${minute.join()} ${hour.join()} * * ${weekdays}`, zone: berlin };
        const from = at('2026-06-01T00:00Z');
        const until = at('2026-06-08T00:00Z');
        expect(iso(timesBetween(rule, from, until, 10_000))).toEqual(
          everyMinute(from, until, hour, minute, weekdays),
        );
      }),
      { numRuns: 30 },
    );
  });
});

it('goes back as it goes on', () => {
  const rule = { expression: '0 2 * * *', zone: berlin };
  const back = previousTimes(rule, at('2026-04-01T12:00Z'), 5);
  expect(iso(back)).toEqual(iso(nextTimes(rule, at('2026-03-27T12:00Z'), 5)));
});

describe('checkCronRule', () => {
  it.each(['* * * *', '* * * * * *', '61 * * * *', '0 0 30 2 *', 'at night', ''])(
    'refuses %j',
    (expression) => {
      expect(checkCronRule({ expression, zone: 'UTC' })).toMatchObject([
        { code: 'BAD_CRON_EXPRESSION', value: expression, place: { parameter: 'cron' } },
      ]);
    },
  );

  it.each(['0 2 * * *', '*/15 8-18 * * 1-5', '@daily', '0 0 * * 7'])('takes %j', (expression) => {
    expect(checkCronRule({ expression, zone: berlin })).toEqual([]);
  });

  it('tells of a zone and an expression at once', () => {
    const problems = checkCronRule({ expression: 'x', zone: 'Mars/Olympus' });
    expect(problems.map(({ code }) => code)).toEqual(['UNKNOWN_TIME_ZONE', 'BAD_CRON_EXPRESSION']);
  });
});

describe('decideDueTimes', () => {
  const hourly = { expression: '0 * * * *', zone: berlin };
  const request = (policies: object, more: Partial<DueRequest> = {}): DueRequest => ({
    scheduleId: 's',
    rule: hourly,
    policies: schedulePoliciesSchema.parse(policies),
    isPaused: false,
    // The night of 25 October has 25 hours; nothing ran from midnight to four hours later.
    after: at('2026-10-24T22:00Z'),
    now: at('2026-10-25T02:00:20Z'),
    ...more,
  });
  const stories = (from: DueRequest) =>
    decideDueTimes(from).map(({ dueAt, story }) => `${dueAt.toISOString().slice(11, 16)} ${story}`);

  it.each([
    ['skip', ['23:00 missed_skipped', '00:00 missed_skipped', '01:00 missed_skipped', '02:00 on_time']],
    ['once', ['23:00 coalesced', '00:00 coalesced', '01:00 missed_run', '02:00 on_time']],
    ['all', ['23:00 missed_run', '00:00 missed_run', '01:00 missed_run', '02:00 on_time']],
  ])('after an absence of four hours over a change of clocks: %s', (missed, expected) => {
    expect(stories(request({ missed }))).toEqual(expected);
  });

  it('runs the newest of many missed times only', () => {
    expect(stories(request({ missed: 'all', missedMost: 2 }))).toEqual([
      '23:00 missed_skipped',
      '00:00 missed_run',
      '01:00 missed_run',
      '02:00 on_time',
    ]);
  });

  it('calls late what could not start within a minute, and missed what could not within the time for that', () => {
    expect(stories(request({}, { after: at('2026-10-25T01:30Z'), now: at('2026-10-25T02:10Z') }))).toEqual([
      '02:00 late',
    ]);
    expect(
      stories(request({ missed: 'skip' }, { after: at('2026-10-25T01:30Z'), now: at('2026-10-25T02:16Z') })),
    ).toEqual(['02:00 missed_skipped']);
  });

  it('starts nothing while paused, and says so', () => {
    const due = decideDueTimes(request({}, { isPaused: true }));
    expect(new Set(due.map(({ story, startAt }) => `${story} ${startAt}`))).toEqual(new Set(['paused null']));
  });

  it('decides each time exactly once, however often and at whatever moment it is asked', () => {
    const seconds = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(seconds, fc.constantFrom('skip', 'once', 'all'), (pauses, missed) => {
        const start = at('2026-10-24T12:00Z');
        let now = start;
        let after = start;
        const decided: Date[] = [];
        for (const pause of pauses) {
          now = new Date(now.getTime() + pause * 1000);
          const due = decideDueTimes(request({ missed }, { after, now }));
          decided.push(...due.map(({ dueAt }) => dueAt));
          after = due.at(-1)?.dueAt ?? after;
        }
        expect(iso(decided)).toEqual(iso(timesBetween(hourly, start, now, 10_000)));
      }),
    );
  });

  it('takes a long absence in portions that run the same as one', () => {
    const everyMinute = { expression: '* * * * *', zone: 'UTC' };
    const span = { rule: everyMinute, after: at('2026-01-01T00:00Z'), now: at('2026-01-02T16:00Z') };
    const first = decideDueTimes(request({}, span));
    expect(first).toHaveLength(1000);
    let after = first.at(-1)?.dueAt as Date;
    const all = [...first];
    for (;;) {
      const next = decideDueTimes(request({}, { ...span, after }));
      if (next.length === 0) break;
      all.push(...next);
      after = next.at(-1)?.dueAt as Date;
    }
    expect(all).toHaveLength(2400);
    expect(all.filter(({ story }) => story === 'missed_run')).toHaveLength(1);
  });
});

it('spreads starts within the time given, the same at every look', () => {
  const due = at('2026-01-01T02:00Z');
  const delays = Array.from(
    { length: 200 },
    (_, index) => startTime(`s${index}`, due, 600).getTime() - due.getTime(),
  );
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...delays)).toBeLessThanOrEqual(600_000);
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(400_000);
  expect(startTime('s7', due, 600)).toEqual(startTime('s7', due, 600));
});

const berlinClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: berlin,
  hour: '2-digit',
  minute: '2-digit',
  weekday: 'short',
  hourCycle: 'h23',
});

function everyMinute(
  from: Date,
  until: Date,
  hours: number[],
  minutes: number[],
  weekdays: string,
): string[] {
  const wanted = { '*': null, '1-5': ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], '0,6': ['Sun', 'Sat'] }[weekdays];
  const found: string[] = [];
  for (let time = from.getTime() + 60_000; time <= until.getTime(); time += 60_000) {
    const parts = Object.fromEntries(berlinClock.formatToParts(time).map(({ type, value }) => [type, value]));
    const isWanted = wanted?.includes(parts.weekday as string) ?? true;
    if (isWanted && hours.includes(Number(parts.hour)) && minutes.includes(Number(parts.minute)))
      found.push(new Date(time).toISOString());
  }
  return found;
}
