import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Id, Int, Int8, Json, Text, TimeNow } from './columns.js';
import { ArtifactEntity } from './jobs.js';
import { ChangesetEntity, FileEntity, ProjectEntity } from './projects.js';

/** The words of a project that has changed the default ones. */
@Entity('vocabulary')
export class VocabularyEntity {
  @ForeignKey(() => ProjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'project_id' })
  projectId: string;
  @Int('revision') revision: number;
  @Json('definition') definition: unknown;
  @ForeignKey(() => ChangesetEntity, { onDelete: 'CASCADE' })
  @Int8('changeset_id')
  changesetId: string;
  @TimeNow('updated_at') updatedAt: Date;
}

/** Something annotated: a node of the project's tree. */
@Entity('subject')
export class SubjectEntity {
  @Id() id: string;
  @ForeignKey(() => ProjectEntity, { onDelete: 'CASCADE' })
  @Int8('project_id')
  projectId: string;
  @ForeignKey(() => SubjectEntity, { onDelete: 'CASCADE' })
  @Int8('parent_id', { nullable: true })
  parentId: string | null;
  @Text('level') level: string;
  @Text('name') name: string;
  @Json('metadata', { default: {} }) metadata: Record<string, unknown>;
  @Int('frame_count', { default: 0 }) frameCount: number;
  @Int('annotated_frames', { default: 0 }) annotatedFrames: number;
  @TimeNow() createdAt: Date;
  @ForeignKey(() => ChangesetEntity, { onDelete: 'CASCADE' })
  @Int8('changeset_id')
  changesetId: string;
  @ForeignKey(() => ChangesetEntity, { onDelete: 'CASCADE' })
  @Int8('removed_by', { nullable: true })
  removedBy: string | null;
}

/** One of a subject's frames, which are ordered by number. */
@Entity('frame')
export class FrameEntity {
  @ForeignKey(() => SubjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'subject_id' })
  subjectId: string;
  @PrimaryColumn('integer') number: number;
  @Text('name') name: string;
  @ForeignKey(() => FileEntity, { onDelete: 'SET NULL' })
  @Int8('file_id', { nullable: true })
  fileId: string | null;
  @ForeignKey(() => ArtifactEntity, { onDelete: 'SET NULL' })
  @Int8('artifact_id', { nullable: true })
  artifactId: string | null;
}

/** A named frame of a subject, set by hand. */
@Entity('landmark')
export class LandmarkEntity {
  @ForeignKey(() => SubjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'subject_id' })
  subjectId: string;
  @PrimaryColumn('text') name: string;
  @Int('frame_number') frameNumber: number;
  @ForeignKey(() => ChangesetEntity, { onDelete: 'CASCADE' })
  @Int8('changeset_id')
  changesetId: string;
  @TimeNow() createdAt: Date;
}
