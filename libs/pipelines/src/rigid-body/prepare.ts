import { type Inputs, type Problem, ProblemsError } from '../contract.js';
import { allPairs, type Body, type IndexPair, resolveBody } from './body.js';
import { medianDistance } from './geometry/distances.js';
import type { RigidBodyParams } from './params.js';
import { spatialOutliers, temporalGaps } from './preprocessing/findings.js';
import { fillGaps, findGaps } from './preprocessing/gaps.js';
import { readRecording } from './recording/read-recording.js';
import { type ReadSettings, type Recording, selectMarkers, selectRows } from './recording/recording.js';

const MIN_FRAMES = 10;

/** A recording made ready for the solver. */
export interface Prepared {
  readonly body: Body;
  /** The body's markers as measured, in the order of the body. */
  readonly measured: Recording;
  /** As measured, with short gaps filled where that is asked for. */
  readonly filled: Float64Array;
  /** What the solver takes for measured. */
  readonly solverPoints: Float64Array;
  readonly passthrough: Recording;
  /** Pairs that edge metrics are taken over, and their median measured lengths. */
  readonly metricEdges: readonly IndexPair[];
  readonly edgeLengths: Float64Array;
  /** Truth for the body's markers in the rows of `measured`; NaN where not given. Null without truth. */
  readonly truth: Float64Array | null;
}

const missingMarkers: Problem = {
  code: 'MISSING_INPUT',
  severity: 'error',
  message: 'Input markers is missing.',
  place: { input: 'markers' },
  expectation: 'one file',
  fix: 'Give the recording as markers.',
};

export interface Preparation {
  readonly prepared: Prepared | null;
  readonly problems: Problem[];
}

/** Reads, checks and preprocesses everything; adds up all problems and never throws on bad data. */
export async function prepare(inputs: Inputs, params: RigidBodyParams): Promise<Preparation> {
  const settings = readSettings(params);
  const file = inputs.markers?.[0];
  if (file === undefined) return { prepared: null, problems: [missingMarkers] };
  const { recording, problems } = await readRecording(file, 'markers', settings);
  const truthFile = inputs.truth?.[0];
  const truth = truthFile ? await readRecording(truthFile, 'truth', settings) : null;
  problems.push(...(truth?.problems ?? []));
  if (recording === null) return { prepared: null, problems };
  const body = resolveBody(params, recording.markers, problems);
  const place = { input: 'markers', file: file.name };
  checkSettings(params, problems);
  if (hasErrors(problems)) return { prepared: null, problems };
  const rows = preprocess(params, body, recording, place, problems);
  const passthrough = selectMarkers(selectRows(recording, rows.kept), body.passthrough);
  const withTruth = truth?.recording ? alignTruth(truth.recording, body, rows.measured, problems) : null;
  const metricEdges = body.rigidEdges.length > 0 ? body.rigidEdges : allPairs(body.markers.length);
  const edgeLengths = measureEdges(metricEdges, rows.solverPoints, body, problems);
  const prepared = { body, ...rows, passthrough, metricEdges, edgeLengths, truth: withTruth };
  return { prepared: hasErrors(problems) ? null : prepared, problems };
}

/** As `prepare`, for a job that has been checked: throws a ProblemsError where there are errors after all. */
export async function prepareOrThrow(inputs: Inputs, params: RigidBodyParams): Promise<Prepared> {
  const { prepared, problems } = await prepare(inputs, params);
  if (prepared === null) throw new ProblemsError(problems);
  return prepared;
}

/** The part of a prepared recording from row `start` to before row `end`; measures of the whole stay. */
export function sliceRows(prepared: Prepared, { start, end }: { start: number; end: number }): Prepared {
  const { measured, passthrough, filled, solverPoints, truth } = prepared;
  const width = measured.markers.length * 3;
  const rows = Array.from({ length: end - start }, (_, i) => start + i);
  const slice = (points: Float64Array) => points.subarray(start * width, end * width);
  return {
    ...prepared,
    measured: selectRows(measured, rows),
    passthrough: selectRows(passthrough, rows),
    filled: slice(filled),
    solverPoints: slice(solverPoints),
    truth: truth && slice(truth),
  };
}

