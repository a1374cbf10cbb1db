import {
  batchOptionsJsonSchema,
  diffTemplates,
  fieldsOfSchema,
  isJsonObject,
  type JsonObject,
  type TemplateContents,
  type TemplateDifference,
  type TemplateWords,
} from '@batchyard/domain';
import { knownDefaults, type Pipeline, paramsJsonSchema } from '@batchyard/pipelines';

const options = fieldsOfSchema(batchOptionsJsonSchema as unknown as JsonObject);

/** @param pipeline gives titles, units and defaults; undefined: there is none of its name any more */
export function compareVersions(
  before: TemplateContents,
  after: TemplateContents,
  pipeline: Pipeline | undefined,
): readonly TemplateDifference[] {
  return diffTemplates(before, after, wordsOf(pipeline));
}

function wordsOf(pipeline: Pipeline | undefined): TemplateWords {
  if (pipeline === undefined) return { parameters: [], options, inputs: [] };
  const defaults = knownDefaults(pipeline);
  const schema = paramsJsonSchema(pipeline) as unknown as JsonObject;
  const parameters = fieldsOfSchema(schema, isJsonObject(defaults) ? defaults : {});
  return { parameters, options, inputs: pipeline.inputs };
}
