import type { JsonObject } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';

export interface NewFrame {
  readonly number: number;
  /** null: `<subject>_s0005` for frame 5. */
  readonly name: string | null;
  /** Its image, a file of the project. */
  readonly fileId: string | null;
}

export interface NewSubject {
  readonly name: string;
  readonly level: string;
  /** Name of the subject above. */
  readonly parent: string | null;
  readonly metadata: JsonObject;
  readonly frames: readonly NewFrame[];
}

/** Subjects as given, parents before children, or files whose names tell them. */
export type NewSubjects =
  | { readonly subjects: readonly NewSubject[] }
  /** @property fileIds null: all files of the project */
  | { readonly pattern: string; readonly fileIds: readonly string[] | null };

/** What is made of one subject. */
export interface PlannedSubject {
  readonly name: string;
  readonly level: string;
  readonly parent: string | null;
  readonly newFrames: number;
  readonly exists: boolean;
}

export interface CreatedSubjects {
  /** Those that were made or got frames; empty for a plan. */
  readonly subjectIds: readonly string[];
  readonly planned: readonly PlannedSubject[];
  /** null when nothing was written. */
  readonly changesetId: string | null;
  /** What was left out and why. */
  readonly problems: readonly Problem[];
}

export function frameName(subject: string, { name, number }: NewFrame): string {
  return name ?? `${subject}_s${String(number).padStart(4, '0')}`;
}
