import type { FrameSet, JsonObject, Severity } from '@batchyard/domain';

export const annotatorKinds = ['person', 'import', 'pipeline'] as const;
export type AnnotatorKind = (typeof annotatorKinds)[number];

/** Who makes statements in a project. */
export interface AnnotatorRecord {
  readonly id: string;
  readonly kind: AnnotatorKind;
  /** null for pipelines. */
  readonly userId: string | null;
  readonly pipelineName: string | null;
  readonly pipelineVersion: string | null;
}

export interface AnnotationRecord {
  readonly id: string;
  readonly projectId: string;
  readonly subjectId: string;
  readonly kind: string;
  readonly value: string;
  /** Frame numbers; null: the subject itself. */
  readonly frames: FrameSet | null;
  readonly confidence: number | null;
  readonly severity: Severity | null;
  readonly note: string | null;
  readonly detail: JsonObject;
  readonly annotatorId: string;
  readonly createdAt: Date;
  /** The result that it was made on. */
  readonly jobId: string | null;
  readonly artifactPath: string | null;
  readonly artifactSha256: string | null;
  readonly changesetId: string;
  /** The changeset that ended it; null while it is current. */
  readonly endedById: string | null;
}

export const resultDecisions = ['keep', 'redo', 'drop'] as const;
/** What becomes of a statement whose result has been computed anew. */
export type ResultDecision = (typeof resultDecisions)[number];

export const assignmentModes = ['all_or_nothing', 'valid_only'] as const;
export type AssignmentMode = (typeof assignmentModes)[number];

export const assignmentStatuses = ['assigned', 'skipped', 'failed'] as const;
