'use client';
import { isJsonObject } from '@batchyard/domain';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import { formPipeline } from '../form-pipeline';
import { emptyForm } from '../form-state';
import { NewBatchForm } from '../new-batch-form';
import { withParams } from '../prefill';
import { templateToUseQuery } from '../queries';

export interface FormFromTemplateProps {
  readonly templateId: string;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
}

/** The form with the parameters and options of a template; inputs are chosen as ever. */
export function FormFromTemplate({ templateId, pipelines, optionFields }: FormFromTemplateProps) {
  const { data, error, refetch } = useApi(templateToUseQuery, { id: templateId });
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <LoadingPage />;
  const { pipelineName, params, options } = data.template;
  const pipeline = pipelines.find(({ name }) => name === pipelineName);
  const initial =
    pipeline === undefined
      ? emptyForm
      : withParams(
          formPipeline(pipeline, optionFields),
          isJsonObject(params) ? params : {},
          isJsonObject(options) ? options : {},
        );
  return <NewBatchForm pipelines={pipelines} optionFields={optionFields} initial={initial} />;
}
