import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.js';
import { errorMetric, settingOf } from './testing/setting.js';

const options = { metric: errorMetric, direction: 'minimize' } as const;
const grid = [1, 2, 5].flatMap((a) =>
  ['x', 'y'].flatMap((b) =>
    [0.1, 0.2].map((c) => settingOf({ a, b, c }, [2 * a + (b === 'y' ? 1.5 : 0) + a * c])),
  ),
);

describe('importance of parameters', () => {
  it('is exact for a full grid', () => {
    const { importance, importanceReason } = compare(grid, options);
    // R 4.2.2: g <- expand.grid(c = c(.1, .2), b = c("x", "y"), a = c(1, 2, 5)); y <- with(g, 2*a + (b == "y")*1.5 + a*c)
    // sums of squares of aov(y ~ factor(a) + factor(b) + factor(c)) over their total.
    expect(importance).toMatchObject({ method: 'variance_explained', isEstimate: false, n: 12 });
    expect(importance?.parameters.map(({ path, low }) => [path, low])).toEqual([
      ['a', null],
      ['b', null],
      ['c', null],
    ]);
    const shares = importance?.parameters.map(({ share }) => share) ?? [];
    expect(shares[0]).toBeCloseTo(0.9578592918767062, 9);
    expect(shares[1]).toBeCloseTo(0.04034748650102608, 9);
    expect(shares[2]).toBeCloseTo(0.001275179820279341, 9);
    expect(importance?.residual).toBeCloseTo(0.0005180418019884863, 9);
    expect(importanceReason).toBeNull();
  });

  it('is an estimate with a range where a cell is missing', () => {
    const larger = [1, 2, 5, 9].flatMap((a) =>
      ['x', 'y'].flatMap((b) =>
        [0.1, 0.2].map((c) => settingOf({ a, b, c }, [2 * a + (b === 'y' ? 1.5 : 0)])),
      ),
    );
    const holed = larger.map((setting, i) =>
      i === 6 ? { ...setting, metrics: {}, observations: [] } : setting,
    );
    const { importance } = compare(holed, options);
    expect(importance).toMatchObject({ method: 'permutation', isEstimate: true, n: 15, residual: null });
    const [first, second, third] = importance?.parameters ?? [];
    expect([first?.path, second?.path, third?.path]).toEqual(['a', 'b', 'c']);
    expect(first?.low).toBeGreaterThan(0.8);
    expect(third?.share).toBeLessThan(0.02);
    expect(compare(holed, options).importance).toEqual(importance);
  });

  it('has a plain reason where it says nothing', () => {
    const reason = (settings: typeof grid) => compare(settings, options).importanceReason;
    expect(reason(grid)).toBeNull();
    expect(reason(grid.slice(1))).toBe(
      'Too few settings to rank parameters: 3 parameters vary, which takes 12 settings with a value; there are 11.',
    );
    expect(reason(grid.slice(0, 3))).toBe(
      'Too few settings to rank parameters: 2 parameters vary, which takes 8 settings with a value; there are 3.',
    );
    expect(reason([])).toBe('No parameter varies.');
    const flat = [1, 2, 3, 4].map((a) => settingOf({ a }, [7]));
    expect(reason(flat)).toBe('All settings did equally well, so nothing mattered.');
    const noise = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8].map((value, i) =>
      settingOf({ a: (i * 7) % 12, b: i % 5 }, [value]),
    );
    expect(reason(noise)).toMatch(/^The parameters predict the results no better than their mean/);
  });
});
