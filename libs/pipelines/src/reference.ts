/** How one process tells another which pipeline it means, be it built in or a command. */
import { type CommandMeans, commandPipeline } from './command/command-pipeline.js';
import type { CommandDefinition } from './command/definition.js';
import type { Pipeline } from './contract.js';
import { findPipeline } from './registry.js';

/** Plain data. */
export interface PipelineReference {
  readonly name: string;
  readonly version: string;
  /** Null of built-in pipelines. */
  readonly command: CommandDefinition | null;
}

export function referenceTo({ name, version, command }: Pipeline): PipelineReference {
  return { name, version, command: command ?? null };
}

/**
 * The pipeline that is meant, or undefined where this process has none of the name. A built-in one is as it is
 * installed here, which may be another version.
 */
export function pipelineOf({ name, command }: PipelineReference, means?: CommandMeans): Pipeline | undefined {
  return command === null ? findPipeline(name) : commandPipeline(command, means);
}
