/** What is measured in a video, whichever way: a velocity at each vertical of the cross-section. */
import type { JobContext } from '../contract.js';
import { measureLines } from './measure-lines.js';
import { measureWindows } from './measure-windows.js';
import type { SearchFan, SearchLine } from './search-lines.js';
import type { SearchWindows } from './search-windows.js';
import type { GridVelocity } from './velocimetry/index.js';
import type { LineSettings, LineVelocity } from './velocimetry/measure-line.js';
import type { SpaceTimeImage } from './velocimetry/space-time-image.js';
import type { Video } from './video/open-video.js';
import type { FrameSelection } from './video/read-frames.js';

/** Where and how velocities are looked for. */
export type VelocitySearch =
  | {
      readonly kind: 'lines';
      readonly fans: readonly SearchFan[];
      readonly settings: LineSettings & { readonly spacingM: number };
    }
  | { readonly kind: 'windows'; readonly windows: SearchWindows; readonly maxSpeedMps: number };

/** One vertical: the line along the flow through it, or what windows around it say together. */
export interface MeasuredLine {
  readonly line: SearchLine;
  /** Along the direction of the line; null with a reason. */
  readonly velocityMps: number | null;
  readonly uncertaintyMps: number | null;
  readonly reason: string | null;
  /** Of the first frames, for figures; null where there is no space-time image. */
  readonly first: { readonly image: SpaceTimeImage; readonly velocity: LineVelocity } | null;
}

/** A vector of one window in the world. */
export interface MeasuredVector extends GridVelocity {
  readonly place: readonly [x: number, y: number];
  /** Towards +x and +y; null where it is rejected. */
  readonly velocityMps: readonly [x: number, y: number] | null;
  readonly vertical: string;
}

export interface MeasuredVideo {
  readonly lines: readonly MeasuredLine[];
  /** Empty where lines were measured. */
  readonly vectors: readonly MeasuredVector[];
  readonly frames: number;
  readonly intervalS: number;
  /** The first frame. */
  readonly frame: Uint8Array;
  readonly complaint: string | null;
}

export type MeasuringContext = Pick<JobContext<unknown>, 'signal' | 'progress' | 'stage'>;

/** Reads all frames of a selection and measures; enters the stage `velocimetry` when all are read. */
export function measureVideo(
  video: Video,
  search: VelocitySearch,
  selection: FrameSelection,
  context: MeasuringContext,
): Promise<MeasuredVideo> {
  return search.kind === 'lines'
    ? measureLines(video, search.fans, selection, search.settings, context)
    : measureWindows(video, search.windows, selection, search.maxSpeedMps, context);
}
