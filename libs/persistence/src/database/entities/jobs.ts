import type { AttemptOutcome, FailureKind, JobState, PlannedInputs } from '@batchyard/domain';
import type { ArtifactRole, JobError, LogLevel } from '@batchyard/pipelines';
import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { BatchEntity } from './batches.js';
import { BelongsTo, Id, Int, Int8, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
import { ProjectEntity } from './projects.js';

/** One cell computed in one batch. Only stores in `jobs/` and `batches/` write it, by guarded updates. */
@Entity('job')
@Unique(['batchId', 'position'])
export class JobEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @BelongsTo(() => BatchEntity, 'batch_id') batchId: string;
  @Int('position') position: number;
  @Text('label') label: string;
  @Text('cell_key') cellKey: string;
  @Text('setting_key') settingKey: string;
  @Json('setting') setting: Record<string, unknown>;
  @Json('params') params: Record<string, unknown>;
  @Json('inputs') inputs: PlannedInputs;
  @Text('input_label') inputLabel: string;
  @Int('replicate') replicate: number;
  @Text('seed') seed: string;
  @Text('state', { default: 'waiting' }) state: JobState;
  @Int('priority', { default: 0 }) priority: number;
  @TimeNow('available_at') availableAt: Date;
  @Int('attempt', { default: 0 }) attempt: number;
  @Int('attempt_limit') attemptLimit: number;
  @Int('retries', { default: 0 }) retries: number;
  @Text('worker_id', { nullable: true })
  workerId: string | null;
  @Time('lease_until', { nullable: true }) leaseUntil: Date | null;
  @Column('boolean', { name: 'taken_ahead', default: false }) takenAhead: boolean;
  @Time('cancel_requested_at', { nullable: true }) cancelRequestedAt: Date | null;
  @Text('cancel_reason', { nullable: true }) cancelReason: string | null;
  @Text('stage', { nullable: true }) stage: string | null;
  @Column('real', { default: 0 }) progress: number;
  @RefersTo(() => JobEntity, 'reused_from') reusedFrom: string | null;
  @Json('error', { nullable: true }) error: JobError | null;
  @Json('warnings', { default: [] }) warnings: string[];
  @Json('metadata', { default: {} }) metadata: Record<string, unknown>;
  @Int8('input_bytes', { nullable: true }) inputBytes: string | null;
  @Text('output_name', { nullable: true }) outputName: string | null;
  @Int('chunk_count', { nullable: true }) chunkCount: number | null;
  @BelongsTo(() => JobEntity, 'chunk_of', { nullable: true }) chunkOf: string | null;
  @Int('chunk_index', { nullable: true }) chunkIndex: number | null;
  @Int('first_frame', { nullable: true }) firstFrame: number | null;
  @Int('last_frame', { nullable: true }) lastFrame: number | null;
  @Json('chunk_metrics', { nullable: true }) chunkMetrics: Record<string, number> | null;
  @Text('failure_kind', { nullable: true }) failureKind: FailureKind | null;
  @Text('failure_key', { nullable: true }) failureKey: string | null;
  @Int('exit_code', { nullable: true }) exitCode: number | null;
  @TimeNow() createdAt: Date;
  @Time('queued_at', { nullable: true }) queuedAt: Date | null;
  @Time('started_at', { nullable: true }) startedAt: Date | null;
  @Time('finished_at', { nullable: true }) finishedAt: Date | null;
}

/** By what jobs are found, apart from what changes; the trigger of `job` writes it once. */
@Entity('job_cell')
export class JobCellEntity {
  @Int8('job_id') jobId: string;
  @ForeignKey(() => BatchEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'batch_id' })
  batchId: string;
  @Int8('project_id') projectId: string;
  @Int('position') position: number;
  @PrimaryColumn('text', { name: 'cell_key' }) cellKey: string;
  @Text('setting_key') settingKey: string;
}

/** One try at a job. Deleted with it by a trigger, like its metrics and stages: no foreign key, see migration 0007. */
@Entity('attempt')
export class AttemptEntity {
  @PrimaryColumn('bigint', { name: 'job_id' })
  jobId: string;
  @PrimaryColumn('integer') number: number;
  @Text('worker_id', { nullable: true })
  workerId: string | null;
  @TimeNow('started_at') startedAt: Date;
  @Time('ended_at', { nullable: true }) endedAt: Date | null;
  @Text('outcome', { nullable: true }) outcome: AttemptOutcome | null;
  @Json('error', { nullable: true }) error: JobError | null;
  @Int8('peak_memory_bytes', { nullable: true }) peakMemoryBytes: string | null;
  @Text('failure_kind', { nullable: true }) failureKind: FailureKind | null;
  @Int('exit_code', { nullable: true }) exitCode: number | null;
}

@Entity('job_stage')
export class JobStageEntity {
  @PrimaryColumn('bigint', { name: 'job_id' }) jobId: string;
  @PrimaryColumn('integer') attempt: number;
  @PrimaryColumn('integer') position: number;
  @Text('name') name: string;
  @Text('state') state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  @Time('started_at') startedAt: Date;
  @Column('double precision', { name: 'duration_ms', nullable: true }) durationMs: number | null;
}

/** A number that the job's result reports; of the newest attempt only. */
@Entity('job_metric')
export class JobMetricEntity {
  @PrimaryColumn('bigint', { name: 'job_id' })
  jobId: string;
  @PrimaryColumn('text') name: string;
  @Column('double precision') value: number;
  @Int8('project_id') projectId: string;
  @Int8('batch_id') batchId: string;
}

/** What a metric was at a step on the way; of the newest attempt that reached the step. */
@Entity('job_metric_step')
export class JobMetricStepEntity {
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'job_id' })
  jobId: string;
  @Int('attempt') attempt: number;
  @PrimaryColumn('text') name: string;
  @PrimaryColumn('integer') step: number;
  @Column('double precision') value: number;
}

/** A file that the job's newest attempt produced; its bytes lie in the blob store under the SHA-256. */
@Entity('artifact')
@Unique(['jobId', 'path'])
@ForeignKey(() => AttemptEntity, ['jobId', 'attempt'], ['jobId', 'number'], { onDelete: 'CASCADE' })
export class ArtifactEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @Int8('job_id') jobId: string;
  @Int('attempt') attempt: number;
  @Text('path') path: string;
  @Text('title') title: string;
  @Text('role') role: ArtifactRole;
  @Text('media_type') mediaType: string;
  @Int8('size_bytes') sizeBytes: string;
  @Text('sha256') sha256: string;
  @TimeNow() createdAt: Date;
}

@Entity('job_log')
@ForeignKey(() => AttemptEntity, ['jobId', 'attempt'], ['jobId', 'number'], { onDelete: 'CASCADE' })
export class JobLogEntity {
  @PrimaryColumn('bigint', { name: 'job_id' }) jobId: string;
  @PrimaryColumn('integer') attempt: number;
  @PrimaryColumn('integer') line: number;
  @Time('at') at: Date;
  @Text('level') level: LogLevel;
  @Text('stage', { nullable: true }) stage: string | null;
  @Text('text') text: string;
}

/** A move between job states that the database allows; equal to domain's table, as a test proves. */
@Entity('job_transition')
export class JobTransitionEntity {
  @PrimaryColumn('text', { name: 'from_state' }) fromState: JobState;
  @PrimaryColumn('text', { name: 'to_state' }) toState: JobState;
  @Column('boolean', { name: 'is_retry', default: false }) isRetry: boolean;
}
