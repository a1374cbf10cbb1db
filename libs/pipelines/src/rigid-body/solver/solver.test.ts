import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../execution/random.js';
import { rotateLeft } from '../geometry/quaternion.js';
import { modelPoints } from '../solve.js';
import { denseSystem, randomProblem } from '../testing/random-problem.js';
import { createSystem, createWorkspace, solveBordered } from './bordered-system.js';
import { blendChunks, planChunks } from './chunks.js';
import { evaluateCost } from './cost.js';
import { turnOnto } from './gauge.js';
import { initialise } from './initialise.js';
import { solveRigidBody } from './levenberg-marquardt.js';
import { type Loss, type LossType, lossValue, lossWeight, noLoss } from './loss.js';
import { buildNormalEquations } from './normal-equations.js';
import { centreReference, copyState, type RigidBodyProblem, type RigidBodyState } from './problem.js';

const strict = {
  maxIterations: 200,
  functionTolerance: 1e-14,
  gradientTolerance: 1e-14,
  parameterTolerance: 1e-14,
  signal: new AbortController().signal,
};

/** The state after a step in the tangent, as the solver takes it. */
function moved(problem: RigidBodyProblem, state: RigidBodyState, step: ArrayLike<number>): RigidBodyState {
  const next = copyState(state);
  for (let t = 0; t < problem.frameCount; t++) {
    rotateLeft(state.quaternions, next.quaternions, t * 4, step[t * 6]!, step[t * 6 + 1]!, step[t * 6 + 2]!);
    for (let k = 0; k < 3; k++) next.translations[t * 3 + k]! += step[t * 6 + 3 + k]!;
  }
  for (let i = 0; i < next.reference.length; i++) next.reference[i]! += step[problem.frameCount * 6 + i]!;
  if (problem.gauge === 'centroid') centreReference(next.reference);
  return next;
}

describe('losses', () => {
  const table: [LossType, number, number][] = [
    ['none', 16, 1],
    ['huber', 12, 0.5],
    ['cauchy', 4 * Math.log(5), 0.2],
    ['soft_l1', 8 * (Math.sqrt(5) - 1), 1 / Math.sqrt(5)],
  ];
  it.each(table)('S0-55 %s of s = 16 at scale 2', (type, value, weight) => {
    expect(lossValue({ type, scale: 2 }, 16)).toBeCloseTo(value, 12);
    expect(lossWeight({ type, scale: 2 }, 16)).toBeCloseTo(weight, 12);
  });

  it.each(table)('S0-55 %s is s near zero and has its weight as derivative', (type) => {
    const loss: Loss = { type, scale: 2 };
    expect(lossValue(loss, 1e-6)).toBeCloseTo(1e-6, 12);
    for (const s of [0.1, 3, 5, 100]) {
      const slope = (lossValue(loss, s + 1e-5) - lossValue(loss, s - 1e-5)) / 2e-5;
      expect(slope).toBeCloseTo(lossWeight(loss, s), 7);
    }
  });
});

