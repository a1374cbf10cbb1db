import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type JobRunEnd, openSlots } from './slots.js';

/** Slots whose jobs end when they are told to; what happens is noted in order. */
function slotsOf(
  count: number,
  notOurs: readonly string[] = [],
  openJobs: string[] = [],
  continuesOnError = true,
) {
  const log: string[] = [];
  const ends = new Map<string, (hasFailed: boolean) => void>();
  const begun = (jobId: string) => {
    log.push(`begin ${jobId}`);
    const end = new Promise<JobRunEnd>((resolve) => {
      ends.set(jobId, (hasFailed) =>
        resolve({ hasFailed, record: async () => void log.push(`record ${jobId}`) }),
      );
    });
    return { batchId: 'b', isOpen: openJobs.length > 0, continuesOnError, end };
  };
  const slots = openSlots({
    count,
    begin: async (jobId) => (notOurs.includes(jobId) ? null : begun(jobId)),
    beginNextOf: async (_batchId, atMost) => openJobs.splice(0, atMost).map(begun),
    onEnd: async (_batchId, hasFailed) => void log.push(hasFailed ? 'failure looked at' : 'end'),
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    slots,
    log,
    settled,
    async end(jobId: string, hasFailed = false) {
      ends.get(jobId)?.(hasFailed);
      await settled();
    },
    /** Ends all jobs that were begun and have not ended, after so long in all. @returns which ones */
    async endAll(afterMs = 1): Promise<string[]> {
      const jobIds = [...ends.keys()];
      jest.advanceTimersByTime(afterMs);
      for (const jobId of jobIds) ends.get(jobId)?.(false);
      ends.clear();
      await settled();
      return jobIds;
    },
  };
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
afterEach(() => void jest.useRealTimers());

describe('slots', () => {
  it('share the jobs of a message, never more at once than there are slots', async () => {
    const { slots, log, end, settled } = slotsOf(2);
    let isOver = false;
    const message = slots.run(['1', '2', '3']).then(() => (isOver = true));
    await settled();
    expect(log).toEqual(['begin 1', 'begin 2']);
    expect(slots.waiting).toBe(1);
    await end('2');
    expect(log.slice(2).sort()).toEqual(['begin 3', 'end', 'record 2']);
    await end('1');
    expect(isOver).toBe(false);
    await end('3');
    await message;
    await slots.idle();
  });

  it('look at a failure before they begin the next job', async () => {
    const { slots, log, end, settled } = slotsOf(1);
    void slots.run(['1', '2']);
    await settled();
    await end('1', true);
    expect(log).toEqual(['begin 1', 'record 1', 'failure looked at', 'begin 2']);
  });

  it('pass over jobs that are not theirs to start', async () => {
    const { slots, log, end, settled } = slotsOf(1, ['1', '2']);
    const message = slots.run(['1', '2', '3', '1']);
    await settled();
    expect(log).toEqual(['begin 3']);
    await end('3');
    await message;
  });

  it('begin nothing more when closed, and let go of what waits', async () => {
    const { slots, log, end, settled } = slotsOf(1);
    const message = slots.run(['1', '2', '3']);
    await settled();
    slots.close();
    await end('1');
    await message;
    await slots.idle();
    expect(log.filter((line) => line.startsWith('begin'))).toEqual(['begin 1']);
  });

  it('go on with an open batch under the message they took, and let go of it when there is nothing left', async () => {
    const { slots, log, end, settled } = slotsOf(1, [], ['8', '9']);
    let isOver = false;
    const message = slots.run(['1']).then(() => (isOver = true));
    await settled();
    expect(slots.helpThemselves).toBe(false);
    await end('1');
    await end('8');
    expect([isOver, slots.helpThemselves]).toEqual([false, true]);
    await end('9');
    await message;
    await slots.idle();
    expect(log.filter((line) => line.startsWith('begin'))).toEqual(['begin 1', 'begin 8', 'begin 9']);
    expect(slots.helpThemselves).toBe(false);
  });

  it('take what they heard of before they help themselves', async () => {
    const { slots, log, end, settled } = slotsOf(1, [], ['8', '9']);
    const messages = Promise.all([slots.run(['1']), slots.run(['2'])]);
    await settled();
    await end('1');
    await end('2');
    await end('8');
    await end('9');
    await messages;
    expect(log.filter((line) => line.startsWith('begin'))).toEqual([
      'begin 1',
      'begin 2',
      'begin 8',
      'begin 9',
    ]);
  });

  it('look at a failure before they help themselves', async () => {
    const { slots, log, end, settled } = slotsOf(1, [], ['8', '9']);
    void slots.run(['1']);
    await settled();
    await end('1', true);
    expect(log).toEqual(['begin 1', 'record 1', 'failure looked at', 'begin 8']);
  });

  it('begin more and more jobs of an open batch together as long as all of them are over in no time', async () => {
    const openJobs = Array.from({ length: 200 }, (_, n) => `open ${n}`);
    const { slots, settled, end, endAll } = slotsOf(1, [], openJobs);
    const message = slots.run(['1']);
    await settled();
    const sizes: number[] = [];
    for (let times = 0; times < 7; times++) sizes.push((await endAll()).length);
    expect(sizes).toEqual([1, 2, 4, 8, 16, 25, 25]);
    // In 150 ms go 10 of which 25 take 360 ms.
    expect((await endAll(360)).length).toBe(25);
    expect((await endAll(1_000)).length).toBe(10);
    expect((await endAll()).length).toBe(1);
    expect((await endAll()).length).toBe(2);
    await end('open 120', true);
    await endAll();
    expect((await endAll()).length).toBe(1);
    while ((await endAll()).length > 0);
    await message;
  });

  it('begin one at a time where a failure is to stop the others', async () => {
    const openJobs = Array.from({ length: 9 }, (_, n) => `open ${n}`);
    const { slots, settled, endAll } = slotsOf(1, [], openJobs, false);
    const message = slots.run(['1']);
    await settled();
    for (let times = 0; times < 10; times++) expect((await endAll()).length).toBe(1);
    await message;
  });

  it('begin no more together than are worth while, all slots taken together', async () => {
    const openJobs = Array.from({ length: 2_000 }, (_, n) => `open ${n}`);
    const { slots, settled, endAll } = slotsOf(20, [], openJobs);
    const messages = Promise.all(Array.from({ length: 20 }, (_, n) => slots.run([`${n}`])));
    await settled();
    for (let times = 0; times < 6; times++) await endAll();
    const begun = (await endAll()).length;
    expect(begun).toBeGreaterThan(200);
    expect(begun).toBeLessThanOrEqual(260);
    while ((await endAll()).length > 0);
    await messages;
  });

  it('do not help themselves any more when closed', async () => {
    const { slots, log, end, settled } = slotsOf(1, [], ['8', '9']);
    const message = slots.run(['1']);
    await settled();
    slots.close();
    await end('1');
    await message;
    await slots.idle();
    expect(log).not.toContain('begin 8');
  });
});
