import { Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Id, Int, Int8, Json, Text, Time, TimeNow } from './columns.js';
import { UserEntity } from './people.js';
import { ChangesetEntity, ProjectEntity } from './projects.js';

/** A pipeline as it was declared when it was first used in this version. */
@Entity('pipeline')
export class PipelineEntity {
  @PrimaryColumn('text') name: string;
  @PrimaryColumn('text') version: string;
  @Text('title') title: string;
  @Json('definition') definition: unknown;
  @TimeNow() createdAt: Date;
}

@Entity('template')
@Unique(['projectId', 'name'])
export class TemplateEntity {
  @Id() id: string;
  @ForeignKey(() => ProjectEntity, { onDelete: 'CASCADE' })
  @Int8('project_id')
  projectId: string;
  @Text('name') name: string;
  @Text('pipeline_name') pipelineName: string;
  @ForeignKey(() => UserEntity, { onDelete: 'SET NULL' })
  @Int8('created_by', { nullable: true })
  createdBy: string | null;
  @TimeNow() createdAt: Date;
  @Time('archived_at', { nullable: true }) archivedAt: Date | null;
}

/** Never changed: a change is a new version. */
@Entity('template_version')
export class TemplateVersionEntity {
  @ForeignKey(() => TemplateEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'template_id' })
  templateId: string;
  @PrimaryColumn('integer') version: number;
  @ForeignKey(() => ChangesetEntity, { onDelete: 'SET NULL' })
  @Int8('changeset_id', { nullable: true })
  changesetId: string | null;
  @Json('params') params: unknown;
  @Json('options') options: unknown;
  @Json('files', { default: [] }) files: unknown;
  @Text('note', { default: '' }) note: string;
  @Text('pipeline_version', { nullable: true }) pipelineVersion: string | null;
  @ForeignKey(() => UserEntity, { onDelete: 'SET NULL' })
  @Int8('created_by', { nullable: true })
  createdBy: string | null;
  @TimeNow() createdAt: Date;
}

@Entity('design')
export class DesignEntity {
  @Id() id: string;
  @ForeignKey(() => ProjectEntity, { onDelete: 'CASCADE' })
  @Int8('project_id')
  projectId: string;
  @ForeignKey(() => ChangesetEntity, { onDelete: 'SET NULL' })
  @Int8('changeset_id', { nullable: true })
  changesetId: string | null;
  @Text('name') name: string;
  @Text('pipeline_name') pipelineName: string;
  @Json('spec') spec: unknown;
  @Int('cell_count') cellCount: number;
  @ForeignKey(() => DesignEntity, { onDelete: 'SET NULL' })
  @Int8('extends_id', { nullable: true })
  extendsId: string | null;
  @ForeignKey(() => UserEntity, { onDelete: 'SET NULL' })
  @Int8('created_by', { nullable: true })
  createdBy: string | null;
  @TimeNow() createdAt: Date;
}
