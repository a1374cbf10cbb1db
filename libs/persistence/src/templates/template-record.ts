import type { SharedFile, TemplateContents } from '@batchyard/domain';

/** One state of a template; it never changes. */
export interface TemplateVersionRecord extends TemplateContents {
  readonly templateId: string;
  readonly projectId: string;
  readonly version: number;
  /** What its author said of it; may be empty. */
  readonly note: string;
  /** Version of the pipeline that its parameters were checked against; null: not recorded. */
  readonly pipelineVersion: string | null;
  readonly createdAt: Date;
  readonly createdById: string | null;
}

/** A template in its newest version. */
export interface TemplateRecord extends Omit<TemplateVersionRecord, 'templateId'> {
  readonly id: string;
  readonly name: string;
  readonly pipelineName: string;
  readonly archivedAt: Date | null;
}

/** Parameters and options that the pipeline and the options' schema accept: the caller has checked that. */
export interface NewTemplate extends Pick<TemplateContents, 'params' | 'options'> {
  readonly name: string;
  readonly pipelineName: string;
  readonly pipelineVersion?: string | null;
  readonly files?: readonly SharedFile[];
  readonly note?: string;
}

/** A file of a project that has the contents of a shared one. */
export interface ProjectFile extends SharedFile {
  /** null: the project has none any more. */
  readonly fileId: string | null;
}

/** Of `template_version v` joined with `template t`. */
export const versionColumns = `v.template_id as "templateId", t.project_id as "projectId", v.version, v.params, v.options,
  v.files, v.note, v.pipeline_version as "pipelineVersion", v.created_at as "createdAt", v.created_by as "createdById"`;
