'use client';
import { Stack } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { type Problem, problemsOf } from '@/graphql/error';
import { Panel } from '@/page/panel';
import { withChange } from '@/parameters/drafts';
import { type Field, groupsOf } from '@/parameters/fields';
import { ParameterForm } from '@/parameters/parameter-form';
import type { WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import classes from './batch-form.module.css';
import { hasErrors, messagesAt, optionMessages } from './field-messages';
import { defaultsOf, formPipeline } from './form-pipeline';
import { emptyForm, type FormState, objectiveOf, type ReadForm, readForm } from './form-state';
import { InputsSection } from './inputs-section';
import { OptionsSection } from './options-section';
import { PipelineSection } from './pipeline-section';
import { PlanPanel } from './plan-panel';
import { RunsSection } from './runs-section';
import type { UpdateForm } from './use-form';
import { usePlan } from './use-plan';
import { useStart } from './use-start';

export interface StepsProps {
  readonly pipeline: WholePipeline;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
  readonly state: FormState;
  readonly update: UpdateForm;
  /** Called when the batch was started and the form need not be kept. */
  readonly forget: () => void;
}

/** The six steps of a batch of one pipeline, all of them visible. */
export function Steps({ pipeline, pipelines, optionFields, state, update, forget }: StepsProps) {
  const project = useCurrentProject();
  const groups = useMemo(() => groupsOf(pipeline.paramsSchema, defaultsOf(pipeline)), [pipeline]);
  const form = useMemo(() => formPipeline(pipeline, optionFields), [pipeline, optionFields]);
  const read = useMemo(() => readForm(state, form), [state, form]);
  const { plan, problems, isCurrent, isPlanning } = usePlan(project.slug, read);
  const { start, isStarting, refusals } = useStartAndOpen(read, forget);
  const all = refusals.length > 0 ? refusals : problems;
  const messages = useMessages(form.fields, optionFields, read.messages, all);
  return (
    <div className={classes.columns}>
      <Stack gap="md">
        <PipelineSection
          pipelines={pipelines}
          chosen={pipeline.name}
          onChoose={(name) => update(({ selection }) => ({ ...emptyForm, pipeline: name, selection }))}
        />
        <InputsSection
          slug={project.slug}
          mayUpload={project.may('upload')}
          inputs={pipeline.inputs}
          selection={state.selection}
          onSelection={(change) => update(({ selection }) => ({ selection: change(selection) }))}
          message={state.selection.main.length > 0 ? messages.inputs : undefined}
        />
        <Panel title="3. Parameters">
          <ParameterForm
            groups={groups}
            drafts={state.parameters}
            onChange={(path, change) =>
              update(({ parameters }) => ({ parameters: withChange(parameters, path, change) }))
            }
            messages={messages}
          />
        </Panel>
        <RunsSection
          state={state}
          onState={(change) => update(() => change)}
          metrics={pipeline.metrics}
          objective={objectiveOf(state, form)}
          axes={read.spec.axes}
          messages={messages}
        />
        <OptionsSection
          fields={optionFields}
          drafts={state.options}
          onChange={(path, change) =>
            update(({ options }) => ({ options: withChange(options, path, change) }))
          }
          messages={optionMessages(messages)}
        />
      </Stack>
      <PlanPanel
        read={read}
        name={state.name}
        onName={(name) => update(() => ({ name }))}
        plan={plan}
        problems={all}
        isPlanning={isPlanning}
        canStart={isCurrent && !hasErrors(problems)}
        isStarting={isStarting}
        onStart={start}
      />
    </div>
  );
}

/** Starts the batch and opens its page; what the server refuses is shown until the form changes. */
function useStartAndOpen(read: ReadForm, forget: () => void) {
  const project = useCurrentProject();
  const router = useRouter();
  const submit = useStart(project.slug);
  const isOfThisForm = submit.variables === read;
  const start = () =>
    submit.mutate(read, {
      onSuccess: (batchId) => {
        forget();
        router.push(project.at(`/batches/${batchId}`));
      },
    });
  return {
    start,
    // The button stays busy until the batch's page has been opened.
    isStarting: submit.isPending || submit.isSuccess,
    refusals: isOfThisForm ? problemsOf(submit.error) : [],
  };
}

function useMessages(
  fields: readonly Field[],
  optionFields: readonly Field[],
  typed: ReadForm['messages'],
  problems: readonly Problem[],
) {
  return useMemo(() => {
    const paths = [
      ...fields.map(({ path }) => path),
      ...optionFields.map(({ path }) => `options.${path}`),
      'inputs',
      'replicates',
      'seed',
    ];
    return messagesAt(paths, typed, problems);
  }, [fields, optionFields, typed, problems]);
}
