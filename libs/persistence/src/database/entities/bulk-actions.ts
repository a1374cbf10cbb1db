import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BelongsTo, Id, Int, Int8, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
import { JobEntity } from './jobs.js';
import { UserEntity } from './people.js';
import { ChangesetEntity, ProjectEntity } from './projects.js';

/** One thing done to many jobs, in portions. */
@Entity('bulk_action')
export class BulkActionEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @RefersTo(() => ChangesetEntity, 'changeset_id') changesetId: string | null;
  @Text('verb') verb: 'cancel' | 'retry' | 'set_priority';
  @Json('argument', { default: {} }) argument: Record<string, unknown>;
  @Json('filter', { nullable: true }) filter: Record<string, unknown> | null;
  @Column('bigint', { name: 'job_ids', array: true, nullable: true }) jobIds: string[] | null;
  @Text('state', { default: 'running' }) state: 'running' | 'done' | 'stopped';
  @Int('total') total: number;
  @Int8('cursor_id', { nullable: true }) cursorId: string | null;
  @Int('succeeded', { default: 0 }) succeeded: number;
  @Int('skipped', { default: 0 }) skipped: number;
  @Int('failed', { default: 0 }) failed: number;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
  @Time('finished_at', { nullable: true }) finishedAt: Date | null;
}

/** What a bulk action did to one job. */
@Entity('bulk_action_entry')
export class BulkActionEntryEntity {
  @ForeignKey(() => BulkActionEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'bulk_action_id' })
  bulkActionId: string;
  @ForeignKey(() => JobEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'job_id' })
  jobId: string;
  @Text('outcome') outcome: 'succeeded' | 'skipped' | 'failed';
  @Text('note', { nullable: true }) note: string | null;
}