describe('normal equations', () => {
  const losses: Loss[] = [
    noLoss,
    { type: 'huber', scale: 1 },
    { type: 'cauchy', scale: 1 },
    { type: 'soft_l1', scale: 1 },
  ];
  const settings = losses.flatMap((loss) =>
    (['all', 'data'] as const).flatMap((lossScope) =>
      (['classic', 'centroid'] as const).map((gauge) => ({ loss, lossScope, gauge })),
    ),
  );

  it.each(settings)(
    'S0-56 S0-58 have the gradient of the cost: $loss.type, $lossScope, $gauge',
    (setting) => {
      const { problem, state } = randomProblem(setting);
      if (setting.gauge === 'centroid') centreReference(state.reference);
      const system = createSystem(problem.frameCount, problem.markerCount * 3);
      buildNormalEquations(problem, state, system);
      const { gradient } = denseSystem(system);
      gradient.forEach((value, i) => {
        const cost = (size: number) => {
          const step = gradient.map((_, j) => (j === i ? size : 0));
          return evaluateCost(problem, moved(problem, state, step)).total;
        };
        expect(value).toBeCloseTo((cost(1e-5) - cost(-1e-5)) / 2e-5, 5);
      });
    },
  );

  it('have the Hessian of the cost where all residuals but linear ones vanish', async () => {
    // Noise-free, so that Gauss–Newton drops nothing; smoothness off as its residuals do not vanish.
    const { problem, state } = exactProblem({ data: 1, rigid: 2, transSmooth: 1.5 }, 5);
    const system = createSystem(problem.frameCount, problem.markerCount * 3);
    buildNormalEquations(problem, state, system);
    const { matrix } = denseSystem(system);
    const n = matrix.length;
    const cost = (i: number, a: number, j: number, b: number) => {
      const step = new Float64Array(n);
      step[i]! += a;
      step[j]! += b;
      return evaluateCost(problem, moved(problem, state, step)).total;
    };
    const h = 1e-3;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const second =
          (cost(i, h, j, h) - cost(i, h, j, -h) - cost(i, -h, j, h) + cost(i, -h, j, -h)) / (4 * h * h);
        expect(Math.abs(matrix[i]![j]! - second)).toBeLessThan(1e-3 * (1 + Math.abs(second)));
      }
    }
  });

  it('S0-58 hold no residual of soft edges where there are none', () => {
    const none = { pairs: new Int32Array(0), targets: new Float64Array(0) };
    const { problem, state } = randomProblem({ softEdges: none });
    expect(evaluateCost(problem, state).soft).toBe(0);
  });
});

describe('solveBordered', () => {
  it.each([0, 0.3])('solves like a dense solver at damping %d', (damping) => {
    const { problem, state } = randomProblem();
    const K = problem.markerCount * 3;
    const system = createSystem(problem.frameCount, K);
    buildNormalEquations(problem, state, system);
    const pose = new Float64Array(problem.frameCount * 6);
    const border = new Float64Array(K);
    expect(solveBordered(system, damping, createWorkspace(problem.frameCount, K), pose, border)).toBe(true);
    const { matrix, gradient } = denseSystem(system);
    const step = [...pose, ...border];
    matrix.forEach((row, i) => {
      const product = row.reduce((sum, value, j) => sum + value * step[j]! * (i === j ? 1 + damping : 1), 0);
      expect(product).toBeCloseTo(-gradient[i]!, 8);
    });
  });

  it('says where the poses are not determined', () => {
    const system = createSystem(3, 0);
    system.diagonal[0] = -1;
    const pose = new Float64Array(18);
    expect(solveBordered(system, 0, createWorkspace(3, 0), pose, new Float64Array(0))).toBe(false);
  });
});

/** Points that a rigid body in motion gives exactly, and the state that gives them. */
function exactProblem(
  weights: Partial<RigidBodyProblem['weights']>,
  frameCount: number,
): { problem: RigidBodyProblem; state: RigidBodyState } {
  const random = seededRandom('exact');
  const { problem: base, state: start } = randomProblem();
  const reference = start.reference.slice();
  centreReference(reference);
  const quaternions = new Float64Array(frameCount * 4);
  const translations = new Float64Array(frameCount * 3);
  for (let t = 0; t < frameCount; t++) {
    quaternions[t * 4] = 1;
    rotateLeft(
      quaternions,
      quaternions,
      t * 4,
      0.02 * t,
      0.01 * t,
      0.5 * Math.sin(0.05 * t) + 0.1 * random(),
    );
    translations.set([0.01 * t, Math.sin(0.1 * t), 2], t * 3);
  }
  const state = { quaternions, translations, reference };
  const points = modelPoints(state);
  const pairs = Int32Array.of(0, 1, 0, 2, 0, 3, 0, 4, 1, 2, 1, 3, 1, 4, 2, 3, 2, 4, 3, 4);
  const length = (e: number) =>
    Math.hypot(
      ...[0, 1, 2].map((k) => reference[pairs[2 * e]! * 3 + k]! - reference[pairs[2 * e + 1]! * 3 + k]!),
    );
  const targets = Float64Array.from({ length: 10 }, (_, e) => length(e));
  const softEdges = { pairs: new Int32Array(0), targets: new Float64Array(0) };
  const all = { data: 100, rigid: 500, soft: 0, rotSmooth: 0, transSmooth: 0, anchor: 0, ...weights };
  const problem = {
    ...base,
    frameCount,
    points,
    rigidEdges: { pairs, targets },
    softEdges,
    weights: all,
    anchorReference: reference,
  };
  return { problem, state };
}

