import { setImmediate } from 'node:timers/promises';
import { rotateLeft } from '../geometry/quaternion.js';
import { type BorderedSystem, createSystem, createWorkspace, solveBordered } from './bordered-system.js';
import { type CostParts, evaluateCost } from './cost.js';
import { createGaugeAligner } from './gauge.js';
import { buildNormalEquations } from './normal-equations.js';
import { centreReference, copyState, type RigidBodyProblem, type RigidBodyState } from './problem.js';
import { StepControl, type Termination } from './step-control.js';

export interface SolverOptions {
  readonly maxIterations: number;
  /** Stop when a step lowers the cost by less than this share. */
  readonly functionTolerance: number;
  /** Stop when no component of the gradient is larger. */
  readonly gradientTolerance: number;
  /** Stop when a step is shorter than this share of all unknowns. */
  readonly parameterTolerance: number;
  readonly signal: AbortSignal;
  readonly onIteration?: (report: IterationReport) => void;
}

export interface IterationReport {
  readonly iteration: number;
  readonly cost: number;
  readonly accepted: boolean;
  /** The best state so far; valid during the call only. */
  readonly state: RigidBodyState;
}

export interface Solution {
  readonly state: RigidBodyState;
  readonly initialCost: CostParts;
  readonly finalCost: CostParts;
  /** Steps tried, accepted or not. */
  readonly iterations: number;
  readonly termination: Termination;
}

interface Steps {
  readonly pose: Float64Array;
  readonly border: Float64Array;
}

/**
 * Minimises the cost by Levenberg–Marquardt on the manifold of poses, with damping on diag(H) and the step
 * control of Nielsen. Yields to the event loop at each iteration and throws the abort reason when cancelled.
 */
export async function solveRigidBody(
  problem: RigidBodyProblem,
  start: RigidBodyState,
  options: SolverOptions,
): Promise<Solution> {
  const borderSize = problem.refineReference ? problem.markerCount * 3 : 0;
  const system = createSystem(problem.frameCount, borderSize);
  const work = createWorkspace(problem.frameCount, borderSize);
  const pose = new Float64Array(problem.frameCount * 6);
  const steps: Steps = { pose, border: new Float64Array(borderSize) };
  const align = createGaugeAligner(problem);
  let state = copyState(start);
  if (problem.gauge === 'centroid') centreReference(state.reference);
  let candidate = copyState(state);
  const initialCost = evaluateCost(problem, state);
  const control = new StepControl(initialCost.total, options);
  let cost = initialCost;
  let rebuild = true;
  while (control.termination === null) {
    await setImmediate();
    options.signal.throwIfAborted();
    if (rebuild) {
      buildNormalEquations(problem, state, system);
      control.seeGradient(largestGradient(system));
      if (control.termination !== null) break;
    }
    const solved = solveBordered(system, control.damping, work, steps.pose, steps.border);
    if (solved) {
      applyStep(problem, state, steps, candidate);
      align(candidate);
    }
    const next = solved ? evaluateCost(problem, candidate) : null;
    rebuild = control.seeStep(next?.total ?? Number.NaN, solved ? predictedDecrease(system, steps) : 0);
    if (rebuild && next !== null) {
      [state, candidate] = [candidate, state];
      cost = next;
      if (isShort(steps, state, options.parameterTolerance)) control.stop('parameter');
    }
    options.onIteration?.({ iteration: control.iterations, cost: cost.total, accepted: rebuild, state });
  }
  return {
    state,
    initialCost,
    finalCost: cost,
    iterations: control.iterations,
    termination: control.termination ?? 'max_iterations',
  };
}

function largestGradient(system: BorderedSystem): number {
  let largest = 0;
  for (const value of system.gradient) largest = Math.max(largest, Math.abs(value));
  for (const value of system.borderGradient) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** Decrease that the damped quadratic model promises for its own minimum: -g · step / 2. */
function predictedDecrease(system: BorderedSystem, steps: Steps): number {
  let sum = 0;
  for (let i = 0; i < steps.pose.length; i++) sum -= steps.pose[i]! * system.gradient[i]!;
  for (let i = 0; i < steps.border.length; i++) sum -= steps.border[i]! * system.borderGradient[i]!;
  return sum / 2;
}

function applyStep(
  problem: RigidBodyProblem,
  state: RigidBodyState,
  steps: Steps,
  target: RigidBodyState,
): void {
  const { pose, border } = steps;
  for (let t = 0; t < problem.frameCount; t++) {
    const at = t * 6;
    rotateLeft(state.quaternions, target.quaternions, t * 4, pose[at]!, pose[at + 1]!, pose[at + 2]!);
    for (let k = 0; k < 3; k++) {
      target.translations[t * 3 + k] = state.translations[t * 3 + k]! + pose[at + 3 + k]!;
    }
  }
  for (let i = 0; i < target.reference.length; i++) {
    target.reference[i] = state.reference[i]! + (border[i] ?? 0);
  }
  if (problem.gauge === 'centroid' && border.length > 0) centreReference(target.reference);
}

function isShort(steps: Steps, state: RigidBodyState, tolerance: number): boolean {
  let step2 = 0;
  for (const value of steps.pose) step2 += value * value;
  for (const value of steps.border) step2 += value * value;
  let size2 = state.quaternions.length / 4;
  for (const value of state.translations) size2 += value * value;
  for (const value of state.reference) size2 += value * value;
  return Math.sqrt(step2) <= tolerance * (Math.sqrt(size2) + tolerance);
}
