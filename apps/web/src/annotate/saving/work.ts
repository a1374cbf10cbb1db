/** What the annotate page asks the server to do. Plain data, so that it survives a closed page. */

import type { Severity } from '@batchyard/domain';

export interface AssignmentWork {
  readonly kind: string;
  readonly value: string;
  /** In the grammar of ranges; null for the subject itself. */
  readonly frames: string | null;
  readonly remove: boolean;
  readonly confidence: number | null;
  readonly severity: Severity | null;
  readonly note: string | null;
  readonly detail: Readonly<Record<string, boolean | number | string>> | null;
}

/** `terminal`: also frames at and after a terminal value such as death. */
export type Overwrite = 'nothing' | 'values' | 'terminal';

/** Of annotations on an older result. `redo` ends them, to be made anew. */
export type Decision = 'keep' | 'redo' | 'drop';

export type Work =
  | {
      readonly type: 'assign';
      readonly assignments: readonly AssignmentWork[];
      readonly overwrite: Overwrite;
    }
  | { readonly type: 'landmark'; readonly name: string; readonly frameNumber: number | null }
  | {
      readonly type: 'resolve';
      readonly annotationIds: readonly string[];
      readonly decision: Decision;
    }
  | { readonly type: 'undo'; readonly changesetId: string | null; readonly ofEntry: string };

/** One thing to save, in its place in the order. */
export interface QueueEntry {
  readonly id: string;
  readonly subjectId: string;
  readonly subjectName: string;
  /** What it does, for people: "Dead on 12 frames". */
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly work: Work;
  /** Why the server does not take it; null while it waits. */
  readonly refusal: string | null;
}
