import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { BatchEntity } from './batches.js';
import { BelongsTo, Bool, Id, Int, Int8, Json, RefersTo, Text, Time, TimeNow } from './columns.js';
import { DesignEntity, TemplateEntity } from './designs.js';
import { JobEntity } from './jobs.js';
import { UserEntity } from './people.js';
import { FileEntity, ProjectEntity } from './projects.js';

/** A folder of a share whose files are run as they come. */
@Entity('watched_folder')
@Unique(['projectId', 'name'])
export class WatchedFolderEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @Text('name') name: string;
  @Text('share') share: string;
  @Text('folder') folder: string;
  @Json('patterns', { default: [] }) patterns: unknown;
  @Bool('recursive', { default: false }) recursive: boolean;
  @Text('done_suffix', { nullable: true }) doneSuffix: string | null;
  @Int('poll_s') pollS: number;
  @Int('stable_s') stableS: number;
  @Int('quiet_s') quietS: number;
  @Int('longest_wait_s') longestWaitS: number;
  @BelongsTo(() => DesignEntity, 'design_id', { nullable: true }) designId: string | null;
  @BelongsTo(() => TemplateEntity, 'template_id', { nullable: true }) templateId: string | null;
  @Int('template_version', { nullable: true }) templateVersion: number | null;
  @Text('input') input: string;
  @Json('inputs', { default: {} }) inputs: unknown;
  @Json('options', { default: {} }) options: unknown;
  @Bool('is_paused', { default: false }) isPaused: boolean;
  @Time('looked_at', { nullable: true }) lookedAt: Date | null;
  @Time('away_since', { nullable: true }) awaySince: Date | null;
  @Text('problem', { nullable: true }) problem: string | null;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}

/** A file of a watched folder as it lay there at some time. */
@Entity('watched_file')
export class WatchedFileEntity {
  @Id() id: string;
  @BelongsTo(() => WatchedFolderEntity, 'watched_folder_id') watchedFolderId: string;
  @Text('path') path: string;
  @Int8('size_bytes') sizeBytes: string;
  @Column('double precision', { name: 'modified_ms' }) modifiedMs: number;
  @Bool('is_current', { default: true }) isCurrent: boolean;
  @TimeNow('unchanged_since') unchangedSince: Date;
  @Bool('is_marked', { default: false }) isMarked: boolean;
  @Text('state', { default: 'arriving' }) state: string;
  @Text('sha256', { nullable: true }) sha256: string | null;
  @RefersTo(() => FileEntity, 'file_id') fileId: string | null;
  @RefersTo(() => BatchEntity, 'batch_id') batchId: string | null;
  @RefersTo(() => JobEntity, 'job_id') jobId: string | null;
  @Text('note', { nullable: true }) note: string | null;
  @TimeNow('found_at') foundAt: Date;
  @Time('taken_at', { nullable: true }) takenAt: Date | null;
}

/** Digest of a file on a share, as long as its size and time stay the same. */
@Entity('share_digest')
export class ShareDigestEntity {
  @PrimaryColumn('text') share: string;
  @PrimaryColumn('text') path: string;
  @Int8('size_bytes') sizeBytes: string;
  @Column('double precision', { name: 'modified_ms' }) modifiedMs: number;
  @Text('sha256') sha256: string;
}

/** Lets a project read a share. */
@Entity('share_grant')
export class ShareGrantEntity {
  @PrimaryColumn('text') share: string;
  @ForeignKey(() => ProjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'project_id' })
  projectId: string;
  @RefersTo(() => UserEntity, 'created_by') createdBy: string | null;
  @TimeNow() createdAt: Date;
}
