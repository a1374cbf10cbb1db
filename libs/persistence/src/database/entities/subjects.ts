import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BelongsTo, Id, Int, Json, RefersTo, Text, TimeNow } from './columns.js';
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
  @BelongsTo(() => ChangesetEntity, 'changeset_id') changesetId: string;
  @TimeNow('updated_at') updatedAt: Date;
}

/** Something annotated: a node of the project's tree. */
@Entity('subject')
export class SubjectEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @BelongsTo(() => SubjectEntity, 'parent_id', { nullable: true }) parentId: string | null;
  @Text('level') level: string;
  @Text('name') name: string;
  @Json('metadata', { default: {} }) metadata: Record<string, unknown>;
  @Int('frame_count', { default: 0 }) frameCount: number;
  @Int('annotated_frames', { default: 0 }) annotatedFrames: number;
  @TimeNow() createdAt: Date;
  @BelongsTo(() => ChangesetEntity, 'changeset_id') changesetId: string;
  @BelongsTo(() => ChangesetEntity, 'removed_by', { nullable: true }) removedBy: string | null;
}

/** One of a subject's frames, which are ordered by number. */
@Entity('frame')
export class FrameEntity {
  @ForeignKey(() => SubjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'subject_id' })
  subjectId: string;
  @PrimaryColumn('integer') number: number;
  @Text('name') name: string;
  @RefersTo(() => FileEntity, 'file_id') fileId: string | null;
  @RefersTo(() => ArtifactEntity, 'artifact_id') artifactId: string | null;
}

/** A named frame of a subject, set by hand. */
@Entity('landmark')
export class LandmarkEntity {
  @ForeignKey(() => SubjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'subject_id' })
  subjectId: string;
  @PrimaryColumn('text') name: string;
  @Int('frame_number') frameNumber: number;
  @BelongsTo(() => ChangesetEntity, 'changeset_id') changesetId: string;
  @TimeNow() createdAt: Date;
}
