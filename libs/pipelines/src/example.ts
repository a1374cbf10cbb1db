import type { Inputs } from './contract.js';

/**
 * What every pipeline folder gives in its `example.ts`, under the name `example`: one small job that takes
 * well under a second. The contract suite runs it on every registered pipeline.
 */
export interface PipelineExample {
  /** Writes or finds the input files (anything written goes into `folder`) and says what to run. */
  prepare(folder: string): Promise<{ readonly inputs: Inputs; readonly params: unknown }>;
  /** Parameters that must be rejected, with the dotted path that the problem must name. */
  readonly badParams: readonly { readonly params: unknown; readonly path: string }[];
}
