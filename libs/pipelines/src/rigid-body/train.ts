/**
 * A body learnt from other recordings: each of them is solved with the job's parameters, and the mean of their shapes
 * is held fixed while the job's own recording is solved for poses alone. So the metrics of that recording tell how well
 * the parameters do on data that the body was not fitted to (cross-validation).
 */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type InputFile, type Inputs, type JobContext, type Problem, ProblemsError } from '../contract.js';
import { createPoseFitWorkspace, fitRotation } from './geometry/pose-fit.js';
import { rotationMatrix } from './geometry/quaternion.js';
import type { RigidBodyParams } from './params.js';
import { type Prepared, prepare } from './prepare.js';
import { type Setup, setUp, solve } from './solve.js';
import { fitAllFrames } from './solver/initialise.js';
import { centreReference } from './solver/problem.js';

/** What is to be solved for a job, with the body held where there are recordings to learn it from. */
export async function setUpJob(context: JobContext<RigidBodyParams>, prepared: Prepared): Promise<Setup> {
  const setup = setUp(prepared, context.params);
  const files = context.inputs.train ?? [];
  if (files.length === 0) return setup;
  const reference = await learnReference(context, files, prepared.body.markers);
  context.log('info', `The body was learnt from ${recordings(files.length)} and is held fixed.`);
  return holdReference(setup, reference);
}

/** The problem with poses as its only unknowns, started from the best fit of every frame. */
export function holdReference(setup: Setup, reference: Float64Array): Setup {
  const { problem } = setup;
  const { state } = fitAllFrames(problem.points, problem.markerCount, reference);
  return {
    ...setup,
    problem: { ...problem, refineReference: false, anchorReference: reference.slice() },
    start: { ...state, reference: reference.slice() },
  };
}

/** Mean shape over the recordings, each counting with its frames. */
async function learnReference(
  { params, signal, progress }: JobContext<RigidBodyParams>,
  files: readonly InputFile[],
  markers: readonly string[],
): Promise<Float64Array> {
  const topology = { ...params.topology, marker_names: [...markers] };
  const shapes: Shape[] = [];
  for (const file of files) {
    const { prepared, problems } = await prepare({ markers: [file] }, { ...params, topology });
    if (prepared === null) throw new ProblemsError(asTraining(problems));
    const { state } = await solve(setUp(prepared, params), params, signal, () => undefined);
    shapes.push({ points: state.reference, weight: prepared.measured.frames.length });
    progress(shapes.length / files.length);
  }
  return meanShape(shapes);
}

function asTraining(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, place: { ...problem.place, input: 'train' } }));
}

/** Findings of so many files are remembered: in cross-validation each file is asked for once for each other one. */
const rememberedFiles = 2_000;
const remembered = new Map<string, Promise<readonly Problem[]>>();

/** What keeps recordings from being learnt from; remarks on them belong to the jobs that test them. */
export async function checkTraining({ train = [] }: Inputs, params: RigidBodyParams): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const file of train) {
    const { mtimeMs = 0, size = 0 } = await stat(file.path).catch(() => ({}) as Partial<Stats>);
    const key = JSON.stringify([file.path, file.name, mtimeMs, size, params]);
    const finding = remembered.get(key) ?? errorsOf(file, params);
    if (remembered.size >= rememberedFiles) remembered.clear();
    remembered.set(key, finding);
    problems.push(...(await finding));
  }
  return problems;
}

async function errorsOf(file: InputFile, params: RigidBodyParams): Promise<readonly Problem[]> {
  const { problems } = await prepare({ markers: [file] }, params);
  return asTraining(problems.filter(({ severity }) => severity === 'error'));
}

/** Points of one body, 3 × n numbers, and how much they count. */
export interface Shape {
  readonly points: Float64Array;
  readonly weight: number;
}

/** Turns of all shapes onto their mean settle to far below a micrometre in so many rounds. */
const rounds = 5;

/** Weighted mean of shapes that are turned and moved onto each other (generalised Procrustes, Gower 1975). */
export function meanShape(shapes: readonly Shape[]): Float64Array {
  const centred = shapes.map(({ points, weight }) => {
    const copy = points.slice();
    centreReference(copy);
    return { points: copy, weight };
  });
  let mean = centred[0]?.points ?? new Float64Array(0);
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(mean.length);
    let total = 0;
    for (const { points, weight } of centred) {
      turnedOnto(points, mean).forEach((value, i) => {
        next[i]! += weight * value;
      });
      total += weight;
    }
    mean = next.map((value) => value / total);
  }
  return mean;
}

function turnedOnto(points: Float64Array, target: Float64Array): Float64Array {
  const turn = new Float64Array(4);
  const R = new Float64Array(9);
  fitRotation(points, target, turn, createPoseFitWorkspace());
  rotationMatrix(turn, 0, R);
  return points.map((_, i) => {
    const k = i % 3;
    const m = i - k;
    return R[k * 3]! * points[m]! + R[k * 3 + 1]! * points[m + 1]! + R[k * 3 + 2]! * points[m + 2]!;
  });
}

function recordings(count: number): string {
  return count === 1 ? '1 other recording' : `${count} other recordings`;
}
