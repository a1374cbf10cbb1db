import type { Statistics } from './report.js';

/** Numbers without a box each: a million take 8 MB. */
export interface Numbers {
  add(value: number): void;
  /** null when there is none. */
  statistics(): Statistics | null;
}

export function numbers(): Numbers {
  let values = new Float64Array(16);
  let n = 0;
  return {
    add(value) {
      if (n === values.length) {
        const larger = new Float64Array(2 * n);
        larger.set(values);
        values = larger;
      }
      values[n++] = value;
    },
    statistics: () => statisticsOf(values.subarray(0, n)),
  };
}

/** Mean, population standard deviation (in two passes), median, smallest, largest and sum; null without values. */
export function statisticsOf(values: Iterable<number>): Statistics | null {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  if (n === 0) return null;
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const [least = 0] = sorted;
  // From the smallest on: equal values have exactly their mean, and no deviation by rounding.
  const mean = least + sorted.reduce((sum, value) => sum + (value - least), 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return {
    n,
    mean,
    sd: Math.sqrt(squares / n),
    median: (at(Math.floor((n - 1) / 2)) + at(Math.ceil((n - 1) / 2))) / 2,
    min: at(0),
    max: at(n - 1),
    total,
  };
}
