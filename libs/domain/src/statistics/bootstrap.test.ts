import { describe, expect, it } from '@jest/globals';
import { bcaInterval, bootstrapMean } from './bootstrap.js';

const values = [2.1, 3.4, 1.9, 5.6, 2.8, 3.3, 9.7, 2.2, 4.1, 3.0, 2.6, 3.9];
const mean = values.reduce((sum, value) => sum + value, 0) / values.length;

describe('bootstrap interval of a mean', () => {
  it('corrects bias and skewness as the formula does in R', () => {
    // R 4.2.2, with v the values above:
    // t <- mean(v) + 0.9 * sin((1:99) * 1.7) * ((1:99) / 99) + 0.3 * cos((1:99) * 0.37)^2
    // L <- v - mean(v); a <- sum(L^3) / (6 * sum(L^2)^1.5); w <- qnorm(mean(t < mean(v)))
    // z <- w + qnorm(c(.025, .975)); alpha <- pnorm(w + z / (1 - a * z)), interpolated on the scale of qnorm.
    const resampled = Float64Array.from({ length: 99 }, (_, i) => {
      const k = i + 1;
      return mean + 0.9 * Math.sin(k * 1.7) * (k / 99) + 0.3 * Math.cos(k * 0.37) ** 2;
    });
    const interval = bcaInterval(values, resampled);
    expect(interval.low).toBeCloseTo(2.9246272554348764, 9);
    expect(interval.high).toBeCloseTo(4.4285272657942967, 9);
  });

  it('lies where a million resamples put it', () => {
    // R 4.2.2: set.seed(1); the same formula with replicate(1e6, mean(sample(v, replace = TRUE))).
    // An end that 2,000 resamples place is itself uncertain by about 0.1 (low) and 0.2 (high).
    const interval = bootstrapMean(values);
    expect(Math.abs((interval?.low ?? 0) - 2.9166666666666665)).toBeLessThan(0.1);
    expect(Math.abs((interval?.high ?? 0) - 5.583333333333333)).toBeLessThan(0.3);
  });

  it('is the same each time, moves with the values, and stretches with their scale', () => {
    const interval = bootstrapMean(values);
    expect(bootstrapMean(values)).toEqual(interval);
    const scaled = bootstrapMean(values.map((value) => 2 * value + 5));
    expect(scaled?.low).toBeCloseTo(2 * (interval?.low ?? 0) + 5, 9);
    expect(scaled?.high).toBeCloseTo(2 * (interval?.high ?? 0) + 5, 9);
  });

  it('does not exist below ten values, and has no width where all are equal', () => {
    expect(bootstrapMean(values.slice(0, 9))).toBeNull();
    expect(bootstrapMean(values.slice(0, 10))).not.toBeNull();
    expect(bootstrapMean(new Array<number>(10).fill(0.1))?.low).toBeCloseTo(0.1, 12);
  });

  it('covers the true mean of a skewed distribution about as often as it promises', () => {
    // Exponential with mean 1, n = 20: nominal 95 %; BCa reaches about 90 % here, and never less than 85 %.
    let state = 5;
    const draw = () => {
      state = (state * 48_271) % 2_147_483_647;
      return -Math.log(state / 2_147_483_647);
    };
    const covered = Array.from({ length: 300 }, () => {
      const interval = bootstrapMean(Array.from({ length: 20 }, draw));
      return interval !== null && interval.low <= 1 && interval.high >= 1;
    }).filter(Boolean).length;
    expect(covered / 300).toBeGreaterThan(0.85);
    expect(covered / 300).toBeLessThan(0.99);
  });
});
