'use client';
import { type Objective, pathMatches } from '@batchyard/domain';
import { Alert, Select, SimpleGrid, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { titleWithUnit } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import type { WholePipeline } from '@/pipelines/queries';
import type { FormState } from './form-state';
import { MoreObjectives } from './more-objectives';

export interface RunsSectionProps {
  readonly state: FormState;
  readonly onState: (change: Partial<FormState>) => void;
  readonly metrics: WholePipeline['metrics'];
  readonly objective: Objective;
  /** Parameters that are varied. */
  readonly varied: readonly string[];
  readonly messages: Readonly<Record<string, string>>;
}

// Descriptions differ in length; below the controls they keep neighbours in line.
const order: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description'];

/** Step 4: how often each setting runs, and by what settings are ranked. */
export function RunsSection({ state, onState, metrics, objective, varied, messages }: RunsSectionProps) {
  const metric = metrics.find(({ name }) => name === objective.metric);
  return (
    <Panel title="4. Repetition and objective">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
        <TextInput
          inputWrapperOrder={order}
          label="Replicates"
          description="Times each setting runs on each input, with another seed. Two or more give a spread."
          value={state.replicates}
          onChange={(event) => onState({ replicates: event.currentTarget.value })}
          error={messages.replicates}
          inputMode="numeric"
          className="numeric"
          autoComplete="off"
        />
        <TextInput
          inputWrapperOrder={order}
          label="Seed"
          description="Of all random numbers: the same seed gives the same results."
          value={state.seed}
          onChange={(event) => onState({ seed: event.currentTarget.value })}
          error={messages.seed}
          inputMode="numeric"
          className="numeric"
          autoComplete="off"
        />
        <Select
          inputWrapperOrder={order}
          label="Rank settings by"
          description={metric?.description || 'The metric that a comparison starts with.'}
          data={metrics.map(({ name, title, unit }) => ({ value: name, label: titleWithUnit(title, unit) }))}
          value={objective.metric}
          onChange={(name) => onState({ metric: name, direction: null })}
          allowDeselect={false}
          searchable
        />
        <Select
          inputWrapperOrder={order}
          label="Better is"
          description="Which end of the metric wins."
          data={[
            { value: 'minimize', label: 'lower' },
            { value: 'maximize', label: 'higher' },
          ]}
          value={objective.direction}
          onChange={(direction) => onState({ direction: direction as Objective['direction'] })}
          allowDeselect={false}
        />
      </SimpleGrid>
      {metric && <IncomparableNote metric={metric} varied={varied} />}
      <MoreObjectives
        draft={state.design}
        onDraft={(change) => onState({ design: { ...state.design, ...change } })}
        metrics={metrics}
        objective={objective}
        messages={messages}
      />
    </Panel>
  );
}

interface IncomparableNoteProps {
  readonly metric: WholePipeline['metrics'][number];
  readonly varied: readonly string[];
}

/** Some metrics change their meaning with a parameter, as a cost does with its weights. */
function IncomparableNote({ metric, varied }: IncomparableNoteProps) {
  const swept = varied.filter((path) =>
    metric.incomparableAcross.some((pattern) => pathMatches(path, pattern)),
  );
  if (swept.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" mt="sm" icon={<IconInfoCircle size={18} />} role="status">
      {metric.title} cannot be compared between settings that differ in {swept.join(', ')}: it is measured
      with
      {swept.length === 1 ? ' it' : ' them'}. Choose another metric to rank by.
    </Alert>
  );
}
