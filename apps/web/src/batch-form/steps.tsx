'use client';
import type { DesignSpec } from '@batchyard/domain';
import { Stack } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { type Problem, problemsOf } from '@/graphql/error';
import { chosenFiles } from '@/inputs/selection';
import { withChange } from '@/parameters/drafts';
import type { Field } from '@/parameters/fields';
import { useCurrentProject } from '@/projects/project-frame';
import classes from './batch-form.module.css';
import { DesignFields } from './design-fields';
import { FactsFold } from './facts-fold';
import { messagesAt, optionMessages } from './field-messages';
import { defaultsOf, formPipeline } from './form-pipeline';
import { type FormPipeline, type FormState, type ReadForm, readForm, readOptions } from './form-state';
import { OptionsSection } from './options-section';
import { PlanPanel } from './plan-panel';
import { noChoices, planChange, type ReviewChoices, verdictOf } from './plan-state';
import { formFor } from './prefill';
import type { BatchPlan } from './queries';
import { Review } from './review/review';
import type { StepsProps } from './steps-props';
import { useCounts } from './use-counts';
import type { UpdateForm } from './use-form';
import { usePlan } from './use-plan';
import { isSweep, useStart } from './use-start';
import { type ReadYaml, useYaml } from './yaml/use-yaml';
import { YamlSection } from './yaml/yaml-section';

/** The six steps of a batch of one pipeline, all of them visible, and then the review of the plan. */
export function Steps(props: StepsProps) {
  const { pipeline, optionFields, state, update, forget } = props;
  const project = useCurrentProject();
  const form = useMemo(() => formPipeline(pipeline, optionFields), [pipeline, optionFields]);
  const { read, yaml } = useRead(project.slug, state, form);
  const labels = useMemo(() => inputLabelsOf(read, state), [read, state]);
  const counted = useCounts(read.spec, defaultsOf(pipeline), labels);
  const [choices, setChoices] = useState<ReviewChoices>(noChoices);
  const [reviewing, setReviewing] = useState(false);
  const planned = usePlan(project.slug, read, choices, counted);
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
        isSweep={isSweep(read.spec)}
        isStarting={isStarting}
        onStart={start}
        onBack={() => show(false)}
      />
    );
  }
  return (
    <div className={classes.columns}>
      <Stack gap="md" miw={0}>
        {state.yaml === null ? (
          <DesignFields {...props} form={form} read={read} counted={counted} messages={messages} />
        ) : (
          <YamlSection
            text={state.yaml}
            onText={(text) => update(() => ({ yaml: text }))}
            read={yaml}
            onForm={formAction(yaml.spec, state, form, update)}
            onDiscard={() => update(() => ({ yaml: null }))}
          />
        )}
        <OptionsSection
          fields={optionFields}
          pipeline={pipeline}
          drafts={state.options}
          onChange={(path, change) =>
            update(({ options }) => ({ options: withChange(options, path, change) }))
          }
          messages={optionMessages(messages)}
        >
          <FactsFold
            facts={state.metadata}
            onFacts={(metadata) => update(() => ({ metadata }))}
            message={messages.metadata}
          />
        </OptionsSection>
      </Stack>
      <PlanPanel
        read={read}
        name={state.yaml === null ? state.name : null}
        onName={(name) => update(() => ({ name }))}
        counted={counted}
        planned={planned}
        verdict={verdict}
        onReview={() => show(true)}
      />
    </div>
  );
}

/** What the fields or the text describe; the text is read by the server. */
function useRead(slug: string, state: FormState, form: FormPipeline) {
  const own = useMemo(() => readForm(state, form), [state, form]);
  const yaml = useYaml(slug, state.yaml);
  const read = useMemo(
    () => (state.yaml === null ? own : readText(yaml, own, readOptions(state, form))),
    [state, form, own, yaml],
  );
  return { read, yaml };
}

/** A text that is no design yet stands for nothing. */
function readText({ spec, isCurrent }: ReadYaml, own: ReadForm, options: Omit<ReadForm, 'spec'>): ReadForm {
  if (spec !== null && isCurrent) return { ...options, spec };
  const messages = { ...options.messages, yaml: isCurrent ? 'Mend the text first.' : 'Reading the text …' };
  return { ...options, messages, spec: spec ?? { ...own.spec, axes: [], inputs: [] } };
}

/** Names of the input sets, as far as they are known here. */
function inputLabelsOf({ spec }: ReadForm, { selection, yaml }: FormState): readonly string[] {
  return yaml === null && spec.inputs.length === selection.main.length
    ? selection.main.map(({ id, name }) => selection.names[id]?.trim() || name)
    : noLabels;
}
const noLabels: readonly string[] = [];

/** Puts the design of the text into the fields; null where they cannot express it. */
function formAction(
  spec: DesignSpec | null,
  state: FormState,
  form: FormPipeline,
  update: UpdateForm,
): (() => void) | null {
  const names = new Map(chosenFiles(state.selection).map(({ id, name }) => [id, name]));
  const filled = spec && formFor(spec, state, form, (id) => names.get(id) ?? `file ${id}`);
  return filled && (() => update(() => filled));
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
      ...otherFields,
    ];
    return messagesAt(paths, typed, problems);
  }, [fields, optionFields, typed, problems]);
}

/** Fields beside the parameters at which problems of the server are said. */
const otherFields = ['inputs', 'replicates', 'seed', 'where', 'samples', 'crossValidation'];
