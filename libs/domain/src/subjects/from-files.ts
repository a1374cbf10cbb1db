/** Subjects and frames made from the names of files. */
import type { Problem } from '@batchyard/pipelines';

/** A file by the name people know, with folders. */
export interface NamedFile {
  readonly id: string;
  readonly path: string;
}

export interface FrameFromFile {
  readonly number: number;
  /** File name without extension. */
  readonly name: string;
  readonly fileId: string;
}

export interface SubjectFromFiles {
  readonly name: string;
  readonly level: string;
  /** Name of the subject above; null at the top. Parents come before their children. */
  readonly parent: string | null;
  readonly frames: readonly FrameFromFile[];
}

export interface SubjectsFromFiles {
  readonly subjects: readonly SubjectFromFiles[];
  /** Files left out and why. */
  readonly problems: readonly Problem[];
}

/**
 * Groups image files into subjects with ordered frames.
 * @param pattern of file names with placeholders: `{embryo}_s{frame}.png`, `{experiment}/{video}/{frame}.tif`. `*` is any
 *   text. Without placeholders of levels names are read by their convention.
 * @param levels of the vocabulary, top first
 */
export function subjectsFromFiles(
  files: readonly NamedFile[],
  pattern: string,
  levels: readonly string[],
): SubjectsFromFiles {
  throw new Error(`not yet ${files.length} ${pattern} ${levels.length}`);
}
