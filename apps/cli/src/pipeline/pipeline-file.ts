/** Command pipelines that lie as YAML on this machine. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type CommandDefinition,
  commandPipeline,
  inlineFiles,
  type Pipeline,
  readCommandDefinition,
} from '@batchyard/pipelines';
import { readCommandMeans } from '../env.js';
import { UsageError } from '../exit-codes.js';

export interface PipelineFile {
  /** Whole: with the program files that the YAML names. */
  readonly yaml: string;
  readonly definition: CommandDefinition;
}

/** Whether a pipeline is named by its file and not by its name. */
export function isPipelineFile(name: string): boolean {
  return /\.ya?ml$/i.test(name) || name.includes('/') || name.includes(path.sep);
}

/** @throws UsageError with every problem */
export function readPipelineFile(file: string): PipelineFile {
  const yaml = inlineFiles(readText(file, 'The pipeline'), (name) =>
    readText(path.resolve(path.dirname(file), name), 'The program file'),
  );
  const { definition, problems } = readCommandDefinition(yaml, path.basename(file));
  if (definition === null) throw new UsageError('The pipeline has problems.', problems);
  return { yaml, definition };
}

/**
 * A pipeline to be run here. Its version tells the contents too, so that results of a changed program are not taken
 * for those of the former one.
 * @throws UsageError with every problem
 */
export function openPipelineFile(file: string): Pipeline {
  const { yaml, definition } = readPipelineFile(file);
  const digest = createHash('sha256').update(yaml).digest('hex').slice(0, 8);
  return commandPipeline(
    { ...definition, version: `${definition.version}+${digest}` },
    readCommandMeans(definition),
  );
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${what} ${file} cannot be read: ${(error as Error).message}.`);
  }
}
