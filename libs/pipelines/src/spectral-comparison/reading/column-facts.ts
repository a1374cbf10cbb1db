/** What a column of numbers looks like, apart from its name. */
export interface ColumnFacts {
  readonly index: number;
  /** Heading with its unit; null where there is none. */
  readonly name: string | null;
  readonly numbers: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** Share of steps between neighbours that go the commoner way, 0…1; 0 for a column that never changes. */
  readonly monotone: number;
  readonly isRising: boolean;
  /** Whether all steps are alike, in the numbers or in their reciprocals. */
  readonly isRegular: boolean;
  /** As `isRegular`, of the values in ascending order. */
  readonly isRegularWhenSorted: boolean;
  /** 0, 1, 2, … or 1, 2, 3, …: a count of points. */
  readonly isCount: boolean;
  readonly isConstant: boolean;
}

/** Measures one column; NaN where there is no number. */
export function measureColumn(values: Float64Array, index: number, name: string | null): ColumnFacts {
  const numbers = values.filter((value) => !Number.isNaN(value));
  const { rising, falling } = countSteps(numbers);
  const sorted = numbers.toSorted();
  // Repeated values say nothing about the way a column runs, unless it hardly changes at all.
  const all = Math.max(numbers.length - 1, 1);
  const steps = rising + falling >= 0.4 * all ? rising + falling : all;
  return {
    index,
    name,
    numbers: numbers.length,
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
    median: sorted[sorted.length >> 1] ?? Number.NaN,
    monotone: Math.max(rising, falling) / steps,
    isRising: rising >= falling,
    isRegular: hasEqualSteps(numbers) || hasEqualSteps(numbers.map((value) => 1 / value)),
    isRegularWhenSorted: hasEqualSteps(sorted) || hasEqualSteps(sorted.map((value) => 1 / value)),
    isCount: isCount(numbers),
    isConstant: rising + falling === 0,
  };
}

function countSteps(numbers: Float64Array): { rising: number; falling: number } {
  let rising = 0;
  let falling = 0;
  for (let i = 1; i < numbers.length; i++) {
    const step = numbers[i]! - numbers[i - 1]!;
    if (step > 0) rising++;
    else if (step < 0) falling++;
  }
  return { rising, falling };
}

/** Nine of ten steps are within 5 % of the median one. */
function hasEqualSteps(numbers: Float64Array): boolean {
  if (numbers.length < 3) return false;
  const steps = Float64Array.from({ length: numbers.length - 1 }, (_, i) => numbers[i + 1]! - numbers[i]!);
  const median = steps.toSorted()[steps.length >> 1]!;
  if (median === 0 || !Number.isFinite(median)) return false;
  let equal = 0;
  for (const step of steps) if (Math.abs(step - median) <= 0.05 * Math.abs(median)) equal++;
  return equal >= 0.9 * steps.length;
}

function isCount(numbers: Float64Array): boolean {
  const first = numbers[0];
  if (numbers.length < 3 || (first !== 0 && first !== 1)) return false;
  return numbers.every((value, i) => value === first + i);
}
