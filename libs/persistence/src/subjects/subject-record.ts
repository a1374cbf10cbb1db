import type { JsonObject } from '@batchyard/domain';

/** A node of a project's tree. */
export interface SubjectRecord {
  readonly id: string;
  readonly projectId: string;
  readonly parentId: string | null;
  readonly level: string;
  readonly name: string;
  readonly metadata: JsonObject;
  readonly frameCount: number;
  /** Frames with a statement that is not ended. */
  readonly annotatedFrames: number;
  readonly childCount: number;
  readonly createdAt: Date;
}

export interface FrameRecord {
  readonly number: number;
  /** Place in the order of numbers, from 0. */
  readonly position: number;
  readonly name: string;
  /** Its image; at most one of both. */
  readonly fileId: string | null;
  readonly artifactId: string | null;
}

/** Columns of a subject with the alias `s`. */
export const subjectColumns = `s.id, s.project_id as "projectId", s.parent_id as "parentId", s.level, s.name, s.metadata,
  s.frame_count as "frameCount", s.annotated_frames as "annotatedFrames", s.created_at as "createdAt",
  (select count(*)::int from subject c where c.parent_id = s.id and c.removed_by is null) as "childCount"`;
