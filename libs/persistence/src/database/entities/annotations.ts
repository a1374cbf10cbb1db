import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BelongsTo, Id, Int8, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
import { JobEntity } from './jobs.js';
import { UserEntity } from './people.js';
import { ChangesetEntity, ProjectEntity } from './projects.js';
import { SubjectEntity } from './subjects.js';

/** Who annotates in a project. */
@Entity('annotator')
export class AnnotatorEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @Text('kind') kind: 'person' | 'import' | 'pipeline';
  @RefersTo(() => UserEntity, 'user_id') userId: string | null;
  @Text('pipeline_name', { nullable: true }) pipelineName: string | null;
  @Text('pipeline_version', { nullable: true }) pipelineVersion: string | null;
  @TimeNow() createdAt: Date;
}

/** One statement on a subject or its frames; never changed, only ended. */
@Entity('annotation')
export class AnnotationEntity {
  @Id() id: string;
  @Int8('project_id') projectId: string;
  @BelongsTo(() => SubjectEntity, 'subject_id') subjectId: string;
  @Text('kind') kind: string;
  @Text('value') value: string;
  @Column('int4multirange', { name: 'frames', nullable: true }) frames: string | null;
  @Column('double precision', { name: 'confidence', nullable: true }) confidence: number | null;
  @Text('severity', { nullable: true }) severity: 'info' | 'warning' | 'error' | 'critical' | null;
  @Text('note', { nullable: true }) note: string | null;
  @Json('detail', { default: {} }) detail: Record<string, unknown>;
  @BelongsTo(() => AnnotatorEntity, 'annotator_id') annotatorId: string;
  @RefersTo(() => JobEntity, 'job_id') jobId: string | null;
  @Text('artifact_path', { nullable: true }) artifactPath: string | null;
  @Text('artifact_sha256', { nullable: true }) artifactSha256: string | null;
  @TimeNow() createdAt: Date;
  @BelongsTo(() => ChangesetEntity, 'changeset_id') changesetId: string;
  @BelongsTo(() => ChangesetEntity, 'ended_by', { nullable: true }) endedBy: string | null;
  @Time('ended_at', { nullable: true }) endedAt: Date | null;
}

/** A statement that had ended and became current again. */
@Entity('annotation_restoration')
export class AnnotationRestorationEntity {
  @ForeignKey(() => ChangesetEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'changeset_id' })
  changesetId: string;
  @ForeignKey(() => AnnotationEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'annotation_id' })
  annotationId: string;
  @BelongsTo(() => ChangesetEntity, 'ended_by') endedBy: string;
  @Time('ended_at') endedAt: Date;
}
