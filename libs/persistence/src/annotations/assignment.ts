import type { AssignmentMode } from './annotation-record.js';

/** One entry of a bulk assignment as it came from outside. */
export interface AssignmentEntry {
  /** Name of the subject. */
  readonly subject: string;
  readonly kind: string;
  readonly value: string;
  /** A range; absent: all frames, or the subject itself. */
  readonly frames?: string | null | undefined;
  /** Id of a current statement that this one takes the place of, wherever that is. */
  readonly replaces?: string | null | undefined;
  /** Takes the value away instead. */
  readonly remove?: boolean | null | undefined;
  readonly confidence?: number | null | undefined;
  readonly severity?: string | null | undefined;
  readonly note?: string | null | undefined;
  /** An object. */
  readonly detail?: unknown;
}

/** An entry that could not be read; it fails by itself. */
export interface UnreadableEntry {
  readonly unreadable: string;
}

export interface Assignments {
  readonly entries: readonly (AssignmentEntry | UnreadableEntry)[];
  readonly mode: AssignmentMode;
  /** End conflicting statements instead of failing. */
  readonly overwrite: boolean;
  /** Also at and after a terminal value. */
  readonly overwriteTerminal: boolean;
  /** Entries whose range selects no frames are skipped instead of failing. */
  readonly skipEmptyRanges?: boolean;
  /** What was looked at. */
  readonly result: { readonly jobId: string; readonly artifactSha256: string | null } | null;
  /** Nothing is written. */
  readonly isPlan: boolean;
}

export interface EntryOutcome {
  readonly index: number;
  readonly status: 'assigned' | 'skipped' | 'failed';
  /** Frames that were newly stated or taken away. */
  readonly frames: number;
  readonly skippedFrames: number;
  readonly message: string | null;
  readonly code: string | null;
}

export interface AssignmentResult {
  /** null when nothing was written. */
  readonly changesetId: string | null;
  /** In the order of the entries. */
  readonly outcomes: readonly EntryOutcome[];
  readonly assigned: number;
  readonly skipped: number;
  readonly failed: number;
  /** Time that it took, s. */
  readonly elapsedS: number;
}
