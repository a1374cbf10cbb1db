/**
 * A recording solved in chunks by several jobs. Each job takes its frames with a margin on both sides, starts from the
 * start of the whole recording and leaves its poses; merging blends these and solves the whole from the blend, as
 * `solver/chunks.ts` does within one job. So the merged result is a minimum of the whole problem, with its costs: it
 * agrees with a single run as far as the tolerances of the solver reach, whatever the number of chunks: at the default
 * tolerances within 1e-6 of the cost and 0.1 mm of the paths on the sample recording.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import {
  type ChunkResult,
  type FrameRange,
  type Inputs,
  type JobContext,
  type MergeContext,
  ProblemsError,
  ProcessingError,
} from '../contract.js';
import { writeWhole } from './output/write-file.js';
import type { RigidBodyParams } from './params.js';
import { prepareOrThrow, readSettings, sliceRows } from './prepare.js';
import { readRecording } from './recording/read-recording.js';
import { reportSolution } from './report.js';
import { type Setup, setUpChunk } from './solve.js';
import { notConverged, solveReporting } from './solve-reporting.js';
import { blendChunks, type Chunk, sliceState } from './solver/chunks.js';
import { evaluateCost } from './solver/cost.js';
import type { Solution } from './solver/levenberg-marquardt.js';
import { hasConverged } from './solver/step-control.js';
import { setUpJob } from './train.js';

/** What a chunk leaves for merging, beside the results of its own frames. */
const stateFile = 'chunk_state.json';

const chunkState = z.strictObject({
  /** Rows that were solved, `end` outside: those of the chunk with its margins. Equal where it has no usable frame. */
  start: z.int(),
  end: z.int(),
  quaternions: z.array(z.number()),
  translations: z.array(z.number()),
  reference: z.array(z.number()),
});
type ChunkState = z.infer<typeof chunkState>;

/** All frames of the recording. Throws a ProblemsError. */
export async function readFrames(inputs: Inputs, params: RigidBodyParams): Promise<FrameRange> {
  const file = inputs.markers?.[0];
  if (file === undefined) throw new Error('Input markers is missing.');
  const { recording, problems } = await readRecording(file, 'markers', readSettings(params));
  const first = recording?.frames[0];
  const last = recording?.frames.at(-1);
  if (first === undefined || last === undefined) throw new ProblemsError(problems);
  return { first, last };
}

/** Solves one chunk and reports its own frames. */
export async function runChunk(context: JobContext<RigidBodyParams>, frames: FrameRange): Promise<void> {
  const { params, signal } = context;
  context.stage('read');
  const prepared = await prepareOrThrow(context.inputs, params);
  signal.throwIfAborted();
  context.stage('start');
  const own = rowsIn(prepared.measured.frames, frames);
  if (own.end === own.start) {
    context.warn('None of these frames shows the whole body: there is nothing to solve.');
    return writeState(context, { ...own, quaternions: [], translations: [], reference: [] });
  }
  const wide = withMargins(own, prepared.measured.frames.length, params);
  context.log('info', marginsText(own, wide));
  const startedMs = performance.now();
  const setup = setUpChunk(await setUpJob(context, prepared), wide, params);
  context.stage('solve');
  const solution = await solveReporting(context, setup);
  const solveTimeS = (performance.now() - startedMs) / 1000;
  if (!hasConverged(solution.termination)) context.warn(notConverged(solution));
  context.stage('report');
  await writeState(context, stateOf(wide, solution));
  const inside = { start: own.start - wide.start, end: own.end - wide.start };
  const ownSolution = { ...solution, state: sliceState(solution.state, inside) };
  await reportSolution(context, sliceRows(prepared, own), ownSolution, solveTimeS);
}

