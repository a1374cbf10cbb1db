import type { JobContext } from '../contract.js';
import type { RigidBodyParams } from './params.js';
import { type Setup, solve } from './solve.js';
import type { IterationReport, Solution } from './solver/levenberg-marquardt.js';

/**
 * Solves what was set up, with progress and the course of the cost in the log.
 * @param onAccepted hears of each step that lowered the cost, where all is solved at once
 */
export async function solveReporting(
  context: JobContext<RigidBodyParams>,
  setup: Setup,
  onAccepted: (report: IterationReport) => void = () => undefined,
): Promise<Solution> {
  const { params, signal } = context;
  const chunkCount = setup.chunks.length;
  if (chunkCount > 1) context.log('info', `Solving in ${chunkCount} chunks, then as a whole.`);
  const passes = chunkCount > 1 ? chunkCount + 1 : 1;
  let pass = 0;
  let last = 0;
  const solution = await solve(setup, params, signal, (report) => {
    const { iteration, cost, accepted } = report;
    if (accepted && chunkCount === 1) onAccepted(report);
    if (iteration <= last) pass++;
    last = iteration;
    // How many iterations a pass takes is not known: approach its end, the faster the sooner.
    context.progress(Math.min(1, (pass + 1 - Math.exp(-iteration / 10)) / passes));
    if (params.optimization.minimizer_progress_to_stdout) {
      const what = accepted ? 'cost' : 'no better step, cost';
      context.log('debug', `Iteration ${iteration}: ${what} ${cost.toPrecision(9)}`);
    }
  });
  context.progress(1);
  context.log('info', `${solution.iterations} iterations, cost ${solution.finalCost.total.toPrecision(9)}.`);
  return solution;
}

/** What to say of a solution that is no minimum. */
export function notConverged({ iterations, termination }: Solution): string {
  const reason =
    termination === 'max_iterations'
      ? 'optimization.max_iterations was reached; allow more'
      : 'no step lowered the cost any further; check the data and the weights';
  return `not converged after ${iterations} iterations: ${reason}.`;
}
