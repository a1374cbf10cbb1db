'use client';
import { parametersOf } from '@batchyard/domain';
import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import { noSelection } from '@/inputs/selection';
import { Panel } from '@/page/panel';
import { withChange } from '@/parameters/drafts';
import { groupsOf } from '@/parameters/fields';
import { ParameterForm } from '@/parameters/parameter-form';
import { useCurrentProject } from '@/projects/project-frame';
import type { DesignDraft } from './design-draft';
import { defaultsOf } from './form-pipeline';
import { emptyForm, type FormPipeline, objectiveOf, type ReadForm } from './form-state';
import { rangeUseAt } from './groups/group-draft';
import { groupNote } from './groups/group-text';
import { GroupsSection } from './groups/groups-section';
import { InputsSection } from './inputs-section';
import { completeSets } from './kept-sets';
import { PipelineSection } from './pipeline-section';
import { RunsSection } from './runs-section';
import { CombineSection } from './settings/combine-section';
import type { StepsProps } from './steps-props';
import type { CountedDesign } from './use-counts';

export interface DesignFieldsProps extends Omit<StepsProps, 'forget' | 'optionFields'> {
  readonly form: FormPipeline;
  readonly read: ReadForm;
  readonly counted: CountedDesign;
  readonly messages: Readonly<Record<string, string>>;
}

/** Steps 1 to 4: pipeline, inputs, parameters with what is varied, repetition and objective. */
export function DesignFields(props: DesignFieldsProps) {
  const { pipeline, pipelines, state, update, form, read, counted, messages } = props;
  const project = useCurrentProject();
  const groups = useMemo(() => groupsOf(pipeline.paramsSchema, defaultsOf(pipeline)), [pipeline]);
  const changeDesign = (change: Partial<DesignDraft>) =>
    update(({ design }) => ({ design: { ...design, ...change } }));
  const isVaried = read.spec.axes.length > 0 || Object.keys(state.parameters.sweeps).length > 0;
  return (
    <>
      <PipelineSection
        pipelines={pipelines}
        chosen={pipeline.name}
        onChoose={(name) => update(({ selection }) => ({ ...emptyForm, pipeline: name, selection }))}
      />
      <InputsSection
        slug={project.slug}
        mayUpload={project.may('upload')}
        pipelineName={pipeline.name}
        inputs={pipeline.inputs}
        selection={state.selection}
        onSelection={(change) => update(({ selection }) => ({ selection: change(selection) }))}
        keptSets={state.keptSets}
        onKeptSets={(keptSets) => update(() => ({ keptSets }))}
        onSetComplete={() =>
          update(({ selection, keptSets }) => ({
            selection: { ...noSelection, ...(selection.shared && { shared: selection.shared }) },
            keptSets: [...keptSets, ...completeSets(form.inputs, selection)],
          }))
        }
        message={state.selection.main.length > 0 ? messages.inputs : undefined}
      />
      <Panel title="3. Parameters">
        <Stack gap="sm">
          <ParameterForm
            groups={groups}
            drafts={state.parameters}
            onChange={(path, change) =>
              update(({ parameters }) => ({ parameters: withChange(parameters, path, change) }))
            }
            messages={messages}
            rangeUse={rangeUseAt(state.design.groups, state.design.kind)}
            noteOf={(path) => groupNote(state.design.groups, path)}
          />
          <GroupsSection
            groups={state.design.groups}
            onGroups={(groups) => changeDesign({ groups })}
            varied={Object.keys(state.parameters.sweeps)}
            fields={form.fields}
            messages={messages}
          />
          {isVaried && (
            <CombineSection
              draft={state.design}
              onDraft={changeDesign}
              counted={counted}
              defaults={defaultsOf(pipeline)}
              messages={messages}
            />
          )}
        </Stack>
      </Panel>
      <RunsSection
        state={state}
        onState={(change) => update(() => change)}
        metrics={pipeline.metrics}
        objective={objectiveOf(state, form)}
        varied={parametersOf(read.spec.axes)}
        messages={messages}
      />
    </>
  );
}
