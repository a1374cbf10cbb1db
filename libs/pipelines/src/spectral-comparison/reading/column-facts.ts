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
  const numbers = withoutGaps(values);
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
    isRegular: hasEqualSteps(numbers),
    isRegularWhenSorted: hasEqualSteps(sorted),
    isCount: isCount(numbers),
    isConstant: rising + falling === 0,
  };
}

/** The same array where there are none. */
function withoutGaps(values: Float64Array): Float64Array {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) count++;
  return count === values.length ? values : values.filter((value) => !Number.isNaN(value));
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

/** Steps looked at for the usual one. */
const sampledSteps = 63;

/** Nine of ten steps, in the numbers or in their reciprocals, are within 5 % of the usual one. */
function hasEqualSteps(numbers: Float64Array): boolean {
  return hasEqual(numbers, (value) => value) || hasEqual(numbers, (value) => 1 / value);
}

function hasEqual(numbers: Float64Array, scale: (value: number) => number): boolean {
  const count = numbers.length - 1;
  if (count < 2) return false;
  const step = (i: number) => scale(numbers[i + 1]!) - scale(numbers[i]!);
  const size = Math.min(sampledSteps, count);
  const sample = Float64Array.from({ length: size }, (_, i) => step(Math.floor((i * count) / size)));
  const usual = sample.sort()[size >> 1]!;
  if (usual === 0 || !Number.isFinite(usual)) return false;
  const tolerance = 0.05 * Math.abs(usual);
  let others = 0;
  for (let i = 0; i < count; i++) {
    if (!(Math.abs(step(i) - usual) <= tolerance) && ++others > 0.1 * count) return false;
  }
  return true;
}

function isCount(numbers: Float64Array): boolean {
  const first = numbers[0];
  if (numbers.length < 3 || (first !== 0 && first !== 1)) return false;
  return numbers.every((value, i) => value === first + i);
}
