import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepsOf } from './assignment-steps.js';
import type { EntryGroup } from './entry-groups.js';

/** Subjects with so many entries each, numbered through. */
function groupsOf(counts: readonly number[], frameCount = 20): EntryGroup[] {
  let next = 0;
  return counts.map((count, subject) => {
    const entries = Array.from({ length: count }, () => next++);
    const requests = entries.map((entry) => ({ kind: 'phenotype', value: `${entry}` }));
    return { subjectId: `${subject}`, name: `e${subject}`, frameCount, entries, requests };
  });
}
const sizes = (counts: readonly number[], every: number, frameCount?: number) =>
  [...stepsOf(groupsOf(counts, frameCount), every)].map((step) =>
    step.reduce((sum, { entries }) => sum + entries.length, 0),
  );

describe('steps of an assignment', () => {
  it.each([
    { what: 'entries of a subject each', counts: Array.from({ length: 450 }, () => 1) },
    { what: 'entries of one subject', counts: [450] },
    { what: 'entries of subjects with 100 each', counts: [100, 100, 100, 100, 50] },
  ])('S2-54: of 450 $what are saved after 150, 300 and at the end', ({ counts }) => {
    expect(sizes(counts, 150)).toEqual([150, 150, 150]);
  });

  it('S2-54: save the last ones too', () => {
    expect(sizes([100, 100, 1], 150)).toEqual([150, 51]);
    expect(sizes([40], 150)).toEqual([40]);
    expect(sizes([], 150)).toEqual([]);
  });

  it('read a subject of many frames twenty times at most', () => {
    expect(sizes([10_000], 150, 10_000)).toEqual(Array.from({ length: 10 }, () => 1_000));
  });

  it('lose, double and reorder nothing', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 20 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 500 }), (subjects, every) => {
        const groups = groupsOf(subjects);
        const pieces = [...stepsOf(groups, every)].flat();
        expect(pieces.flatMap(({ entries }) => entries)).toEqual(groups.flatMap(({ entries }) => entries));
        expect(pieces.flatMap(({ requests }) => requests)).toEqual(
          groups.flatMap(({ requests }) => requests),
        );
        for (const step of stepsOf(groups, every))
          expect(new Set(step.map(({ subjectId }) => subjectId)).size).toBe(step.length);
      }),
    );
  });
});
