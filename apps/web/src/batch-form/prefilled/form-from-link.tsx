'use client';
import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import { formPipeline } from '../form-pipeline';
import { emptyForm } from '../form-state';
import { type LinkValues, withLinkValues } from '../launch-link';
import { NewBatchForm } from '../new-batch-form';
import { LinkFiles } from './link-files';

export interface FormFromLinkProps {
  readonly pipelineName: string | null;
  readonly values: LinkValues;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
}

/** The form of a pipeline with the values of an address. */
export function FormFromLink({ pipelineName, values, pipelines, optionFields }: FormFromLinkProps) {
  const shared = { pipelines, optionFields };
  const pipeline = pipelines.find(({ name }) => name === pipelineName);
  if (pipeline === undefined) {
    const sentence =
      pipelineName === null
        ? 'The address names no pipeline and no template, so its values were left out.'
        : `pipeline=${pipelineName}: there is no such pipeline. There are ${pipelines.map(({ name }) => name).join(', ')}.`;
    return <NewBatchForm {...shared} initial={emptyForm} leftOut={[sentence]} />;
  }
  return (
    <LinkFiles values={values}>
      {(files) => {
        const form = { ...emptyForm, pipeline: pipeline.name };
        const filled = withLinkValues(form, values, formPipeline(pipeline, optionFields), files);
        return <NewBatchForm {...shared} initial={filled.form} leftOut={filled.problems} />;
      }}
    </LinkFiles>
  );
}
