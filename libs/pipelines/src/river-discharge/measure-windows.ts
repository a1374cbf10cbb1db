/** Velocities of windows from a video of any length: memory is that of the windows' sums. */
import { forEachFrame } from './frames-of-video.js';
import type { MeasuredLine, MeasuredVector, MeasuredVideo, MeasuringContext } from './measure-video.js';
import { planOfPixels, sampleFrame } from './rectification/sampling.js';
import type { SearchWindows, WindowVertical } from './search-windows.js';
import {
  defaultGridSettings,
  type GridVelocity,
  gridRejectionText,
  measureGrid,
} from './velocimetry/index.js';
import type { Video } from './video/open-video.js';
import { type FrameSelection, timeStepS } from './video/read-frames.js';

/** Follows the pattern of each window that the camera sees whole, and takes windows of one station together. */
export async function measureWindows(
  video: Video,
  search: SearchWindows,
  selection: FrameSelection,
  maxMps: number,
  context: MeasuringContext,
): Promise<MeasuredVideo> {
  const intervalS = timeStepS(video.facts, selection);
  const seen = search.windows.filter(({ pixels }) => pixels !== null);
  const plan = planOfPixels(
    seen.flatMap(({ pixels }) => pixels!),
    video.facts,
  );
  const grid = measureGrid({
    centers: seen.map(({ center }) => center),
    windowPx: search.windowPx,
    pixelM: search.pixelM,
    intervalS,
  });
  const samples = new Float32Array(plan.offsets.length);
  const read = await forEachFrame(video, selection, context, (pixels) => {
    sampleFrame(plan, pixels, samples);
    grid.add(samples);
  });
  context.stage('velocimetry');
  const found = grid.finish({ ...defaultGridSettings, maxMps });
  const byWindow = new Map(seen.map((window, i) => [window, found[i]!]));
  const vectors = search.windows.map((window, i) => vectorOf(search, i, byWindow.get(window) ?? notSeen));
  const lines = search.verticals.map((vertical) => verticalOf(search, vertical, vectors));
  return { lines, vectors, intervalS, ...read };
}

const notSeen: GridVelocity = {
  rightMps: null,
  downMps: null,
  uncertaintyMps: null,
  signalToNoise: 0,
  rejection: 'out-of-view',
};

function vectorOf(search: SearchWindows, index: number, found: GridVelocity): MeasuredVector {
  const { across, downstream, windows, verticals } = search;
  const { rightMps: a, downMps: d } = found;
  const velocityMps =
    a === null || d === null
      ? null
      : ([a * across[0] + d * downstream[0], a * across[1] + d * downstream[1]] as const);
  const vertical = verticals.find(({ windows: own }) => own.includes(index))!.id;
  return { ...found, place: windows[index]!.center, velocityMps, vertical };
}

/** The mean of the accepted vectors; its uncertainty is theirs, since windows overlap and see the same water. */
function verticalOf(
  { downstream }: SearchWindows,
  { id, stationM, center, windows }: WindowVertical,
  vectors: readonly MeasuredVector[],
): MeasuredLine {
  const own = windows.map((at) => vectors[at]!);
  const accepted = own.flatMap(({ velocityMps, uncertaintyMps }) =>
    velocityMps ? [{ velocityMps, uncertaintyMps }] : [],
  );
  if (accepted.length === 0) {
    const { rejection } = own[own.length >> 1]!;
    const line = { id, stationM, center, direction: downstream, pixels: [] };
    const reason = gridRejectionText[rejection!];
    return { line, velocityMps: null, uncertaintyMps: null, reason, first: null };
  }
  const mean = (of: (vector: (typeof accepted)[number]) => number) =>
    accepted.reduce((sum, vector) => sum + of(vector), 0) / accepted.length;
  const [x, y] = [mean(({ velocityMps }) => velocityMps[0]), mean(({ velocityMps }) => velocityMps[1])];
  const speedMps = Math.hypot(x, y);
  const isKnown = accepted.every(({ uncertaintyMps }) => uncertaintyMps !== null);
  const line = {
    id,
    stationM,
    center,
    direction: speedMps > 0 ? ([x / speedMps, y / speedMps] as const) : downstream,
    pixels: [],
  };
  return {
    line,
    velocityMps: speedMps,
    uncertaintyMps: isKnown ? Math.sqrt(mean(({ uncertaintyMps }) => uncertaintyMps! ** 2)) : null,
    reason: null,
    first: null,
  };
}
