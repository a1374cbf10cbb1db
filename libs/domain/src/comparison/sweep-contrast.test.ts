import { describe, expect, it } from '@jest/globals';
import { compareSweeps } from './sweep-contrast.js';
import { costMetric, errorMetric, settingOf } from './testing/setting.js';

const options = { metric: errorMetric, direction: 'minimize' } as const;
const setting = (rigid: number, loss: string, values: readonly number[], steps = 100) =>
  settingOf({ weights: { rigid }, loss, steps }, values);

describe('sweep against sweep', () => {
  const a = [
    setting(10, 'none', [2, 2.2, 2.4]),
    setting(1, 'none', [5, 6, 7]),
    setting(3, 'none', [1, 1.5, 1]),
  ];
  const b = [
    setting(1, 'huber', [4, 5.1, 5.9]),
    setting(10, 'huber', [2.1, 2.1, 2.5]),
    setting(4, 'huber', []),
  ];

  it('aligns what both vary, in order, with B minus A', () => {
    const found = compareSweeps(a, b, options);
    expect(found.shared).toEqual([{ path: 'weights.rigid', values: [1, 3, 4, 10] }]);
    expect([found.onlyInA, found.onlyInB]).toEqual([[], []]);
    expect(found.rows.map((row) => [row.values['weights.rigid'], row.a?.n, row.b?.n])).toEqual([
      [1, 3, 3],
      [3, 3, undefined],
      [4, undefined, undefined],
      [10, 3, 3],
    ]);
    // R 4.2.2: t.test(c(4, 5.1, 5.9), c(5, 6, 7), paired = TRUE): difference -1, p = 0.0033167587223568366; times 2 (Holm).
    expect(found.rows[0]?.contrast).toMatchObject({ verdict: 'better', method: 'paired_t', n: 3 });
    expect(found.rows[0]?.contrast?.difference).toBeCloseTo(-1, 12);
    expect(found.rows[0]?.contrast?.p).toBeCloseTo(2 * 0.0033167587223568366, 9);
    expect(found.rows[3]?.contrast?.verdict).toBe('not_separable');
    expect([found.rows[1]?.contrast, found.rows[2]?.contrast]).toEqual([null, null]);
  });

  it('keeps jobs and failures of both sides in sight', () => {
    const rows = compareSweeps(a, b, options).rows;
    expect(rows.map(({ jobsA, jobsB, failedA, failedB }) => [jobsA, jobsB, failedA, failedB])).toEqual([
      [3, 3, 0, 0],
      [3, 0, 0, 0],
      [0, 1, 0, 1],
      [3, 3, 0, 0],
    ]);
  });

  it('says what else differs, and takes Welch where the inputs are others', () => {
    const elsewhere = b.map((entry) => ({
      ...entry,
      observations: entry.observations.map((each) => ({ ...each, input: `other ${each.input}` })),
    }));
    const found = compareSweeps(a, elsewhere, options);
    expect(found.rows[0]?.contrast?.method).toBe('welch');
    expect(found.warnings).toEqual([
      { code: 'ALSO_DIFFERENT', message: 'A and B differ in all rows by loss (A none, B huber).' },
      { code: 'JOBS_WITHOUT_RESULT', message: '1 of 16 jobs ended without a result and enter no mean.' },
    ]);
  });

  it('lists what only one varies and averages over it, input by input', () => {
    const both = [...b.slice(0, 2), setting(1, 'cauchy', [6, 6.9, 8.1]), setting(10, 'cauchy', [1, 1, 1])];
    const found = compareSweeps(a, both, options);
    expect(found.onlyInB.map(({ path }) => path)).toEqual(['loss']);
    expect(found.rows[0]).toMatchObject({ jobsB: 6, b: { n: 6, min: 4, max: 8.1 } });
    // The means per input are 5, 6 and 7 on both sides.
    expect(found.rows[0]?.contrast).toMatchObject({ method: 'paired_t', n: 3 });
    expect(found.rows[0]?.contrast?.difference).toBeCloseTo(0, 12);
    expect(found.warnings).toContainEqual({
      code: 'AVERAGED',
      message: 'The rows of B average over loss, which only B varies.',
    });
  });

  it('has one row where nothing is shared, and warns of a metric that the difference scales', () => {
    const other = [setting(1, 'none', [3, 4, 5], 50), setting(1, 'none', [2, 3, 5], 60)];
    const found = compareSweeps(a, other, { ...options, metric: costMetric });
    expect(found.rows.length).toBe(1);
    expect(found.rows[0]).toMatchObject({ values: {}, jobsA: 9, jobsB: 6 });
    expect(found.onlyInA.map(({ path }) => path)).toEqual(['weights.rigid']);
    expect(found.onlyInB.map(({ path }) => path)).toEqual(['steps']);
    expect(found.warnings[0]?.code).toBe('INCOMPARABLE_METRIC');
    expect(compareSweeps([], [], options).rows).toEqual([]);
  });
});