/** How the parameters want recordings to be read. */
export function readSettings(params: RigidBodyParams): ReadSettings {
  const { scale_factor: scaleFactor, z_value: zValue, min_confidence: minConfidence } = params;
  return { scaleFactor, zValue, minConfidence };
}

function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

function checkSettings(params: RigidBodyParams, problems: Problem[]): void {
  if (params.missing_data !== 'use_filled' || params.interpolate_missing_data) return;
  problems.push({
    code: 'CONTRADICTION',
    severity: 'error',
    message: 'missing_data is use_filled, but interpolate_missing_data is off: nothing would be filled.',
    place: { parameter: 'missing_data' },
    value: 'use_filled',
    expectation: 'interpolate_missing_data switched on, or another choice',
    fix: 'Set interpolate_missing_data to true or missing_data to skip.',
  });
}

type PlaceInFile = { readonly input: string; readonly file: string };

interface PreparedRows {
  readonly kept: readonly number[];
  readonly measured: Recording;
  readonly filled: Float64Array;
  readonly solverPoints: Float64Array;
}

function preprocess(
  params: RigidBodyParams,
  body: Body,
  recording: Recording,
  place: PlaceInFile,
  problems: Problem[],
): PreparedRows {
  const markerCount = body.markers.length;
  const all = selectMarkers(recording, body.markers);
  const filledAll = params.interpolate_missing_data
    ? fillGaps(all.points, markerCount, all.frames, params.max_gap)
    : all.points;
  const kept = keptRows(params, filledAll, markerCount);
  const measured = selectRows(all, kept);
  const filled = selectRows({ ...all, points: filledAll }, kept).points;
  checkFrameCount(measured.frames.length, recording.frames.length, place, problems);
  reportGaps(params, body, measured.points, place, problems);
  reportFindings(body, measured, place, problems);
  const useFilled = params.missing_data === 'use_filled' || params.missing_data === 'drop_frames';
  return { kept, measured, filled, solverPoints: useFilled ? filled : measured.points };
}

function keptRows(params: RigidBodyParams, points: Float64Array, markerCount: number): number[] {
  const width = markerCount * 3;
  const rows = Array.from({ length: points.length / width }, (_, row) => row);
  if (params.missing_data !== 'drop_frames') return rows;
  return rows.filter((row) => !points.subarray(row * width, (row + 1) * width).some(Number.isNaN));
}

function checkFrameCount(kept: number, read: number, place: PlaceInFile, problems: Problem[]): void {
  if (kept >= MIN_FRAMES) return;
  const dropped = read > kept ? ` (${read - kept} of ${read} were dropped for missing markers)` : '';
  problems.push({
    code: 'TOO_FEW_FRAMES',
    severity: 'error',
    message: `The recording has ${kept} frames${dropped}; at least ${MIN_FRAMES} are needed.`,
    place,
    value: `${kept} frames`,
    expectation: `at least ${MIN_FRAMES} frames`,
    fix: 'Record for longer, or choose another range.',
  });
}

function reportGaps(
  params: RigidBodyParams,
  body: Body,
  points: Float64Array,
  place: PlaceInFile,
  problems: Problem[],
): void {
  const rowCount = points.length / (body.markers.length * 3);
  const gaps = findGaps(points, body.markers.length);
  body.markers.forEach((name, marker) => {
    const lengths = gaps.filter((gap) => gap.marker === marker).map((gap) => gap.end - gap.start);
    if (lengths.length === 0) return;
    const missing = lengths.reduce((sum, length) => sum + length, 0);
    const never = missing === rowCount;
    const refused = params.missing_data === 'reject';
    problems.push({
      code: never ? 'MARKER_NEVER_SEEN' : 'GAP',
      severity: never || refused ? 'error' : 'warning',
      message: never
        ? `Marker ${name} is not seen in any frame.`
        : `Marker ${name} is missing in ${missing} of ${rowCount} frames: ${describeGaps(lengths)}.`,
      place: { ...place, column: name },
      value: `${missing} missing points`,
      expectation: refused ? 'no gaps (missing_data is reject)' : 'the marker in every frame',
      fix: never ? `Remove ${name} from the body.` : gapFixes[params.missing_data],
    });
  });
}