describe('solveRigidBody', () => {
  it.each(['kabsch', 'identity'] as const)(
    'S0-54 recovers noise-free data to 1e-4 from start %s',
    async (kind) => {
      const { problem } = exactProblem({ rotSmooth: 1e-3, transSmooth: 1e-3 }, 60);
      const solution = await solveRigidBody(problem, initialise(problem.points, 5, kind), strict);
      const solved = modelPoints(solution.state);
      const worst = solved.reduce(
        (largest, value, i) => Math.max(largest, Math.abs(value - problem.points[i]!)),
        0,
      );
      expect(worst).toBeLessThan(1e-4);
    },
  );

  it('S0-54 recovers noise-free data with gaps, and frames that show two markers', async () => {
    const { problem } = exactProblem({ rotSmooth: 1e-3, transSmooth: 1e-3 }, 60);
    const points = problem.points.slice();
    points.fill(Number.NaN, 20 * 15, 20 * 15 + 9);
    for (let t = 30; t < 45; t++) points.fill(Number.NaN, t * 15 + 3, t * 15 + 6);
    const solution = await solveRigidBody({ ...problem, points }, initialise(points, 5, 'kabsch'), strict);
    const solved = modelPoints(solution.state);
    const seen = solved.filter((_, i) => !Number.isNaN(points[i]!));
    const expected = problem.points.filter((_, i) => !Number.isNaN(points[i]!));
    expect(Math.max(...seen.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-4);
  });

  it('ends where the gradient vanishes, in both gauges and with every loss', async () => {
    for (const gauge of ['classic', 'centroid'] as const) {
      for (const type of ['none', 'huber', 'soft_l1'] as const) {
        const { problem } = randomProblem({ gauge, loss: { type, scale: 1 } });
        const start = initialise(problem.points, 5, 'kabsch');
        const { state, initialCost, finalCost } = await solveRigidBody(problem, start, strict);
        const system = createSystem(4, 15);
        const steepest = (at: RigidBodyState) => {
          buildNormalEquations(problem, at, system);
          return Math.max(...denseSystem(system).gradient.map(Math.abs));
        };
        expect(steepest(state)).toBeLessThan(1e-3 * steepest(start));
        expect(finalCost.total).toBeLessThan(initialCost.total);
      }
    }
  });

  it('S0-57 stops after max_iterations and says so', async () => {
    const { problem, state } = randomProblem();
    const solution = await solveRigidBody(problem, state, { ...strict, maxIterations: 2 });
    expect(solution).toMatchObject({ iterations: 2, termination: 'max_iterations' });
  });

  it('S0-56 stops earlier for a larger tolerance of each kind', async () => {
    const { problem, state } = randomProblem();
    const full = await solveRigidBody(problem, state, strict);
    const byFunction = await solveRigidBody(problem, state, { ...strict, functionTolerance: 1e-2 });
    const byGradient = await solveRigidBody(problem, state, { ...strict, gradientTolerance: 0.1 });
    const byParameter = await solveRigidBody(problem, state, { ...strict, parameterTolerance: 1e-2 });
    expect([byFunction, byGradient, byParameter].map((solution) => solution.termination)).toEqual([
      'function',
      'gradient',
      'parameter',
    ]);
    for (const early of [byFunction, byGradient, byParameter]) {
      expect(early.iterations).toBeLessThan(full.iterations);
    }
  });

  it('S0-63 has four times the quadratic cost for twice the weights', () => {
    const { problem, state } = randomProblem();
    const w = problem.weights;
    const doubled = {
      data: 2 * w.data,
      rigid: 2 * w.rigid,
      soft: 2 * w.soft,
      rotSmooth: 2 * w.rotSmooth,
      transSmooth: 2 * w.transSmooth,
      anchor: 2 * w.anchor,
    };
    const cost = evaluateCost(problem, state).total;
    expect(evaluateCost({ ...problem, weights: doubled }, state).total).toBeCloseTo(4 * cost, 9);
  });

  it('stops when it is cancelled', async () => {
    const { problem, state } = randomProblem();
    const controller = new AbortController();
    const onIteration = () => controller.abort(new Error('cancelled'));
    const solving = solveRigidBody(problem, state, { ...strict, signal: controller.signal, onIteration });
    await expect(solving).rejects.toThrow('cancelled');
  });

  it('turns body and poses against each other without moving a model point', () => {
    const { problem, state } = randomProblem();
    const before = modelPoints(state);
    const anchored = evaluateCost(problem, state);
    turnOnto(state, problem.anchorReference);
    modelPoints(state).forEach((value, i) => {
      expect(value).toBeCloseTo(before[i]!, 12);
    });
    const after = evaluateCost(problem, state);
    expect(after.anchor).toBeLessThan(anchored.anchor);
    expect(after.total - after.anchor).toBeCloseTo(anchored.total - anchored.anchor, 9);
  });
});

describe('chunks', () => {
  const plan = { chunkSize: 500, overlap: 50, blendWindow: 25, minChunk: 100 };

  it.each([
    [600, [[0, 600]]],
    [
      601,
      [
        [0, 500],
        [450, 601],
      ],
    ],
    [
      950,
      [
        [0, 500],
        [450, 950],
      ],
    ],
    [
      999,
      [
        [0, 500],
        [450, 999],
      ],
    ],
    [
      1000,
      [
        [0, 500],
        [450, 950],
        [900, 1000],
      ],
    ],
    [
      1405,
      [
        [0, 500],
        [450, 950],
        [900, 1405],
      ],
    ],
  ])('S0-59 divide %d frames', (frameCount, expected) => {
    expect(planChunks(frameCount, plan).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  it('S0-59 blend without a jump what was expressed for different reference geometries', () => {
    const { state } = exactProblem({}, 40);
    const slice = (start: number, end: number): RigidBodyState => ({
      quaternions: state.quaternions.slice(start * 4, end * 4),
      translations: state.translations.slice(start * 3, end * 3),
      reference: state.reference.slice(),
    });
    const second = slice(15, 40);
    const turned = state.reference.map((_, i) => state.reference[i - (i % 3) + ((i + 1) % 3)]!);
    turnOnto(second, turned);
    const chunks = [
      { start: 0, end: 25 },
      { start: 15, end: 40 },
    ];
    const blended = blendChunks([slice(0, 25), second], chunks, 6, state.reference);
    const expected = modelPoints(state);
    modelPoints(blended).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 10);
    });
  });
});

describe('initialise', () => {
  it('chooses the mirror image that the data show', () => {
    const { problem } = exactProblem({}, 20);
    const mirrored = problem.points.map((value, i) => (i % 3 === 1 ? -value : value));
    for (const points of [problem.points, mirrored]) {
      const solved = modelPoints(initialise(points, 5, 'kabsch'));
      expect(Math.max(...solved.map((value, i) => Math.abs(value - points[i]!)))).toBeLessThan(1e-6);
    }
  });

  it('starts, for identity, from medians about their mean and the centroids', () => {
    const points = Float64Array.of(0, 0, 0, 2, 0, 0, 10, 0, 0, 14, 0, 0);
    const start = initialise(points, 2, 'identity');
    expect(Array.from(start.reference)).toEqual([-1.5, 0, 0, 1.5, 0, 0]);
    expect(Array.from(start.translations)).toEqual([1, 0, 0, 12, 0, 0]);
    expect(Array.from(start.quaternions)).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
  });
});
