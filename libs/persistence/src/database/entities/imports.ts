import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { BelongsTo, Id, Int, Int8, Json, RefersTo, Text, TimeNow } from './columns.js';
import { UserEntity } from './people.js';
import { ChangesetEntity, ProjectEntity } from './projects.js';

/** A sheet on its way in. */
@Entity('import_draft')
export class ImportDraftEntity {
  @Id() id: string;
  @BelongsTo(() => ProjectEntity, 'project_id') projectId: string;
  @BelongsTo(() => UserEntity, 'user_id') userId: string;
  @Text('kind') kind: string;
  @Json('target', { default: {} }) target: Record<string, unknown>;
  @Text('file_name') fileName: string;
  @Int8('size_bytes') sizeBytes: string;
  @Text('sha256') sha256: string;
  @Text('state', { default: 'reading' }) state: string;
  @Json('problem', { nullable: true }) problem: unknown;
  @Json('file', { nullable: true }) file: unknown;
  @Json('settings', { default: {} }) settings: Record<string, unknown>;
  @Json('columns', { default: [] }) columns: unknown[];
  @Json('head', { default: [] }) head: unknown[];
  @Int('row_count', { default: 0 }) rowCount: number;
  @Json('counts', { default: {} }) counts: Record<string, number>;
  @RefersTo(() => ChangesetEntity, 'changeset_id') changesetId: string | null;
  @Json('result', { nullable: true }) result: unknown;
  @TimeNow() createdAt: Date;
  @TimeNow('touched_at') touchedAt: Date;
}

/** One row of a sheet on its way in. */
@Entity('import_row')
export class ImportRowEntity {
  @ForeignKey(() => ImportDraftEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'draft_id' })
  draftId: string;
  @PrimaryColumn('integer') number: number;
  @Json('cells') cells: unknown[];
  @Json('edits', { default: {} }) edits: Record<string, unknown>;
  @Json('decisions', { default: {} }) decisions: Record<string, unknown>;
  @Text('status', { default: 'new' }) status: string;
  @Json('problems', { default: [] }) problems: unknown[];
  @Json('changes', { default: [] }) changes: unknown[];
  @Json('base', { nullable: true }) base: unknown;
}

/** How sheets of equal headings were understood. */
@Entity('import_mapping')
export class ImportMappingEntity {
  @ForeignKey(() => ProjectEntity, { onDelete: 'CASCADE' })
  @PrimaryColumn('bigint', { name: 'project_id' })
  projectId: string;
  @PrimaryColumn('text') kind: string;
  @PrimaryColumn('text') fingerprint: string;
  @Json('fields') fields: Record<string, unknown>;
  @Json('settings') settings: Record<string, unknown>;
  @TimeNow('updated_at') updatedAt: Date;
}
