import { type Pipeline, pipelineOf } from '@batchyard/pipelines';
import type { CheckOrder } from './messages.js';

/** What is to be checked, or undefined where this process has no such pipeline. */
export function orderedPipeline({
  pipelineName: name,
  command = null,
}: Pick<CheckOrder, 'pipelineName' | 'command'>): Pipeline | undefined {
  return pipelineOf({ name, version: command?.version ?? '', command });
}
