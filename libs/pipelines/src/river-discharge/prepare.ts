/** From files and parameters to everything that frames are read with; every problem at once. */
import { type Inputs, type Problem, ProblemsError } from '../contract.js';
import { readSection, type WettedSection, wetSection } from './discharge/index.js';
import { type RiverDischargeParams, secondsOf } from './params.js';
import type { Rectification } from './rectification/rectification.js';
import { rectify } from './scaffold/check-scaffold.js';
import { readScaffoldFile } from './scaffold/read-scaffold-file.js';
import type { Scaffold } from './scaffold/scaffold.js';
import { lengthText, metresPer } from './scaffold/units.js';
import { gridProblems } from './velocity-search.js';
import { openVideo, type Video } from './video/open-video.js';
import { checkWindow, type FrameSelection } from './video/read-frames.js';
import { installedTools } from './video/run-ffmpeg.js';

export interface PreparedVideo {
  readonly scaffold: Scaffold;
  readonly levelM: number;
  readonly rectification: Rectification;
  readonly wetted: WettedSection;
  readonly selection: FrameSelection;
}

export interface Preparation {
  readonly prepared: PreparedVideo | null;
  readonly problems: readonly Problem[];
}

/** Reads the scaffold and applies the parameters. Never throws on bad data. */
export async function prepareSite(inputs: Inputs, params: RiverDischargeParams): Promise<Preparation> {
  const file = inputs.scaffold?.[0];
  if (file === undefined) return { prepared: null, problems: [] };
  const { scaffold, problems: found } = await readScaffoldFile(file, () => frameSizeOf(inputs));
  const problems = found.map((problem) => ({ ...problem, place: { input: 'scaffold', ...problem.place } }));
  if (scaffold === null) return { prepared: null, problems };
  const levelM = levelOf(scaffold, params);
  const rectification = rectify(scaffold);
  const { section } = readSection(scaffold.section.points, scaffold.section.startBank);
  if (rectification === null || section === null) return { prepared: null, problems };
  const { wetted, problems: ofLevel } = wetSection(section, levelM);
  const placed = ofLevel.map((problem) => ({
    ...problem,
    place: { ...problem.place, parameter: 'water_level' },
  }));
  const all = [...problems, ...placed, ...planeProblems(scaffold, rectification, levelM)];
  if (wetted !== null) all.push(...gridProblems({ scaffold, wetted }));
  if (wetted === null || all.some(({ severity }) => severity === 'error'))
    return { prepared: null, problems: all };
  const selection = selectionOf(scaffold, params);
  return { prepared: { scaffold, levelM, rectification, wetted, selection }, problems: all };
}

/** Size of the frames; null where the video cannot be opened, which is a problem of its own. */
async function frameSizeOf(inputs: Inputs) {
  const file = inputs.video?.[0];
  if (file === undefined) return null;
  try {
    return (await openVideo(file, installedTools, AbortSignal.timeout(probeTimeoutMs))).facts;
  } catch (error) {
    if (error instanceof ProblemsError) return null;
    throw error;
  }
}

/** Opens the video and checks it against the site. Throws ProblemsError. */
export async function openFor(
  inputs: Inputs,
  site: PreparedVideo | null,
  signal: AbortSignal,
): Promise<Video> {
  const video = await openVideo(inputs.video![0]!, installedTools, signal);
  if (site === null) return video;
  checkWindow(video.file, video.facts, site.selection);
  const { widthPx, heightPx } = site.scaffold.camera;
  if (video.facts.widthPx === widthPx && video.facts.heightPx === heightPx) return video;
  const size = `${video.facts.widthPx} × ${video.facts.heightPx}`;
  throw new ProblemsError([
    {
      code: 'OTHER_FRAME_SIZE',
      severity: 'error',
      message: `${video.file.name} has frames of ${size} pixels, but the scaffold was made for ${widthPx} × ${heightPx}.`,
      place: { input: 'video', file: video.file.name },
      value: size,
      expectation: `${widthPx} × ${heightPx}`,
      fix: 'Choose the scaffold of this camera setting, or click its control points again.',
    },
  ]);
}

/** As `prepareSite`; throws ProblemsError where there is an error. */
export async function prepareOrThrow(inputs: Inputs, params: RiverDischargeParams): Promise<PreparedVideo> {
  const { prepared, problems } = await prepareSite(inputs, params);
  if (prepared === null) throw new ProblemsError(problems);
  return prepared;
}

/** Every problem of a job. */
export async function checkJob(inputs: Inputs, params: RiverDischargeParams): Promise<Problem[]> {
  const { prepared, problems } = await prepareSite(inputs, params);
  if (inputs.video?.[0] === undefined) return [...problems];
  try {
    await openFor(inputs, prepared, AbortSignal.timeout(probeTimeoutMs));
    return [...problems];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return [
      ...problems,
      ...error.problems.map((problem) => ({ ...problem, place: { input: 'video', ...problem.place } })),
    ];
  }
}

const probeTimeoutMs = 60_000;

function levelOf({ displayUnits }: Scaffold, params: RiverDischargeParams): number {
  const { water_level: level, water_level_unit: unit } = params;
  return level * metresPer(unit === 'scaffold' ? displayUnits : unit);
}

function selectionOf(scaffold: Scaffold, params: RiverDischargeParams): FrameSelection {
  return {
    startS: secondsOf(params.start_time) ?? 0,
    endS: secondsOf(params.end_time),
    frameStep: params.frame_step ?? scaffold.frameStep,
    maxFrames: params.max_frames,
    frameRate: params.frame_rate,
  };
}

/** A plane may lie this far from the water. */
const samePlaneM = 0.01;

function planeProblems(
  scaffold: Scaffold,
  { method, planeElevationM }: Rectification,
  levelM: number,
): Problem[] {
  if (planeElevationM === null || Math.abs(planeElevationM - levelM) <= samePlaneM) return [];
  const [plane, level] = [planeElevationM, levelM].map((value) => lengthText(value, scaffold.displayUnits));
  return [
    {
      code: 'OTHER_WATER_LEVEL',
      severity: 'warning',
      message: `The water stands at ${level}, but the ${method} was made at ${plane}: it does not move with the water, so velocities are off.`,
      place: { parameter: 'water_level' },
      fix: 'Use 6 or more control points at different heights (a camera), or control points at this level.',
    },
  ];
}
