import { isJsonObject, type JsonObject } from '@batchyard/domain';
import { type Field, fieldsOf } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import type { FormPipeline } from './form-state';

/** Default parameters of a pipeline. */
export function defaultsOf({ defaultParams }: WholePipeline): JsonObject {
  return isJsonObject(defaultParams) ? defaultParams : {};
}

/** What reading the form needs of a pipeline as the API gives it. */
export function formPipeline(pipeline: WholePipeline, optionFields: readonly Field[]): FormPipeline {
  return { ...pipeline, fields: fieldsOf(pipeline.paramsSchema, defaultsOf(pipeline)), optionFields };
}
