import { Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { BelongsTo, Id, Int, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
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
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @Text('name') name: string;
  @Text('pipeline_name') pipelineName: string;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
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
  @RefersTo(() => ChangesetEntity, 'changeset_id') changesetId: string | null;
  @Json('params') params: unknown;
  @Json('options') options: unknown;
  @Json('files', { default: [] }) files: unknown;
  @Text('note', { default: '' }) note: string;
  @Text('pipeline_version', { nullable: true }) pipelineVersion: string | null;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}

@Entity('design')
export class DesignEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @RefersTo(() => ChangesetEntity, 'changeset_id') changesetId: string | null;
  @Text('name') name: string;
  @Text('pipeline_name') pipelineName: string;
  @Json('spec') spec: unknown;
  @Int('cell_count') cellCount: number;
  @RefersTo(() => DesignEntity, 'extends_id') extendsId: string | null;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}
