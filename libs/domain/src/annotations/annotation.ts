/** What annotations are to the rules. Frame sets hold frame numbers and join frames that follow each other. */
import type { JsonObject } from '@batchyard/pipelines';
import type { FrameSet } from './frame-set.js';
import type { Severity } from './vocabulary.js';

/** A subject as the rules see it. */
export interface SubjectFrames {
  readonly name: string;
  readonly level: string;
  /** Frame numbers, ascending, each once. Empty where the subject has no frames. */
  readonly numbers: readonly number[];
  /** Names of the frames by position; without them no range can name a frame. */
  readonly names?: readonly string[];
  /** Frame numbers of the landmarks that were set by hand. Those that terms make are derived. */
  readonly landmarks?: Readonly<Record<string, number>>;
}

/** What a statement carries besides its kind, value and frames. */
export interface StatementFields {
  /** 0…1 */
  readonly confidence: number | null;
  readonly severity: Severity | null;
  readonly note: string | null;
  readonly detail: JsonObject;
}

/** A statement that is not ended. */
export interface CurrentAnnotation extends StatementFields {
  readonly id: string;
  readonly kind: string;
  readonly value: string;
  /** null: the subject itself. */
  readonly frames: FrameSet | null;
  /** Who made it, as a text that is equal exactly for the same author: `user:12`, `pipeline:flag-detection`. */
  readonly author: string;
}

/** One entry of a bulk assignment. What is left out is null, false or empty. */
export interface AssignRequest {
  readonly kind: string;
  readonly value: string;
  /** A range (see `parseRange`), a set of frame numbers, or null: all frames, or the subject itself. */
  readonly frames?: string | FrameSet | null;
  /** Takes the value away from the frames instead. */
  readonly remove?: boolean;
  readonly confidence?: number | null;
  /** null: that of the vocabulary. */
  readonly severity?: string | null;
  readonly note?: string | null;
  readonly detail?: JsonObject;
}

export interface AssignOptions {
  /** Of all requests; as in `CurrentAnnotation`. */
  readonly author: string;
  /** Conflicting statements are ended instead of refusing the request. */
  readonly overwrite?: boolean;
  /** Frames at and after a terminal term may be changed; the term then begins behind the last changed frame. */
  readonly overwriteTerminal?: boolean;
  /** What a range that selects no frames is; `fail` unless said otherwise. */
  readonly emptyRanges?: 'fail' | 'skip';
}

export const assignCodes = [
  /** Reasons of a failure. */
  'AUTHOR_REQUIRED',
  'UNKNOWN_KIND',
  'WRONG_LEVEL',
  'INVALID_VALUE',
  'INVALID_CONFIDENCE',
  'INVALID_SEVERITY',
  'INVALID_NOTE',
  'INVALID_DETAIL',
  'INVALID_RANGE',
  'INVALID_REQUEST',
  'NO_FRAMES',
  'FRAMES_NOT_ALLOWED',
  'EXCLUSIVE',
  'PERMANENT',
  'ONE_PER_SUBJECT',
  /** Reasons why a part or all was skipped. */
  'AFTER_TERMINAL',
  'ALREADY_SO',
  'NOTHING_TO_REMOVE',
  'EMPTY_RANGE',
] as const;
export type AssignCode = (typeof assignCodes)[number];

/** What became of one request, in the order of the requests. */
export interface AssignOutcome {
  readonly status: 'assigned' | 'skipped' | 'failed';
  /** It was carried out and took statements away instead of making one. */
  readonly isRemoval: boolean;
  /** Frames that were newly stated or, of a removal, taken away; 0 of a subject itself. */
  readonly frames: number;
  /** Frames that were selected and left as they are. */
  readonly skippedFrames: number;
  /** The skipped frames by number. */
  readonly skipped: FrameSet;
  /** null of a request that was carried out completely. */
  readonly code: AssignCode | null;
  /** A whole sentence, with the rule and the way out; null as for `code`. */
  readonly message: string | null;
}

/** A row to insert. */
export interface NewAnnotation extends StatementFields {
  readonly kind: string;
  readonly value: string;
  readonly frames: FrameSet | null;
  /**
   * The ended annotation that this is the rest of: author, time, job and artifact are copied from it. null: the rest of
   * none, made now by the author of the requests.
   */
  readonly remainderOf: string | null;
  /** Index of the first request that made it; null of a remainder. */
  readonly request: number | null;
}

export interface AssignResult {
  readonly outcomes: readonly AssignOutcome[];
  /** Ids of current annotations to end, each once. */
  readonly ended: readonly string[];
  readonly created: readonly NewAnnotation[];
}
