import { batchOptionsSchema, type JsonObject, UserError } from '@batchyard/domain';
import type { NewTemplate } from '@batchyard/persistence';
import { type Pipeline, type Problem, plannable } from '@batchyard/pipelines';
import { z } from 'zod';
import { problemsOfIssues } from '../graphql/problems.js';
import type { SaveTemplateInput } from './templates.types.js';

const objectSchema = z.record(z.string(), z.json());

/**
 * What was given stays as it is, so that defaults of a later release apply to the rest.
 * @param found the pipeline of the name that was given
 * @throws UserError INVALID_TEMPLATE with every problem
 */
export function readTemplate(
  { name, pipeline, params, options }: SaveTemplateInput,
  found: Pipeline | undefined,
): NewTemplate {
  const problems = [...checkParams(pipeline, found, params ?? {}), ...checkOptions(options ?? {})];
  if (problems.length > 0) {
    throw new UserError('INVALID_TEMPLATE', 'The template was not saved.', {}, problems);
  }
  return {
    name,
    pipelineName: pipeline,
    params: (params ?? {}) as JsonObject,
    options: (options ?? {}) as JsonObject,
  };
}

function checkParams(
  pipelineName: string,
  pipeline: Pipeline | undefined,
  params: unknown,
): readonly Problem[] {
  if (pipeline === undefined) {
    const message = `There is no pipeline ${pipelineName}.`;
    return [{ code: 'UNKNOWN_PIPELINE', severity: 'error', message, place: { parameter: 'pipeline' } }];
  }
  const read = objectSchema.safeParse(params);
  if (!read.success) return problemsOfIssues(read.error, 'params');
  const parsed = plannable(pipeline).parse(read.data);
  return 'problems' in parsed ? parsed.problems : [];
}

function checkOptions(options: unknown): readonly Problem[] {
  const read = batchOptionsSchema.safeParse(options);
  return read.success ? [] : problemsOfIssues(read.error, 'options');
}
