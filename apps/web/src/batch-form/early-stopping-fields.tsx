'use client';
import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { titleWithUnit } from '@/formatting/numbers';
import type { DesignDraft } from './design-draft';
import type { MoreObjectivesProps } from './more-objectives';

const order: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description'];

const rules = [
  { value: '', label: 'Run every job to its end' },
  { value: 'median', label: 'Stop jobs worse than the median' },
  { value: 'successive_halving', label: 'Let one in several go on (successive halving)' },
];

type NumberField = 'stopAfterStep' | 'stopFactor' | 'stopMinJobs';

/** When a job that is clearly worse is ended on its way, for pipelines that report metrics while they run. */
export function EarlyStoppingFields(props: Omit<MoreObjectivesProps, 'objective'>) {
  const { draft, onDraft, metrics, messages } = props;
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" verticalSpacing="sm">
      <Select
        inputWrapperOrder={order}
        label="Early stopping"
        description="Ends clearly worse jobs on their way, with the reason."
        data={rules}
        value={draft.stopRule}
        onChange={(rule) => onDraft({ stopRule: rule as DesignDraft['stopRule'] })}
        allowDeselect={false}
      />
      {draft.stopRule !== '' && (
        <>
          <Select
            inputWrapperOrder={order}
            label="Metric on the way"
            description="The pipeline must report it step by step."
            data={metrics.map(({ name, title, unit }) => ({
              value: name,
              label: titleWithUnit(title, unit),
            }))}
            value={draft.stopMetric === '' ? null : draft.stopMetric}
            onChange={(metric) => onDraft({ stopMetric: metric ?? '' })}
            error={messages.stopMetric}
            searchable
          />
          <NumberInput field="stopAfterStep" label="Not before step" {...props} />
          {draft.stopRule === 'successive_halving' && (
            <NumberInput field="stopFactor" label="One in so many goes on" {...props} />
          )}
          <NumberInput field="stopMinJobs" label="Jobs to compare with, at least" {...props} />
        </>
      )}
    </SimpleGrid>
  );
}

function NumberInput({
  field,
  label,
  draft,
  onDraft,
  messages,
}: Omit<MoreObjectivesProps, 'objective'> & { readonly field: NumberField; readonly label: string }) {
  return (
    <TextInput
      label={label}
      value={draft[field]}
      onChange={(event) => onDraft({ [field]: event.currentTarget.value })}
      error={messages[field]}
      inputMode="numeric"
      className="numeric"
      autoComplete="off"
    />
  );
}