/** What can be done about a gap, by what is done about it now. */
const gapFixes: Readonly<Record<RigidBodyParams['missing_data'], string>> = {
  skip: 'Leave it: the solver does without these points. Or set missing_data to use_filled, which fills short gaps.',
  use_filled: 'Leave it: short gaps are filled, longer ones done without. Or set missing_data to skip.',
  drop_frames:
    'Leave it: short gaps are filled, frames of longer ones left out. Or set missing_data to skip.',
  reject: 'Fill the gaps, or set missing_data to skip.',
};

function describeGaps(lengths: readonly number[]): string {
  const frames = (count: number) => (count === 1 ? '1 frame' : `${count} frames`);
  const longest = Math.max(...lengths);
  return lengths.length === 1
    ? `a gap of ${frames(longest)}`
    : `${lengths.length} gaps of up to ${frames(longest)}`;
}

function reportFindings(body: Body, recording: Recording, place: PlaceInFile, problems: Problem[]): void {
  for (const [before, after] of temporalGaps(recording.frames).slice(0, 20)) {
    problems.push({
      code: 'FRAMES_MISSING',
      severity: 'warning',
      message: `Frames ${before + 1} to ${after - 1} are missing; ${before} and ${after} count as neighbours.`,
      place,
    });
  }
  spatialOutliers(recording.points, body.markers.length).forEach((count, marker) => {
    if (count === 0) return;
    problems.push({
      code: 'OUTLIERS',
      severity: 'warning',
      message: `Marker ${body.markers[marker]} has ${count} points more than 5 standard deviations from its mean.`,
      place: { ...place, column: body.markers[marker] },
    });
  });
}

function measureEdges(
  edges: readonly IndexPair[],
  points: Float64Array,
  body: Body,
  problems: Problem[],
): Float64Array {
  return Float64Array.from(edges, ([i, j]) => {
    const length = medianDistance(points, body.markers.length, i, j);
    if (Number.isNaN(length)) {
      problems.push({
        code: 'EDGE_NEVER_SEEN',
        severity: 'error',
        message: `Markers ${body.markers[i]} and ${body.markers[j]} are never seen in the same frame.`,
        place: { parameter: 'topology.rigid_edges' },
        expectation: 'edges between markers that are seen together',
        fix: 'Leave this edge out of topology.rigid_edges.',
      });
    }
    return length;
  });
}

/** Truth in the rows and markers of the measured recording, matched by frame number and name. */
function alignTruth(truth: Recording, body: Body, measured: Recording, problems: Problem[]): Float64Array {
  const rowOf = new Map(Array.from(truth.frames, (frame, row) => [frame, row]));
  const columns = body.markers.map((name) => truth.markers.indexOf(name));
  const aligned = new Float64Array(measured.points.length).fill(Number.NaN);
  let matched = 0;
  measured.frames.forEach((frame, t) => {
    const row = rowOf.get(frame);
    if (row === undefined) return;
    columns.forEach((column, m) => {
      if (column < 0) return;
      const from = (row * truth.markers.length + column) * 3;
      aligned.set(truth.points.subarray(from, from + 3), (t * columns.length + m) * 3);
      matched++;
    });
  });
  if (matched === 0) {
    problems.push({
      code: 'TRUTH_DOES_NOT_MATCH',
      severity: 'error',
      message: 'The truth shares no marker and frame with the recording.',
      place: { input: 'truth' },
      value: truth.markers.slice(0, 40).join(', '),
      expectation: `the markers ${body.markers.slice(0, 40).join(', ')} in the same frames`,
      fix: 'Give the truth of this recording, with the same names and frame numbers.',
    });
  }
  return aligned;
}
