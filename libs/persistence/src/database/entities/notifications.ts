import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { BatchEntity } from './batches.js';
import { BelongsTo, Bool, Id, Int, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
import { UserEntity } from './people.js';
import { ProjectEntity } from './projects.js';
import { ScheduleEntity } from './schedules.js';

/** Whom a project tells. */
@Entity('notification_receiver')
@Unique(['projectId', 'name'])
export class NotificationReceiverEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @Text('kind') kind: string;
  @Text('name') name: string;
  @Column('text', { array: true }) events: string[];
  @Column('text', { array: true, default: {} }) addresses: string[];
  @Text('url', { nullable: true }) url: string | null;
  @Column('bytea', { name: 'sealed_secret', nullable: true }) sealedSecret: Buffer | null;
  @Bool('is_active', { default: true }) isActive: boolean;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}

/** Of what a person wants mail. */
@Entity('notification_preference')
export class NotificationPreferenceEntity {
  @ForeignKey(() => UserEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'user_id' })
  userId: string;
  @Column('text', { array: true }) events: string[];
}

/** Something that somebody may want to hear of. */
@Entity('notification_event')
export class NotificationEventEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @Text('kind') kind: string;
  @BelongsTo(() => BatchEntity, 'batch_id', { nullable: true }) batchId: string | null;
  @BelongsTo(() => ScheduleEntity, 'schedule_id', { nullable: true }) scheduleId: string | null;
  @RefersTo(() => UserEntity, 'user_id') userId: string | null;
  @Json('facts') facts: unknown;
  @TimeNow() createdAt: Date;
  @Time('spread_at', { nullable: true }) spreadAt: Date | null;
}

/** One mail or one call of a webhook. */
@Entity('notification_delivery')
export class NotificationDeliveryEntity {
  @Id() id: string;
  @Column('uuid', { default: () => 'gen_random_uuid()' }) key: string;
  @BelongsTo(() => NotificationReceiverEntity, 'receiver_id', { nullable: true }) receiverId: string | null;
  @BelongsTo(() => UserEntity, 'user_id', { nullable: true }) userId: string | null;
  @Text('kind') kind: string;
  @Text('state', { default: 'waiting' }) state: string;
  @Bool('is_open', { default: false }) isOpen: boolean;
  @TimeNow('available_at') availableAt: Date;
  @Time('lease_until', { nullable: true }) leaseUntil: Date | null;
  @Int('attempts', { default: 0 }) attempts: number;
  @Text('subject', { nullable: true }) subject: string | null;
  @TimeNow() createdAt: Date;
  @Time('finished_at', { nullable: true }) finishedAt: Date | null;
}

/** What a delivery tells of. */
@Entity('notification_delivery_event')
export class NotificationDeliveryEventEntity {
  @ForeignKey(() => NotificationDeliveryEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'delivery_id' })
  deliveryId: string;
  @ForeignKey(() => NotificationEventEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'event_id' })
  eventId: string;
}

/** One try of a delivery. */
@Entity('notification_attempt')
export class NotificationAttemptEntity {
  @ForeignKey(() => NotificationDeliveryEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'delivery_id' })
  deliveryId: string;
  @PrimaryColumn('integer') number: number;
  @Time('started_at') startedAt: Date;
  @Column('double precision', { name: 'duration_ms' }) durationMs: number;
  @Int('status', { nullable: true }) status: number | null;
  @Text('response_head', { nullable: true }) responseHead: string | null;
  @Text('error', { nullable: true }) error: string | null;
}
