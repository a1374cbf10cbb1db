import type { FailureKind, JobState, JsonObject, PlannedInputs } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';

export interface JobErrorRecord {
  readonly stage?: string | null;
  readonly message: string;
  readonly problems?: readonly Problem[];
}

export interface JobRecord {
  readonly id: string;
  readonly projectId: string;
  readonly batchId: string;
  readonly position: number;
  readonly label: string;
  readonly state: JobState;
  readonly setting: JsonObject;
  readonly params: JsonObject;
  readonly inputs: PlannedInputs;
  readonly inputLabel: string;
  readonly replicate: number;
  readonly seed: string;
  readonly attempt: number;
  readonly attemptLimit: number;
  readonly retries: number;
  /** Not dispatched before this time; null: not before its chunks have ended. */
  readonly availableAt: Date | null;
  /** Chunks that it is divided into; null: it is whole. */
  readonly chunkCount: number | null;
  /** The job that it is a chunk of, and its frames, both included. */
  readonly chunkOfId: string | null;
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
  readonly workerId: string | null;
  readonly leaseUntil: Date | null;
  readonly cancelRequestedAt: Date | null;
  /** Why the system itself cancelled it; null where a person did. */
  readonly cancelReason: string | null;
  readonly stage: string | null;
  readonly progress: number;
  readonly reusedFromId: string | null;
  /** Head start among waiting jobs, s. */
  readonly priority: number;
  readonly metadata: JsonObject;
  /** Folder of its files in downloads. */
  readonly outputName: string | null;
  readonly error: JobErrorRecord | null;
  /** Kind and exit code of the newest failure; null once it succeeded. */
  readonly failureKind: FailureKind | null;
  readonly exitCode: number | null;
  readonly warnings: readonly string[];
  readonly createdAt: Date;
  readonly queuedAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** Columns of a job with the alias `j`. */
export const jobColumns = `j.id, j.project_id as "projectId", j.batch_id as "batchId", j.position, j.label, j.state,
  j.setting, j.params, j.inputs, j.input_label as "inputLabel", j.replicate, j.seed, j.attempt,
  j.attempt_limit as "attemptLimit", j.retries, nullif(j.available_at, 'infinity') as "availableAt",
  j.chunk_count as "chunkCount", j.chunk_of as "chunkOfId", j.first_frame as "firstFrame", j.last_frame as "lastFrame", j.worker_id as "workerId",
  j.lease_until as "leaseUntil", j.cancel_requested_at as "cancelRequestedAt", j.cancel_reason as "cancelReason",
  j.stage, j.progress,
  j.reused_from as "reusedFromId", j.priority, j.metadata, j.output_name as "outputName", j.error,
  j.failure_kind as "failureKind", j.exit_code as "exitCode", j.warnings, j.created_at as "createdAt", j.queued_at as "queuedAt",
  j.started_at as "startedAt", j.finished_at as "finishedAt"`;
