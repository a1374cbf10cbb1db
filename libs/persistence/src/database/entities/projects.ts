import type { ProjectRole } from '@batchyard/domain';
import { Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { BelongsTo, Id, Int, Int8, Json, RefersTo, Text, TimeNow } from './columns.js';
import { UserEntity } from './people.js';

/** A team's workspace. */
@Entity('project')
@Unique(['slug'])
export class ProjectEntity {
  @Id() id: string;
  @Text('slug') slug: string;
  @Text('name') name: string;
  @Text('description', { default: '' }) description: string;
  @Int('concurrency', { nullable: true }) concurrency: number | null;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}

@Entity('project_member')
export class ProjectMemberEntity {
  @ForeignKey(() => ProjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'project_id' })
  projectId: string;
  @ForeignKey(() => UserEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'user_id' })
  userId: string;
  @Text('role') role: ProjectRole;
  @TimeNow() createdAt: Date;
}

/** One undoable change to many rows. */
@Entity('changeset')
export class ChangesetEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id', { nullable: true }) projectId: string | null;
  @RefersTo(() => UserEntity, 'actor_id') actorId: string | null;
  @Text('source') source: 'web' | 'cli' | 'api' | 'import' | 'schedule' | 'system';
  @Text('verb') verb: string;
  @Text('summary') summary: string;
  @Json('counts', { default: {} }) counts: Record<string, number>;
  @TimeNow() createdAt: Date;
  @ForeignKey(() => ChangesetEntity)
  @Int8('undone_by', { nullable: true })
  undoneBy: string | null;
}

/** One row that a changeset wrote, before and after. */
@Entity('changeset_entry')
export class ChangesetEntryEntity {
  @ForeignKey(() => ChangesetEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'changeset_id' })
  changesetId: string;
  @PrimaryColumn('integer') position: number;
  @Text('entity') entity: string;
  @Text('entity_id') entityId: string;
  @Json('before', { nullable: true }) before: unknown;
  @Json('after', { nullable: true }) after: unknown;
}

/** An uploaded file; its bytes lie in the blob store under the SHA-256. */
@Entity('file')
export class FileEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @RefersTo(() => ChangesetEntity, 'changeset_id') changesetId: string | null;
  @Text('name') name: string;
  @Int8('size_bytes') sizeBytes: string;
  @Text('sha256') sha256: string;
  @Text('media_type') mediaType: string;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}

/** A setting or a piece of state of this installation. */
@Entity('instance_setting')
export class InstanceSettingEntity {
  @PrimaryColumn('text') key: string;
  @Json('value') value: unknown;
}

/** One migration that was applied. */
@Entity('schema_migration')
export class SchemaMigrationEntity {
  @PrimaryColumn('integer') version: number;
  @Text('name') name: string;
  @Text('sha256') sha256: string;
  @TimeNow('applied_at') appliedAt: Date;
}
