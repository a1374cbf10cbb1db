import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSavePoint } from './save-points.js';

/** Entries done at each saving of `total` entries in portions. */
function savings(total: number, portion: number, every: number): number[] {
  const saved: number[] = [];
  for (let before = 0; before < total; before += portion) {
    const done = Math.min(before + portion, total);
    if (isSavePoint(before, done, total, every)) saved.push(done);
  }
  return saved;
}

describe('savings', () => {
  it.each([
    { total: 450, portion: 100, every: 150, saved: [200, 300, 450] },
    { total: 451, portion: 100, every: 150, saved: [200, 300, 451] },
    { total: 500, portion: 100, every: 150, saved: [200, 300, 500] },
    { total: 450, portion: 50, every: 150, saved: [150, 300, 450] },
    { total: 40, portion: 100, every: 150, saved: [40] },
    { total: 300, portion: 100, every: 10, saved: [100, 200, 300] },
  ])('S2-54: of $total in portions of $portion every $every are at $saved', (each) => {
    expect(savings(each.total, each.portion, each.every)).toEqual(each.saved);
  });

  it('S2-54: leave no multiple behind by a portion, and end with the end', () => {
    const count = fc.integer({ min: 1, max: 2_000 });
    fc.assert(
      fc.property(count, count, count, (total, portion, every) => {
        const saved = savings(total, portion, every);
        expect(saved.at(-1)).toBe(total);
        for (let multiple = every; multiple <= total; multiple += every)
          expect(saved.some((done) => done >= multiple && done < multiple + portion)).toBe(true);
      }),
    );
  });
});
