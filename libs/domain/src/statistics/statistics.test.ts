/** Reference values: R 4.2.2 (qt, pt, t.test, p.adjust). */
import { describe, expect, it } from '@jest/globals';
import { studentTCritical, studentTTwoSided } from './distributions.js';
import { summarize, tInterval } from './interval.js';
import { holm, pairedTest, welchTest } from './two-samples.js';

const a = [5.1, 4.9, 6.2, 5.7, 5.5];
const b = [4.4, 4.9, 5.0, 4.1];
// Hollander and Wolfe (1973), page 29, as in the help page of wilcox.test.
const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const paired = before.map((value, i) => value - (after[i] ?? 0));

/** Equal to a relative 1e-9. */
function expectNear(actual: number | null | undefined, expected: number): void {
  expect(Math.abs((actual ?? Number.NaN) / expected - 1)).toBeLessThan(1e-9);
}

describe('distributions', () => {
  it.each([
    [1, 12.706204736174694],
    [2, 4.3026527297494619],
    [4, 2.7764451051977934],
    [9, 2.2621571627982049],
    [30, 2.0422724563012378],
    [3.7, 2.8675207071911917],
  ])('t at 95 %% with %d degrees of freedom', (df, t) => expectNear(studentTCritical(0.95, df), t));

  it.each([
    [0.5, 3, 0.65144796484815104],
    [2, 2, 0.18350341907227391],
    [4.30265, 2, 0.050000058764505785],
    [12, 17.5, 7.1044175509354e-10],
  ])('P(|T| ≥ %d) with %d degrees of freedom', (t, df, p) => {
    expectNear(studentTTwoSided(t, df), p);
    expectNear(studentTTwoSided(-t, df), p);
  });
});

describe('interval of a mean', () => {
  it('is that of t.test', () => {
    const interval = tInterval(summarize(a));
    expectNear(interval?.low, 4.8444426659049062);
    expectNear(interval?.high, 6.1155573340950955);
  });

  it('does not exist for one value', () => {
    expect(tInterval(summarize([3]))).toBeNull();
  });

  it('has no width where all values are equal', () => {
    expect(tInterval(summarize([2, 2, 2]))).toEqual({ low: 2, high: 2 });
  });
});

describe('two samples', () => {
  it('Welch', () => {
    const test = welchTest(a, b);
    expectNear(test?.p, 0.025906780087626455);
    expectNear(test?.interval.low, 0.14134137260907959);
    expectNear(test?.interval.high, 1.618658627390922);
    expectNear(test?.effectSize, 1.6423053992138903);
  });

  it('paired t', () => {
    const test = pairedTest(paired);
    expectNear(test?.p, 0.016176627434908095);
    expectNear(test?.interval.low, 0.10377871227216852);
    expectNear(test?.interval.high, 0.75999906550560925);
    expectNear(test?.effectSize, 1.0117918052161969);
  });

  it('say nothing where there is nothing to say', () => {
    expect(welchTest([1], [2, 3])).toBeNull();
    expect(welchTest([1, 1], [2, 2])).toBeNull();
    expect(pairedTest([1])).toBeNull();
    expect(pairedTest([1, 1])).toBeNull();
  });

  it('Holm', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.5]);
    for (const [i, p] of [0.04, 0.09, 0.09, 0.025, 0.5].entries()) expectNear(adjusted[i], p);
    expect(holm([])).toEqual([]);
  });
});
