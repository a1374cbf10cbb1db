'use client';
import { Alert, Button, List } from '@mantine/core';
import { IconCode, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ImportMenu } from '@/imports/import-menu';
import { chosenFiles } from '@/inputs/selection';
import { PageHead } from '@/page/page-head';
import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { formPipeline } from './form-pipeline';
import { type FormPipeline, type FormState, readForm } from './form-state';
import { KeepForm } from './keep-form';
import { PipelineSection } from './pipeline-section';
import { Steps } from './steps';
import { isUntouched } from './stored-form';
import { useForm } from './use-form';
import { designText } from './yaml/design-text';

export interface NewBatchFormProps {
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
  /** A form to begin with; null takes up the one that was left unfinished. */
  readonly initial: FormState | null;
  /** Parameters of what the form begins with that the pipeline no longer has. */
  readonly gone?: readonly string[];
  /** What else of an address could not be taken over, each as a sentence. */
  readonly leftOut?: readonly string[];
  /** Where the form comes from. */
  readonly origin?: ReactNode;
}

/** The whole form: pipeline, inputs, parameters, repetition, options, and the plan beside them. */
export function NewBatchForm(props: NewBatchFormProps) {
  const { pipelines, optionFields, initial, gone = [], leftOut = [], origin } = props;
  const project = useCurrentProject();
  const { state, update, discard, forget } = useForm(project.slug, initial);
  const only = pipelines.length === 1 ? pipelines[0] : undefined;
  const pipeline = pipelines.find(({ name }) => name === state.pipeline) ?? only;
  return (
    <>
      <PageHead
        title="New batch"
        crumbs={[project.crumb, { label: 'Batches', href: project.at('/batches') }]}
        description="Choose what to process and which settings to try; the plan says what will run before it does."
        actions={
          <>
            <ImportMenu kinds={['batch', 'design']} pipeline={pipeline?.name} />
            {pipeline && <KeepForm state={state} form={formPipeline(pipeline, optionFields)} />}
            {pipeline && state.yaml === null && (
              <Button
                variant="subtle"
                size="xs"
                leftSection={<IconCode size={14} aria-hidden />}
                onClick={() =>
                  update((former) => ({ yaml: textOf(former, formPipeline(pipeline, optionFields)) }))
                }
              >
                Edit as YAML
              </Button>
            )}
            {!isUntouched(state) && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconTrash size={14} aria-hidden />}
                onClick={discard}
              >
                Discard draft
              </Button>
            )}
          </>
        }
      />
      {origin}
      {leftOut.length > 0 && (
        <Alert color="yellow" variant="light" mb="md" role="status" title="Not all could be taken over">
          <List size="sm" spacing={4}>
            {leftOut.map((sentence) => (
              <List.Item key={sentence} style={{ overflowWrap: 'anywhere' }}>
                {sentence}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {gone.length > 0 && (
        <Alert color="yellow" variant="light" mb="md" role="status" title="Not all could be taken over">
          The pipeline no longer has {gone.join(', ')}; {gone.length === 1 ? 'it is' : 'they are'} left out.
        </Alert>
      )}
      {pipeline ? (
        <Steps
          key={pipeline.name}
          pipeline={pipeline}
          pipelines={pipelines}
          optionFields={optionFields}
          state={state}
          update={update}
          forget={forget}
        />
      ) : (
        <PipelineSection
          pipelines={pipelines}
          chosen={null}
          onChoose={(pipeline) => update(() => ({ pipeline }))}
        />
      )}
    </>
  );
}

/** The design of the fields as text, with the names of its files as remarks. */
function textOf(state: FormState, form: FormPipeline): string {
  const names = new Map(chosenFiles(state.selection).map(({ id, name }) => [id, name]));
  return designText(readForm(state, form).spec, (id) => names.get(id) ?? `file ${id}`);
}
