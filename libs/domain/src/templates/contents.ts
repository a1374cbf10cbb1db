/** What a version of a template holds. Parameters and options are those that were given; others are the defaults. */
import type { JsonObject } from '../designs/paths.js';

/** A file that all jobs of a batch share, such as a baseline or a scaffold; known by its contents. */
export interface SharedFile {
  /** Name of the pipeline's input. */
  readonly input: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

export interface TemplateContents {
  readonly params: JsonObject;
  readonly options: JsonObject;
  /** In the order of their inputs; several of one input that takes many. */
  readonly files: readonly SharedFile[];
}
