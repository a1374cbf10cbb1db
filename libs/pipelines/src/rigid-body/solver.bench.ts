/** Timed runs of the solver on recordings of its own making: 8 markers, noise of 2 mm, 3 % of points missing. */
import { seededRandom } from '../execution/random.js';
import { medianDistance } from './geometry/distances.js';
import { rotateLeft } from './geometry/quaternion.js';
import { modelPoints } from './solve.js';
import { initialise } from './solver/initialise.js';
import { solveRigidBody } from './solver/levenberg-marquardt.js';
import { noLoss } from './solver/loss.js';
import type { Gauge, RigidBodyProblem } from './solver/problem.js';

export interface SolverBenchmark {
  readonly name: string;
  /** Seconds for the start and for solving, final cost and iterations. */
  run(): Promise<Record<string, number>>;
}

const MARKERS = 8;

/** The solver at 2,000 frames in both gauges and at 20,000 frames. */
export function solverBenchmarks(): readonly SolverBenchmark[] {
  return [benchmark(2000, 'centroid'), benchmark(2000, 'classic'), benchmark(20_000, 'centroid')];
}

function benchmark(frameCount: number, gauge: Gauge): SolverBenchmark {
  return {
    name: `rigid-body solver, ${frameCount} frames × ${MARKERS} markers, ${gauge} gauge`,
    async run() {
      const points = record(frameCount);
      const startedMs = performance.now();
      const start = initialise(points, MARKERS, 'kabsch');
      const solvingMs = performance.now();
      const solution = await solveRigidBody(problemOf(points, gauge, start.reference), start, {
        maxIterations: 300,
        functionTolerance: 1e-6,
        gradientTolerance: 1e-8,
        parameterTolerance: 1e-7,
        signal: new AbortController().signal,
      });
      return {
        start_s: (solvingMs - startedMs) / 1000,
        solve_s: (performance.now() - solvingMs) / 1000,
        final_cost: solution.finalCost.total,
        iterations: solution.iterations,
      };
    },
  };
}

function problemOf(points: Float64Array, gauge: Gauge, anchorReference: Float64Array): RigidBodyProblem {
  const edges: number[] = [];
  for (let i = 0; i < MARKERS; i++) for (let j = i + 1; j < MARKERS; j++) edges.push(i, j);
  const targets = Float64Array.from({ length: edges.length / 2 }, (_, e) =>
    medianDistance(points, MARKERS, edges[2 * e]!, edges[2 * e + 1]!),
  );
  return {
    frameCount: points.length / (MARKERS * 3),
    markerCount: MARKERS,
    points,
    rigidEdges: { pairs: Int32Array.from(edges), targets },
    softEdges: { pairs: new Int32Array(0), targets: new Float64Array(0) },
    weights: { data: 100, rigid: 500, soft: 0, rotSmooth: 200, transSmooth: 200, anchor: 10 },
    loss: noLoss,
    lossScope: 'all',
    gauge,
    refineReference: true,
    anchorReference,
  };
}

/** Points in millimetres of a body that turns and wanders at 100 frames a second. */
function record(frameCount: number): Float64Array {
  const random = seededRandom('benchmark');
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const reference = Float64Array.from({ length: MARKERS * 3 }, () => 50 * gaussian());
  const quaternions = new Float64Array(frameCount * 4);
  const translations = new Float64Array(frameCount * 3);
  for (let t = 0; t < frameCount; t++) {
    const s = t / 100;
    quaternions[t * 4] = 1;
    rotateLeft(
      quaternions,
      quaternions,
      t * 4,
      0.5 * Math.sin(s),
      0.4 * Math.cos(0.7 * s),
      0.9 * Math.sin(0.3 * s),
    );
    translations.set([800 * Math.sin(0.5 * s), 600 * Math.cos(0.4 * s), 900 + 80 * Math.sin(2 * s)], t * 3);
  }
  const points = modelPoints({ quaternions, translations, reference }).map((value) => value + 2 * gaussian());
  for (let at = 0; at < points.length; at += 3) if (random() < 0.03) points.fill(Number.NaN, at, at + 3);
  return points;
}
