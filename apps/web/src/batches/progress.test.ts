import { emptyJobCounts } from '@batchyard/domain';
import { expect, it } from '@jest/globals';
import { doneFraction, donePercent, paceText, progressText } from './progress';

const counts = (some: Partial<ReturnType<typeof emptyJobCounts>>) => {
  const all = { ...emptyJobCounts(), ...some };
  return { ...all, total: Object.values(all).reduce((sum, count) => sum + count, 0) };
};

it('says what is done, what failed and what is left', () => {
  const now = counts({ succeeded: 18, reused: 2, failed: 1, running: 2, waiting: 4 });
  expect(progressText(now, 'about 40 s left')).toBe('21 of 27 · 2 reused · 1 failed · about 40 s left');
});

it('leaves out parts without news', () => {
  expect(progressText(counts({ succeeded: 3 }), 'estimating…')).toBe('3 of 3');
});

it('shows 100 % only when every job has ended', () => {
  expect(donePercent(counts({ succeeded: 999, running: 1 }))).toBe(99);
  expect(donePercent(counts({ succeeded: 999, timed_out: 1 }))).toBe(100);
  expect(doneFraction(counts({}))).toBe(1);
});

it('says the pace, and when the batch will be done', () => {
  const noon = new Date(2026, 2, 14, 12, 0).getTime();
  const facts = { etaLowSeconds: 120, etaHighSeconds: 600, jobsPerHour: 240.4 };
  expect(paceText(facts, noon)).toBe('240 jobs per hour · done between 12:02 and 12:10');
  expect(paceText({ ...facts, etaHighSeconds: 130, jobsPerHour: null }, noon)).toBe('done about 12:02');
  expect(paceText({ ...facts, etaHighSeconds: 86_400 }, noon)).toBe(
    '240 jobs per hour · done between 12:02 and 15 March, 12:00',
  );
  expect(paceText({ etaLowSeconds: null, etaHighSeconds: null, jobsPerHour: null }, noon)).toBe('');
});
