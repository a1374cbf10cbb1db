import { Entity, Unique } from 'typeorm';
import { BatchEntity } from './batches.js';
import { BelongsTo, Bool, Id, Int, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
import { DesignEntity, TemplateEntity } from './designs.js';
import { UserEntity } from './people.js';
import { ProjectEntity } from './projects.js';

/** A rule that starts batches by the clock. */
@Entity('schedule')
@Unique(['projectId', 'name'])
export class ScheduleEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @Text('name') name: string;
  @Text('cron') cron: string;
  @Text('zone') zone: string;
  @Json('policies') policies: unknown;
  @BelongsTo(() => DesignEntity, 'design_id', { nullable: true }) designId: string | null;
  @BelongsTo(() => TemplateEntity, 'template_id', { nullable: true }) templateId: string | null;
  @Int('template_version', { nullable: true }) templateVersion: number | null;
  @Json('sheet', { nullable: true }) sheet: unknown;
  @Json('inputs', { nullable: true }) inputs: unknown;
  @Bool('new_only', { default: true }) newOnly: boolean;
  @Json('options', { default: {} }) options: unknown;
  @Bool('is_paused', { default: false }) isPaused: boolean;
  @Text('pause_reason', { nullable: true }) pauseReason: string | null;
  @TimeNow('decided_until') decidedUntil: Date;
  @Time('next_due_at') nextDueAt: Date;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}

/** Times of a span that are run afterwards. */
@Entity('backfill')
export class BackfillEntity {
  @Id() id: string;
  @BelongsTo(() => ScheduleEntity, 'schedule_id') scheduleId: string;
  @Time('first_due_at') firstDueAt: Date;
  @Time('last_due_at') lastDueAt: Date;
  @Text('which') which: string;
  @Bool('stop_on_failure') stopOnFailure: boolean;
  @Text('state', { default: 'running' }) state: string;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}

/** One due time of a schedule and what became of it. */
@Entity('occurrence')
@Unique(['scheduleId', 'dueAt', 'backfillId'])
export class OccurrenceEntity {
  @Id() id: string;
  @BelongsTo(() => ScheduleEntity, 'schedule_id') scheduleId: string;
  @Time('due_at') dueAt: Date;
  @BelongsTo(() => BackfillEntity, 'backfill_id', { nullable: true }) backfillId: string | null;
  @Text('story') story: string;
  @Text('state') state: string;
  @Time('start_at', { nullable: true }) startAt: Date | null;
  @RefersTo(() => BatchEntity, 'batch_id') batchId: string | null;
  @Text('reason', { nullable: true }) reason: string | null;
  @Int('retries', { default: 0 }) retries: number;
  @Time('retry_at', { nullable: true }) retryAt: Date | null;
  @TimeNow('decided_at') decidedAt: Date;
  @Time('claimed_until', { nullable: true }) claimedUntil: Date | null;
  @Time('started_at', { nullable: true }) startedAt: Date | null;
  @Time('finished_at', { nullable: true }) finishedAt: Date | null;
  @Int('left_out', { default: 0 }) leftOut: number;
  @Json('left_out_notes', { default: [] }) leftOutNotes: unknown;
}