/** Blends the chunks, solves the whole from there and reports it. */
export async function mergeChunks(context: MergeContext<RigidBodyParams>): Promise<void> {
  const { params, signal } = context;
  context.stage('read');
  const prepared = await prepareOrThrow(context.inputs, params);
  const states = await Promise.all(context.chunks.map(readState));
  signal.throwIfAborted();
  context.stage('start');
  const startedMs = performance.now();
  const setup = await setUpJob(context, prepared);
  const solved = states.filter((state) => state.end > state.start);
  checkCover(solved, setup.problem.frameCount);
  context.log('info', `Blending ${solved.length} chunks, then solving as a whole.`);
  context.stage('solve');
  const whole = await solveReporting(context, fromBlend(setup, solved, params));
  const solution: Solution = {
    ...whole,
    initialCost: evaluateCost(setup.problem, setup.start),
    iterations: whole.iterations + total(context.chunks, 'iterations'),
  };
  const solveTimeS = (performance.now() - startedMs) / 1000 + total(context.chunks, 'solve_time_s');
  if (!hasConverged(solution.termination)) context.warn(notConverged(solution));
  context.stage('report');
  await reportSolution(context, prepared, solution, solveTimeS);
}

/** The whole problem, to be solved at once from the blended poses of its chunks. */
function fromBlend(setup: Setup, states: readonly ChunkState[], params: RigidBodyParams): Setup {
  const parts = states.map(({ quaternions, translations, reference }) => ({
    quaternions: Float64Array.from(quaternions),
    translations: Float64Array.from(translations),
    reference: Float64Array.from(reference),
  }));
  const start = blendChunks(parts, states, params.parallel.blend_window, setup.start.reference);
  return { ...setup, start, chunks: [{ start: 0, end: setup.problem.frameCount }] };
}

/** Rows whose frame numbers lie in the range. */
function rowsIn(frames: Int32Array, { first, last }: FrameRange): Chunk {
  const from = frames.findIndex((frame) => frame >= first);
  const start = from < 0 ? frames.length : from;
  const after = frames.findIndex((frame) => frame > last);
  return { start, end: Math.max(start, after < 0 ? frames.length : after) };
}

/** With half of the overlap on both sides, as far as there are rows: so neighbours share the overlap. */
function withMargins({ start, end }: Chunk, rowCount: number, { parallel }: RigidBodyParams): Chunk {
  const margin = Math.ceil(parallel.overlap_size / 2);
  return { start: Math.max(0, start - margin), end: Math.min(rowCount, end + margin) };
}

function marginsText(own: Chunk, wide: Chunk): string {
  const [before, after] = [own.start - wide.start, wide.end - own.end];
  return `${own.end - own.start} frames, solved with ${before} before and ${after} after them.`;
}

function stateOf(wide: Chunk, { state }: Solution): ChunkState {
  return {
    ...wide,
    quaternions: Array.from(state.quaternions),
    translations: Array.from(state.translations),
    reference: Array.from(state.reference),
  };
}

async function writeState(context: JobContext<RigidBodyParams>, state: ChunkState): Promise<void> {
  await writeWhole(context.outputDir, stateFile, JSON.stringify(state));
  context.artifact(stateFile, { title: 'Poses for merging', role: 'data' });
}

async function readState({ outputDir }: ChunkResult): Promise<ChunkState> {
  return chunkState.parse(JSON.parse(await readFile(path.join(outputDir, stateFile), 'utf8')));
}

/** Chunks computed from another recording would leave rows without a pose. */
function checkCover(states: readonly ChunkState[], rowCount: number): void {
  let covered = 0;
  for (const { start, end } of states) if (start <= covered) covered = Math.max(covered, end);
  if (covered === rowCount) return;
  throw new ProcessingError(
    `The chunks cover ${covered} of ${rowCount} frames: they were not computed from this recording. Run them again.`,
  );
}

/** Sum of a metric over the chunks; those without a usable frame have none. */
function total(chunks: readonly ChunkResult[], metric: string): number {
  return chunks.reduce((sum, { metrics }) => sum + (metrics[metric] ?? 0), 0);
}
