import { expect, it } from '@jest/globals';
import { finishText, isKnown, jobText, parallelText, sequentialText, speedUpText } from './estimate-text';

const unknown = {
  jobSecondsP50: null,
  jobSecondsP90: null,
  sequentialSecondsP50: null,
  sequentialSecondsP90: null,
  parallelSecondsP50: null,
  parallelSecondsP90: null,
  speedUp: null,
  slots: 4,
};

it('says nothing of what is not known', () => {
  expect(isKnown(unknown)).toBe(false);
  expect([jobText(unknown), sequentialText(unknown), parallelText(unknown), speedUpText(unknown)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

it('gives ranges from the median to 90 %', () => {
  const estimate = {
    jobSecondsP50: 12,
    jobSecondsP90: 18,
    sequentialSecondsP50: 600,
    sequentialSecondsP90: 900,
    parallelSecondsP50: 150,
    parallelSecondsP90: null,
    speedUp: 3.84,
    slots: 4,
  };
  expect(isKnown(estimate)).toBe(true);
  expect(jobText(estimate)).toBe('12–18 s');
  expect(sequentialText(estimate)).toBe('10–15 min');
  expect(parallelText(estimate)).toBe('2 min 30 s');
  expect(speedUpText(estimate)).toBe('3.8 times as fast on 4 slots');
  expect(speedUpText({ ...estimate, speedUp: 1 })).toBeNull();
});

it('says when it is done, with the day only where that is another one', () => {
  const noon = new Date(2026, 2, 14, 12, 0).getTime();
  const at = (minutes: number) => new Date(noon + minutes * 60_000).toISOString();
  expect(finishText(at(2), at(10), noon)).toBe('12:02–12:10');
  expect(finishText(at(2), null, noon)).toBe('12:02');
  expect(finishText(at(2), at(24 * 60), noon)).toBe('12:02–15 March, 12:00');
  expect(finishText(null, null, noon)).toBeNull();
});
