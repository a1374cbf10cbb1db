import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { WorkerEntity } from './batches.js';
import { BelongsTo, Bool, Id, Int, Json, Text, Time, TimeNow } from './columns.js';
import { ScheduleEntity } from './schedules.js';

/** What a schedule did from one noon to the next in its zone. */
@Entity('schedule_night')
@Unique(['scheduleId', 'night'])
export class ScheduleNightEntity {
  @Id() id: string;
  @BelongsTo(() => ScheduleEntity, 'schedule_id') scheduleId: string;
  @Column('date') night: string;
  @Time('ends_at') endsAt: Date;
  @Bool('is_good') isGood: boolean;
  @Text('word') word: string;
  @Json('digest') digest: unknown;
  @Json('provenance') provenance: unknown;
  @TimeNow('made_at') madeAt: Date;
}

/** A metric of a night, with its band. */
@Entity('schedule_night_metric')
export class ScheduleNightMetricEntity {
  @ForeignKey(() => ScheduleNightEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'night_id' })
  nightId: string;
  @PrimaryColumn('text') name: string;
  @Text('comparable') comparable: string;
  @Column('double precision') value: number;
  @Int('results') results: number;
  @Text('unit') unit: string;
  @Column('double precision', { nullable: true }) low: number | null;
  @Column('double precision', { nullable: true }) median: number | null;
  @Column('double precision', { nullable: true }) high: number | null;
  @Int('nights') nights: number;
  @Text('place') place: string;
}

/** With what a worker's programs run. */
@Entity('worker_environment')
export class WorkerEnvironmentEntity {
  @ForeignKey(() => WorkerEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('text', { name: 'worker_id' })
  workerId: string;
  @Json('packages') packages: unknown;
  @TimeNow('taken_at') takenAt: Date;
}
