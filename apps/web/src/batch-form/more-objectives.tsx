'use client';
import type { Objective } from '@batchyard/domain';
import { ActionIcon, Anchor, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { titleWithUnit } from '@/formatting/numbers';
import type { WholePipeline } from '@/pipelines/queries';
import { type DesignDraft, noDesign } from './design-draft';
import { EarlyStoppingFields } from './early-stopping-fields';

export interface MoreObjectivesProps {
  readonly draft: DesignDraft;
  readonly onDraft: (change: Partial<DesignDraft>) => void;
  readonly metrics: WholePipeline['metrics'];
  /** What settings are ranked by. */
  readonly objective: Objective;
  readonly messages: Readonly<Record<string, string>>;
}

const order: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description'];
const maxFurther = 4;

/**
 * What few batches need: the smallest difference that matters, more metrics, cross-validation, early stopping. Opens
 * on demand.
 */
export function MoreObjectives(props: MoreObjectivesProps) {
  const { draft, messages } = props;
  const [opened, setOpened] = useState(false);
  const isUsed =
    draft.smallestDifference !== noDesign.smallestDifference ||
    draft.furtherObjectives.length > 0 ||
    draft.folds !== noDesign.folds ||
    draft.stopRule !== noDesign.stopRule ||
    messages.smallestDifference !== undefined;
  if (!opened && !isUsed) {
    return (
      <Anchor component="button" type="button" fz="sm" mt="sm" onClick={() => setOpened(true)}>
        Smallest difference, further metrics, cross-validation, early stopping…
      </Anchor>
    );
  }
  return (
    <Stack gap="sm" mt="sm">
      <SmallestDifference {...props} />
      <FurtherObjectives {...props} />
      <CrossValidation {...props} />
      <EarlyStoppingFields {...props} />
    </Stack>
  );
}

function SmallestDifference({ draft, onDraft, metrics, objective, messages }: MoreObjectivesProps) {
  const metric = metrics.find(({ name }) => name === objective.metric);
  return (
    <TextInput
      maw={420}
      inputWrapperOrder={order}
      label={titleWithUnit('Smallest difference that matters', metric?.unit)}
      description="Settings closer than this count as equally good. It says how many replicates would tell settings apart."
      value={draft.smallestDifference}
      onChange={(event) => onDraft({ smallestDifference: event.currentTarget.value })}
      placeholder="not given"
      error={messages.smallestDifference}
      inputMode="decimal"
      className="numeric"
      autoComplete="off"
    />
  );
}

function FurtherObjectives({ draft, onDraft, metrics, objective }: MoreObjectivesProps) {
  const further = draft.furtherObjectives;
  const taken = [objective.metric, ...further.map(({ metric }) => metric)];
  const free = metrics.filter(({ name }) => !taken.includes(name));
  const change = (index: number, next: Objective | null) =>
    onDraft({
      furtherObjectives: further.flatMap((entry, place) => (place === index ? (next ?? []) : entry)),
    });
  return (
    <div>
      <Text size="sm" fw={500}>
        Further metrics that matter
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        The comparison shows the settings that no other one beats in all of them.
      </Text>
      <Stack gap={6}>
        {further.map(({ metric, direction }, index) => (
          <Group key={metric} gap={8} wrap="nowrap">
            <Select
              size="xs"
              flex={2}
              aria-label={`Further metric ${index + 1}`}
              data={metrics
                .filter(({ name }) => name === metric || !taken.includes(name))
                .map(({ name, title, unit }) => ({ value: name, label: titleWithUnit(title, unit) }))}
              value={metric}
              onChange={(name) => change(index, objectiveOf(metrics, name ?? metric))}
              allowDeselect={false}
            />
            <Select
              size="xs"
              flex={1}
              aria-label={`Better end of ${metric}`}
              data={[
                { value: 'minimize', label: 'lower is better' },
                { value: 'maximize', label: 'higher is better' },
              ]}
              value={direction}
              onChange={(next) => change(index, { metric, direction: next as Objective['direction'] })}
              allowDeselect={false}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Remove ${metric}`}
              onClick={() => change(index, null)}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      {free[0] && further.length < maxFurther && (
        <Anchor
          component="button"
          type="button"
          fz="sm"
          onClick={() =>
            onDraft({ furtherObjectives: [...further, objectiveOf(metrics, free[0]?.name ?? '')] })
          }
        >
          Add a metric
        </Anchor>
      )}
    </div>
  );
}

function objectiveOf(metrics: WholePipeline['metrics'], name: string): Objective {
  const direction = metrics.find((metric) => metric.name === name)?.direction;
  return { metric: name, direction: direction === 'maximize' ? 'maximize' : 'minimize' };
}

function CrossValidation({ draft, onDraft, messages }: MoreObjectivesProps) {
  return (
    <div>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md" verticalSpacing="sm">
        <TextInput
          inputWrapperOrder={order}
          label="Cross-validation folds"
          description="Parts that the inputs are dealt into."
          value={draft.folds}
          onChange={(event) => onDraft({ folds: event.currentTarget.value })}
          placeholder="none"
          error={messages.folds ?? messages.crossValidation}
          inputMode="numeric"
          className="numeric"
          autoComplete="off"
        />
        {draft.folds !== '' && (
          <TextInput
            inputWrapperOrder={order}
            label="Spread evenly"
            description="A fact of the inputs, such as a group from a pattern."
            value={draft.stratifyBy}
            onChange={(event) => onDraft({ stratifyBy: event.currentTarget.value })}
            placeholder="subject"
            autoComplete="off"
          />
        )}
        {draft.folds !== '' && (
          <Switch
            mt={28}
            label="Deal out at random"
            checked={draft.shuffle}
            onChange={(event) => onDraft({ shuffle: event.currentTarget.checked })}
          />
        )}
      </SimpleGrid>
    </div>
  );
}
