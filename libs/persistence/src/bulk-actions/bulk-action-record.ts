import type { BulkOutcome, BulkState, BulkVerb } from '@batchyard/domain';

export interface BulkActionRecord {
  readonly id: string;
  readonly projectId: string;
  readonly verb: BulkVerb;
  readonly state: BulkState;
  /** Jobs it applied to when it began. */
  readonly total: number;
  readonly succeeded: number;
  readonly skipped: number;
  readonly failed: number;
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly finishedAt: Date | null;
}

/** Columns of a bulk action with the alias `a`. */
export const bulkActionColumns = `a.id, a.project_id as "projectId", a.verb, a.state, a.total, a.succeeded, a.skipped,
  a.failed, a.created_at as "createdAt", a.created_by as "createdById", a.finished_at as "finishedAt"`;

/** What it did to one job. */
export interface BulkEntryRecord {
  readonly jobId: string;
  readonly outcome: BulkOutcome;
  /** Why it was skipped or failed. */
  readonly note: string | null;
}
