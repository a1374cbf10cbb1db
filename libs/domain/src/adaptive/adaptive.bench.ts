/** Adaptive designs against random search: the best value after equal budgets, on two functions with known minima. */
import type { Axis } from '../designs/axes.js';
import { seededFrom } from '../sampling/seeded-from.js';
import { type AdaptiveMethod, propose, type SettingObservation } from './propose.js';
import type { SearchSpace } from './search-space.js';

/** A function to minimise over [0, 1]ⁿ. */
export interface TestFunction {
  readonly name: string;
  readonly dimensions: number;
  /** Settings that each side may compute. */
  readonly budget: number;
  readonly minimum: number;
  at(x: readonly number[]): number;
}

/** Branin (1972) as in Dixon and Szegő (1978): three equal minima. */
export const branin: TestFunction = {
  name: 'Branin',
  dimensions: 2,
  budget: 60,
  minimum: 0.397887,
  at([u = 0, v = 0]) {
    const [x, y] = [15 * u - 5, 15 * v];
    const valley = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
    return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
};

const hartmannWeights = [1, 1.2, 3, 3.2];
const hartmannScales = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const hartmannCentres = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Hartmann (1973) in six dimensions, as in Dixon and Szegő (1978): six local minima. */
export const hartmann6: TestFunction = {
  name: 'Hartmann-6',
  dimensions: 6,
  budget: 100,
  minimum: -3.32237,
  at: (x) =>
    -hartmannWeights.reduce((sum, weight, row) => {
      const distance = x.reduce((total, value, column) => {
        const centre = hartmannCentres[row]?.[column] ?? 0;
        return total + (hartmannScales[row]?.[column] ?? 0) * (value - centre) ** 2;
      }, 0);
      return sum + weight * Math.exp(-distance);
    }, 0),
};

const axis = (index: number): Axis => ({
  parameter: `x${index}`,
  distribution: 'uniform',
  min: 0,
  max: 1,
});

/** Lowest value after the budget, one setting after the other. */
export function bestOfAdaptive(target: TestFunction, seed: number, method: AdaptiveMethod = 'tpe'): number {
  const axes = Array.from({ length: target.dimensions }, (_, index) => axis(index));
  const space: SearchSpace = {
    dimensions: axes.map((entry) => ({ kind: 'number', axis: entry })),
    resolve: (setting) => ({ setting, key: JSON.stringify(setting) }),
  };
  const options = { method, direction: 'minimize', startup: 10, count: 1, seed } as const;
  const seen: SettingObservation[] = [];
  while (seen.length < target.budget) {
    for (const next of propose(space, seen, [], options).settings) {
      const x = axes.map(({ parameter }) => Number(next.setting[parameter]));
      seen.push({ ...next, values: [target.at(x)], failed: 0 });
    }
  }
  return Math.min(...seen.flatMap(({ values }) => values));
}

/** Lowest value of as many settings drawn evenly. */
export function bestOfRandom(target: TestFunction, seed: number): number {
  const random = seededFrom(`random search ${seed}`);
  const draws = Array.from({ length: target.budget }, () =>
    target.at(Array.from({ length: target.dimensions }, random)),
  );
  return Math.min(...draws);
}

export interface AdaptiveFigures {
  /** Medians of how far the best value lies above the minimum. */
  readonly adaptive: number;
  readonly random: number;
  readonly wins: number;
  readonly seeds: number;
  /** Of the sign test, two-sided: how likely so many wins or losses are by chance. */
  readonly signP: number;
}

/** Both sides with the same seeds. */
export function compareWithRandom(
  target: TestFunction,
  seeds: number,
  method: AdaptiveMethod = 'tpe',
): AdaptiveFigures {
  const pairs = Array.from({ length: seeds }, (_, seed) => ({
    adaptive: bestOfAdaptive(target, seed, method) - target.minimum,
    random: bestOfRandom(target, seed) - target.minimum,
  }));
  const wins = pairs.filter(({ adaptive, random }) => adaptive < random).length;
  return {
    adaptive: median(pairs.map(({ adaptive }) => adaptive)),
    random: median(pairs.map(({ random }) => random)),
    wins,
    seeds,
    signP: signTest(wins, seeds),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return ((sorted[low] ?? Number.NaN) + (sorted[high] ?? Number.NaN)) / 2;
}

/** Two-sided, of fair coins; ties do not occur between real numbers. */
function signTest(wins: number, n: number): number {
  let probability = 0.5 ** n;
  let atMost = 0;
  for (let k = 0; k <= Math.min(wins, n - wins); k++) {
    atMost += probability;
    probability *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * atMost);
}
