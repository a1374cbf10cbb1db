import { describe, expect, it } from '@jest/globals';
import { curveOf, curveText } from './curve';

const relation = {
  title: 'Rating curve',
  x: { name: 'level', title: 'Level', unit: 'm' },
  y: { name: 'flow', title: 'Flow', unit: 'm³/s' },
  points: [2, 3, 5, 9].map((x) => ({
    jobId: `${x}`,
    label: `${x}`,
    x,
    y: 5 * (x - 1) ** 2,
    residualPercent: 0,
  })),
  hasMorePoints: false,
  law: { a: 5, b: 2, x0: 1, n: 4, standardErrorPercent: 1.25 },
  reason: null,
};

describe('the curve of a relation', () => {
  it('goes a little beyond the dots, but not below where it begins', () => {
    const curve = curveOf(relation);
    expect(curve).toHaveLength(100);
    expect(curve[0]).toEqual({ x: 1.65, y: expect.closeTo(5 * 0.65 ** 2, 9) });
    expect(curve.at(-1)?.x).toBeCloseTo(9.35, 9);
    expect(curveOf({ ...relation, law: { ...relation.law, x0: 1.9 } })[0]).toEqual({ x: 1.9, y: 0 });
    expect(curveOf({ ...relation, law: null })).toEqual([]);
  });

  it('is told with units, n and error, or why there is none', () => {
    expect(curveText(relation)).toBe('Flow = 5 · (Level − 1)^2, in m and m³/s; n = 4, standard error 1.3 %.');
    expect(curveText({ ...relation, law: { ...relation.law, standardErrorPercent: null } })).toContain(
      'exactly',
    );
    expect(curveText({ ...relation, law: null, reason: 'not enough', hasMorePoints: true })).toBe(
      'No curve: not enough. Only the first 4 jobs are shown and fitted.',
    );
  });
});
