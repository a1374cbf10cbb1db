import { dot, solve } from './linear-algebra.js';

const maxSteps = 200;

/**
 * Least squares by Levenberg and Marquardt (Marquardt 1963) with a Jacobian of central differences.
 * @param residuals same length for all parameters; a value that is not finite rejects the parameters
 * @param scales size of a small change of each parameter
 */
export function fitLeastSquares(
  residuals: (parameters: readonly number[]) => readonly number[],
  start: readonly number[],
  scales: readonly number[],
): { readonly parameters: readonly number[]; readonly sumOfSquares: number } {
  let parameters = [...start];
  let values = residuals(parameters);
  let sum = dot(values, values);
  let damping = 1e-3;
  for (let step = 0; step < maxSteps && damping < 1e16; step++) {
    const jacobian = differences(residuals, parameters, scales);
    const better = improve(residuals, { parameters, values, sum, jacobian, damping });
    if (better === null) break;
    const gain = (sum - better.sum) / (sum || 1);
    ({ parameters, values, sum } = better);
    damping = better.damping / 10;
    if (gain < 1e-14) break;
  }
  return { parameters, sumOfSquares: sum };
}

interface State {
  readonly parameters: number[];
  readonly values: readonly number[];
  readonly sum: number;
  readonly damping: number;
}

/** Columns of the Jacobian. */
function differences(
  residuals: (parameters: readonly number[]) => readonly number[],
  parameters: readonly number[],
  scales: readonly number[],
): number[][] {
  return scales.map((scale, j) => {
    const moved = (by: number) => residuals(parameters.map((value, i) => (i === j ? value + by : value)));
    const above = moved(scale);
    const below = moved(-scale);
    return above.map((value, i) => (value - below[i]!) / (2 * scale));
  });
}

/** The first step that lowers the sum, with more and more damping; null where none does. */
function improve(
  residuals: (parameters: readonly number[]) => readonly number[],
  state: State & { readonly jacobian: readonly (readonly number[])[] },
): State | null {
  const { jacobian } = state;
  const normal = jacobian.map((a) => jacobian.map((b) => dot(a, b)));
  const gradient = jacobian.map((column) => -dot(column, state.values));
  for (let damping = state.damping; damping < 1e16; damping *= 10) {
    const damped = normal.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) : value)));
    const change = solve(damped, gradient);
    if (change === null) continue;
    const parameters = state.parameters.map((value, i) => value + change[i]!);
    const values = residuals(parameters);
    const sum = dot(values, values);
    if (sum < state.sum) return { parameters, values, sum, damping };
  }
  return null;
}
