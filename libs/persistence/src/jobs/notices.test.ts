import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { maxJobsInNotice, openNotices } from './notices.js';

function listen() {
  const sent: unknown[] = [];
  const notices = openNotices(async (texts) => void sent.push(...texts.map((text) => JSON.parse(text))));
  return { notices, sent };
}
const jobs = (count: number, batchId = '7') =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), batchId }));

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('notices', () => {
  it('are announced at once by the first statement, and together by themselves when no other follows', async () => {
    const { notices, sent } = listen();
    expect(notices.take()?.texts).toEqual([]);
    expect(notices.take()).toBeNull();
    notices.keep(jobs(2));
    notices.keep(jobs(1, '8'));
    expect(sent).toEqual([]);
    await jest.advanceTimersByTimeAsync(60);
    expect(sent).toEqual([
      { batch: '7', jobs: ['0', '1'] },
      { batch: '8', jobs: ['0'] },
    ]);
  });

  it('travel with the next statement after a moment, and name a batch alone where many of its jobs changed', async () => {
    const { notices, sent } = listen();
    notices.take();
    await jest.advanceTimersByTimeAsync(30);
    notices.keep(jobs(maxJobsInNotice + 5));
    expect(notices.take()?.texts).toEqual(['{"batch":"7","jobs":[]}']);
    await notices.close();
    expect(sent).toEqual([]);
  });

  it('come back when their statement failed, and go out at the end', async () => {
    const { notices, sent } = listen();
    notices.keep(jobs(1));
    notices.take()?.putBack();
    await notices.close();
    expect(sent).toEqual([{ batch: '7', jobs: ['0'] }]);
  });
});
