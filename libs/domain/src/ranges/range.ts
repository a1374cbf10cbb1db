/**
 * Ranges: which frames of a subject are meant, as people write it in a sheet, a form, the API or a shell. One grammar
 * and one parser for all of them. Numbers are positions in the frames sorted by frame number, counted from 0; nothing
 * that is written is ever executed.
 */

export const rangeErrorCodes = [
  'STEP_ZERO',
  'TOO_MANY_COLONS',
  'INVALID_SYNTAX',
  'INVALID_TYPE',
  'NO_LANDMARK',
  'LANDMARK_NOT_IN_FRAMES',
] as const;
export type RangeErrorCode = (typeof rangeErrorCodes)[number];

/** Why a range cannot be read or resolved. */
export interface RangeProblem {
  readonly code: RangeErrorCode;
  readonly message: string;
  /** Character of the text from 0; null where the range is no text. */
  readonly position: number | null;
}

/** Names that stand for a position in every subject; written in lower case. */
export const rangeAnchors = ['first', 'last'] as const;

/** The landmark that every subject may have. */
export const deathLandmark = 'death';

/** One end of a slice, or a single frame. `at` is where it stands in the text, from 0. */
export type RangeEnd =
  /** A position; negative counts from the end. */
  | { readonly kind: 'position'; readonly value: number; readonly at: number }
  /** `first`, `last` or a landmark in lower case, and frames behind it (negative: before). */
  | { readonly kind: 'anchor'; readonly name: string; readonly offset: number; readonly at: number };

/** As in Python: the stop is excluded, null means to the end that the step runs to. */
export interface RangeSlice {
  readonly kind: 'slice';
  readonly start: RangeEnd | null;
  readonly stop: RangeEnd | null;
  readonly step: number;
}

export type RangePart =
  | RangeEnd
  | RangeSlice
  /** Any other text that stands alone. */
  | { readonly kind: 'id'; readonly text: string; readonly at: number };

/** What a range says, before it is known which frames there are. */
export type Range =
  /** Frames in the order given, each once. */
  | { readonly kind: 'parts'; readonly parts: readonly RangePart[] }
  /** The list form: taken as it stands, repeats too; negative positions are none. */
  | { readonly kind: 'positions'; readonly positions: readonly number[] }
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

export type ParsedRange =
  | { readonly range: Range; readonly error: null }
  | { readonly range: null; readonly error: RangeProblem };

/**
 * Where a landmark is: a position, `null` for a landmark that is known but that this subject lacks, `'missing'` where
 * its frame is not among the frames. A position outside the frames counts as missing.
 */
export type LandmarkPosition = number | null | 'missing';

/** The frames that a range is about. */
export interface RangeFrames {
  /** How many frames there are. */
  readonly count: number;
  /** Ids of the frames by position; without them no id selects anything. */
  readonly ids?: readonly string[];
  /** By name. `death` is always known. */
  readonly landmarks?: Readonly<Record<string, LandmarkPosition>>;
  /** Name of the subject, for messages. */
  readonly subject?: string;
}

/** Positions that a range selects, in its order. With an error nothing is selected. */
export interface FrameSelection {
  readonly indices: readonly number[];
  /** What selected nothing, and that nothing is selected at all; whole sentences. */
  readonly warnings: readonly string[];
  readonly error: RangeProblem | null;
}
