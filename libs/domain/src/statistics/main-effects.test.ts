/** Reference values: R 4.2.2, sums of squares of aov over their total. */
import { describe, expect, it } from '@jest/globals';
import { mainEffects } from './main-effects.js';

// g <- expand.grid(a = c(1, 2, 5), b = c("x", "y"), c = c(0.1, 0.2, 0.4, 0.8))
// g$y <- with(g, 2*a + (b == "y")*1.5 + log(c)*0.7 + a*c*0.3 + sin(1:nrow(g)))
const cells = [0.1, 0.2, 0.4, 0.8].flatMap((c, k) =>
  [0, 1].flatMap((b) => [1, 2, 5].map((a, i) => ({ a, b, c, levels: [i, b, k] }))),
);
const values = cells.map(
  ({ a, b, c }, row) => 2 * a + b * 1.5 + Math.log(c) * 0.7 + a * c * 0.3 + Math.sin(row + 1),
);
const factors = [0, 1, 2].map((factor) => cells.map(({ levels }) => levels[factor] ?? 0));

describe('main effects', () => {
  it('are those of aov(y ~ factor(a) + factor(b) + factor(c), g)', () => {
    const found = mainEffects(factors, values);
    const [a, b, c] = found?.shares ?? [];
    expect(a).toBeCloseTo(0.9470440828893327, 12);
    expect(b).toBeCloseTo(0.0006633949839634604, 12);
    expect(c).toBeCloseTo(0.0441533913945997, 12);
    expect(found?.residual).toBeCloseTo(0.0081391307321041686, 12);
  });

  it('do not depend on the order of the cells', () => {
    const backwards = mainEffects(
      factors.map((levels) => [...levels].reverse()),
      [...values].reverse(),
    );
    expect(backwards?.shares[2]).toBeCloseTo(mainEffects(factors, values)?.shares[2] ?? 0, 12);
  });

  it('leave everything to the interaction where only that acts', () => {
    const xor = mainEffects(
      [
        [0, 0, 1, 1],
        [0, 1, 0, 1],
      ],
      [1, 2, 2, 1],
    );
    expect(xor).toEqual({ shares: [0, 0], residual: 1 });
  });

  it('do not exist for a grid with a hole or a doubled cell, or without variation', () => {
    const without =
      (index: number) =>
      <T>(list: readonly T[]) =>
        list.filter((_, i) => i !== index);
    expect(mainEffects(factors.map(without(7)), without(7)(values))).toBeNull();
    const doubled = factors.map((levels) => levels.map((level, i) => (i === 7 ? (levels[8] ?? 0) : level)));
    expect(mainEffects(doubled, values)).toBeNull();
    expect(mainEffects([[0, 1, 2]], [4, 4, 4])).toBeNull();
  });
});
