import type { BatchOptions, BatchState, JobState } from '@batchyard/domain';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BelongsTo, Id, Int, Int8, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
import { DesignEntity, PipelineEntity } from './designs.js';
import { UserEntity } from './people.js';
import { ChangesetEntity, ProjectEntity } from './projects.js';

/** Jobs started together. */
@Entity('batch')
@ForeignKey(() => PipelineEntity, ['pipelineName', 'pipelineVersion'], ['name', 'version'])
export class BatchEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @RefersTo(() => DesignEntity, 'design_id') designId: string | null;
  @RefersTo(() => ChangesetEntity, 'changeset_id') changesetId: string | null;
  @Text('name') name: string;
  @Text('pipeline_name') pipelineName: string;
  @Text('pipeline_version') pipelineVersion: string;
  @Json('spec') spec: unknown;
  @Json('options') options: BatchOptions;
  @Text('objective_metric') objectiveMetric: string;
  @Text('objective_direction') objectiveDirection: 'minimize' | 'maximize';
  @Text('state') state: BatchState;
  @Text('state_reason', { nullable: true }) stateReason: string | null;
  @Time('self_paused_at', { nullable: true }) selfPausedAt: Date | null;
  @Int('priority', { default: 0 }) priority: number;
  @Int('concurrency', { nullable: true }) concurrency: number | null;
  @Column('text', { array: true, default: '{}' }) labels: string[];
  @Text('mode_reason', { nullable: true }) modeReason: string | null;
  @Json('metadata', { default: {} }) metadata: Record<string, unknown>;
  @Int('job_count') jobCount: number;
  @Int('proposals_left', { default: 0 }) proposalsLeft: number;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
  @Time('finished_at', { nullable: true }) finishedAt: Date | null;
}

/** A part of the number of a batch's jobs in one state; written by the database's own trigger only. */
@Entity('batch_job_count_part')
export class BatchJobCountPartEntity {
  @ForeignKey(() => BatchEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'batch_id' })
  batchId: string;
  @PrimaryColumn('text') state: JobState;
  @PrimaryColumn('integer') part: number;
  @Int('n') n: number;
}

/** The batch whose jobs workers start by themselves, while there is one. */
@Entity('open_batch')
export class OpenBatchEntity {
  @ForeignKey(() => BatchEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'batch_id' })
  batchId: string;
  @Time('until') until: Date;
}

/** A process that runs jobs. */
@Entity('worker')
export class WorkerEntity {
  @PrimaryColumn('text') id: string;
  @Text('host') host: string;
  @Int('pid') pid: number;
  @Int('slots') slots: number;
  @Text('version') version: string;
  @Column('text', { array: true, default: '{}' }) labels: string[];
  @Int8('free_disk_bytes', { nullable: true }) freeDiskBytes: string | null;
  @Int8('memory_bytes', { nullable: true }) memoryBytes: string | null;
  @Text('refusal', { nullable: true }) refusal: string | null;
  @TimeNow('started_at') startedAt: Date;
  @TimeNow('heartbeat_at') heartbeatAt: Date;
  @Time('stopped_at', { nullable: true }) stoppedAt: Date | null;
}
