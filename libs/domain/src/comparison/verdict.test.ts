import { describe, expect, it } from '@jest/globals';
import type { Observation } from './pairing.js';
import { contrastWith } from './verdict.js';

const onInputs = (values: readonly number[], from = 0): Observation[] =>
  values.map((value, i) => ({ input: `input ${from + i}`, replicate: 1, value }));
const onReplicates = (values: readonly number[]): Observation[] =>
  values.map((value, i) => ({ input: 'the only one', replicate: i + 1, value }));

const contrast = (a: readonly Observation[], b: readonly Observation[]) =>
  contrastWith(
    'reference',
    new Map([
      ['reference', b],
      ['other', a],
    ]),
    { direction: 'minimize' },
  ).get('other');

describe('contrast of two settings', () => {
  // Hollander and Wolfe (1973), page 29; R 4.2.2: t.test(x, y, paired = TRUE) gives p = 0.01617663.
  const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

  it('pairs equal inputs', () => {
    const result = contrast(onInputs(x), onInputs(y));
    expect(result).toMatchObject({ verdict: 'worse', method: 'paired_t', n: 9, neededN: null });
    expect(result?.p).toBeCloseTo(0.0161766274349, 10);
    expect(contrast(onInputs(y), onInputs(x))?.verdict).toBe('better');
  });

  it('pairs the means of inputs that ran several times, so that replicates are not taken for inputs', () => {
    const twice = (values: readonly number[]) =>
      onInputs(values).flatMap((each) => [each, { ...each, replicate: 2 }]);
    expect(contrast(twice(x), twice(y))).toEqual(contrast(onInputs(x), onInputs(y)));
  });

  it('pairs replicates of one input by their seed', () => {
    expect(contrast(onReplicates(x), onReplicates(y))).toMatchObject({ method: 'paired_t', n: 9 });
  });

  it('takes Welch where inputs differ', () => {
    // R 4.2.2: t.test(c(5.1,4.9,6.2,5.7,5.5), c(4.4,4.9,5.0,4.1)) gives p = 0.02590678.
    const result = contrast(onInputs([5.1, 4.9, 6.2, 5.7, 5.5]), onInputs([4.4, 4.9, 5.0, 4.1], 10));
    expect(result).toMatchObject({ verdict: 'worse', method: 'welch', n: 4 });
    expect(result?.p).toBeCloseTo(0.0259067800876, 10);
  });

  it('does not separate what chance explains, and says how much more data would', () => {
    const result = contrast(onInputs([1, 2, 3]), onInputs([1.2, 1.9, 3.2]));
    expect(result).toMatchObject({ verdict: 'not_separable', n: 3 });
    // Differences −0.2, 0.1, −0.2: mean −0.1, SD 0.17320508; (2.80158522 · 1.7320508)² = 23.55.
    expect(result?.neededN).toBe(24);
  });

  it('knows nothing from one value', () => {
    expect(contrast(onInputs([2]), onInputs([1]))).toMatchObject({
      verdict: 'unknown',
      difference: 1,
      p: null,
    });
    expect(contrast([], onInputs([1]))).toMatchObject({ verdict: 'unknown', difference: null });
  });

  it('needs no chance where every pair differs by the same', () => {
    expect(contrast(onInputs([1, 2]), onInputs([2, 3]))).toMatchObject({ verdict: 'better', p: 0 });
    expect(contrast(onInputs([1, 2]), onInputs([1, 2]))).toMatchObject({ verdict: 'not_separable', p: 1 });
  });

  it('corrects for the number of settings', () => {
    const many = new Map([
      ['reference', onInputs(y)],
      ['x', onInputs(x)],
    ]);
    for (let i = 0; i < 4; i++) many.set(`none ${i}`, onInputs(y.map((v, k) => v + (k % 2 ? 0.1 : -0.1))));
    const result = contrastWith('reference', many, { direction: 'minimize' });
    expect(result.get('x')?.p).toBeCloseTo(5 * 0.0161766274349, 9);
    expect(result.get('x')?.verdict).toBe('not_separable');
  });
});

describe('two tests of the same pairs', () => {
  const settings = (...columns: readonly (readonly number[])[]) =>
    new Map(columns.map((column, i) => [`s${i}`, onInputs(column)]));
  const zeros = new Array<number>(12).fill(0);

  it('corrects the signed-rank test as the t test, each over all settings', () => {
    // R 4.2.2: wilcox.test(c(1:11, 13))$p.value is 0.00048828125.
    const rising = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13];
    const mixed = rising.map((value, i) => (i % 2 === 0 ? value : -value));
    const contrasts = contrastWith('s0', settings(zeros, rising, mixed), { direction: 'minimize' });
    expect(contrasts.get('s1')?.wilcoxonP).toBeCloseTo(2 * 0.00048828125, 12);
    expect(contrasts.get('s1')).toMatchObject({ verdict: 'worse', disagreement: false });
    expect(contrasts.get('s2')).toMatchObject({ verdict: 'not_separable', disagreement: false });
  });

  it('says when they disagree: one wild pair hides what all the others show', () => {
    const wild = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1, -40];
    const contrast = contrastWith('s0', settings(zeros, wild), { direction: 'minimize' }).get('s1');
    expect(contrast).toMatchObject({ verdict: 'not_separable', disagreement: true });
    // R 4.2.2: wilcox.test(c(1.1, 1.2, …, 2.1, -40))$p.value.
    expect(contrast?.wilcoxonP).toBeCloseTo(0.0341796875, 12);
    expect(contrast?.p).toBeGreaterThan(0.4);
  });

  it('says nothing of a disagreement below ten pairs, where the signed-rank test cannot reach 5 %', () => {
    const few = contrastWith('s0', settings(zeros.slice(0, 5), [1, 1.1, 1.2, 1.3, 1.4]), {
      direction: 'minimize',
    }).get('s1');
    expect(few).toMatchObject({ verdict: 'worse', wilcoxonP: 0.0625, disagreement: false });
  });

  it('makes no signed-rank test of values that do not pair', () => {
    expect(contrast(onInputs([5.1, 4.9, 6.2]), onInputs([4.4, 4.9, 5.0], 10))?.wilcoxonP).toBeNull();
  });
});

describe('the smallest difference that matters', () => {
  const against = (values: readonly number[], smallestDifference: number) =>
    contrastWith(
      'reference',
      new Map([
        ['reference', onInputs(values.map(() => 0))],
        ['other', onInputs(values)],
      ]),
      { direction: 'maximize', smallestDifference },
    ).get('other');

  it('remarks a difference that is certain, yet smaller', () => {
    const values = [0.1, 0.11, 0.12, 0.1];
    expect(against(values, 0.5)).toMatchObject({ verdict: 'better', remark: 'smaller_than_matters' });
    expect(against(values, 0.05)).toMatchObject({ verdict: 'better', remark: null });
  });

  it('plans for it, not for the difference seen', () => {
    // SD 2.0816660; (2.80158522 · 2.0816660 / 1)² = 34.01, and 8.50 for twice the difference.
    expect(against([1, 2, -2], 1)).toMatchObject({ verdict: 'not_separable', neededN: 35 });
    expect(against([1, 2, -2], 2)?.neededN).toBe(9);
  });

  it('needs no more data where a difference that matters would most likely show', () => {
    expect(against([1, 2, -2], 10)).toMatchObject({ verdict: 'not_separable', remark: null, neededN: null });
  });
});
