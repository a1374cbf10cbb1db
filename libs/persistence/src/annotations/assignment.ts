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

/** What holds for all entries of a bulk assignment. */
export interface AssignmentRules {
  readonly mode: AssignmentMode;
  /** End conflicting statements instead of failing. */
  readonly overwrite: boolean;
  /** Also at and after a terminal value. */
  readonly overwriteTerminal: boolean;
  /** Entries whose range selects no frames are skipped instead of failing. */
  readonly skipEmptyRanges?: boolean;
  /** What was looked at. */
  readonly result: { readonly jobId: string; readonly artifactSha256: string | null } | null;
  /**
   * Entries that are saved at a time where valid ones are written by themselves, 1 to `maxSaveEvery`; absent:
   * `saveEveryOf` their number. All or nothing is one transaction.
   */
  readonly saveEvery?: number;
  /** Id of the caller's change that was broken off: what is written now belongs to it. */
  readonly continues?: string | null;
  /** Nothing is written. */
  readonly isPlan: boolean;
}

export interface Assignments extends AssignmentRules {
  readonly entries: readonly (AssignmentEntry | UnreadableEntry)[];
}

/** More entries than a process should hold: all of them are written or none. */
export interface StreamedAssignments {
  /** Names of all subjects that they speak of. */
  readonly subjects: readonly string[];
  /** Ids of all current statements that they take the place of. */
  readonly replaced: ReadonlySet<string>;
  /** A portion at a time, from the first one again each time it is called. */
  portions(): AsyncIterable<readonly AssignmentEntry[]>;
}

export interface EntryOutcome {
  readonly index: number;
  readonly status: 'assigned' | 'skipped' | 'failed';
  /** It was carried out and took statements away instead of making one. */
  readonly isRemoval: boolean;
  /** Frames that were newly stated or taken away. */
  readonly frames: number;
  readonly skippedFrames: number;
  readonly message: string | null;
  readonly code: string | null;
}

/** Entries by what became of them. */
export interface OutcomeCounts {
  readonly assigned: number;
  /** Those of the assigned that took statements away. */
  readonly removed: number;
  readonly skipped: number;
  readonly failed: number;
  /** That were newly stated or taken away. */
  readonly frames: number;
}

export interface StreamedResult extends OutcomeCounts {
  /** null when nothing was written. */
  readonly changesetId: string | null;
  /** Why the first entry that failed did; null: all is written. */
  readonly firstFailure: string | null;
}

export interface AssignmentResult {
  /** null when nothing was written. */
  readonly changesetId: string | null;
  /** In the order of the entries. */
  readonly outcomes: readonly EntryOutcome[];
  readonly assigned: number;
  readonly skipped: number;
  readonly failed: number;
  /** What ended it when a part was saved already; its other entries are `NOT_REACHED`. null: nothing did. */
  readonly brokenOffBy: unknown;
  /** Time that it took, s. */
  readonly elapsedS: number;
}
