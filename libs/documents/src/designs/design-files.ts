import type { InputSpec } from '@batchyard/pipelines';

/** What a design file may name beside itself; only a command that reads it from a folder can offer these. */
export interface DesignFiles {
  /** The text of a file, by its path as written in the design. @throws Error where it cannot be read */
  readText(path: string): string;
  /**
   * Paths of the files of a folder, relative to it with `/` between folders.
   * @param recursive with those of all folders below
   * @throws Error where there is no such folder
   */
  listFiles(folder: string, recursive: boolean): readonly string[];
  /** Inputs of a pipeline that is named by its own file; undefined where it cannot be read. */
  inputsOf?(pipeline: string): readonly InputSpec[] | undefined;
}

/** Tables and folders larger than this are refused unread. */
export const maxTableBytes = 16 * 1024 * 1024;
