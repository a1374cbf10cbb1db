'use client';
import { Stack } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { type Problem, problemsOf } from '@/graphql/error';
import { Panel } from '@/page/panel';
import { withChange } from '@/parameters/drafts';
import { type Field, groupsOf } from '@/parameters/fields';
import { ParameterForm } from '@/parameters/parameter-form';
import type { WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import classes from './batch-form.module.css';
import { messagesAt, optionMessages } from './field-messages';
import { defaultsOf, formPipeline } from './form-pipeline';
import { emptyForm, type FormState, objectiveOf, type ReadForm, readForm } from './form-state';
import { InputsSection } from './inputs-section';
import { OptionsSection } from './options-section';
import { PipelineSection } from './pipeline-section';
import { PlanPanel } from './plan-panel';
import { noChoices, planChange, type ReviewChoices, verdictOf } from './plan-state';
import type { BatchPlan } from './queries';
import { Review } from './review/review';
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

/** The six steps of a batch of one pipeline, all of them visible, and then the review of the plan. */
export function Steps({ pipeline, pipelines, optionFields, state, update, forget }: StepsProps) {
  const project = useCurrentProject();
  const groups = useMemo(() => groupsOf(pipeline.paramsSchema, defaultsOf(pipeline)), [pipeline]);
  const form = useMemo(() => formPipeline(pipeline, optionFields), [pipeline, optionFields]);
  const read = useMemo(() => readForm(state, form), [state, form]);
  const [choices, setChoices] = useState<ReviewChoices>(noChoices);
  const [reviewing, setReviewing] = useState(false);
  const planned = usePlan(project.slug, read, choices);
  const { plan, problems, refetch } = planned;
  const { start, isStarting, refusals } = useStartAndOpen(read, choices, forget, refetch);
  const verdict = plan ? verdictOf(plan, problems, choices) : null;
  const messages = useMessages(form.fields, optionFields, read.messages, [...refusals, ...problems]);
  const show = (review: boolean) => {
    setReviewing(review);
    if (!review) setChoices(noChoices);
    window.scrollTo({ top: 0 });
  };
  if (reviewing) {
    return (
      <Review
        name={read.spec.name}
        planned={planned}
        verdict={verdict}
        choices={choices}
        onChoices={setChoices}
        refusals={refusals}
        isSweep={read.spec.axes.length > 0}
        isStarting={isStarting}
        onStart={start}
        onBack={() => show(false)}
      />
    );
  }
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
          canChunk={pipeline.canChunk}
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
        planned={planned}
        verdict={verdict}
        onReview={() => show(true)}
      />
    </div>
  );
}

/** Starts the reviewed plan and opens the batch's page; what the server refuses is shown until the form changes. */
function useStartAndOpen(read: ReadForm, choices: ReviewChoices, forget: () => void, replan: () => void) {
  const project = useCurrentProject();
  const router = useRouter();
  const submit = useStart(project.slug);
  const isOfThisForm = submit.variables?.read === read;
  const refusals = isOfThisForm ? problemsOf(submit.error) : [];
  const start = ({ fingerprint }: BatchPlan) =>
    submit.mutate(
      { read, choices, fingerprint },
      {
        onSuccess: (batchId) => {
          forget();
          router.push(project.at(`/batches/${batchId}`));
        },
        onError: (error) => {
          if (planChange(problemsOf(error)) !== null) replan();
        },
      },
    );
  // The button stays busy until the batch's page has been opened.
  return { start, isStarting: submit.isPending || submit.isSuccess, refusals };
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
