'use client';
import { ActionIcon, Anchor, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Fact } from './facts';

export interface FactsEditorProps {
  readonly facts: readonly Fact[];
  readonly onFacts: (facts: readonly Fact[]) => void;
  readonly message?: string;
}

/** Free pairs of name and value that go with the batch, such as session = 3. */
export function FactsEditor({ facts, onFacts, message }: FactsEditorProps) {
  const change = (index: number, part: Partial<Fact>) =>
    onFacts(facts.map((fact, place) => (place === index ? { ...fact, ...part } : fact)));
  return (
    <Stack gap={6} p={12}>
      {facts.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed
        <Group key={index} gap={8} wrap="nowrap">
          <TextInput
            size="xs"
            flex={1}
            aria-label={`Name of fact ${index + 1}`}
            placeholder="session"
            value={name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
            autoComplete="off"
          />
          <TextInput
            size="xs"
            flex={1}
            aria-label={`Value of fact ${index + 1}`}
            placeholder="3"
            value={value}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
            autoComplete="off"
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Remove fact ${index + 1}`}
            onClick={() => onFacts(facts.filter((_, place) => place !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      {message && (
        <Text size="xs" c="var(--tone-failed)">
          {message}
        </Text>
      )}
      <Anchor
        component="button"
        type="button"
        fz="sm"
        w="fit-content"
        onClick={() => onFacts([...facts, { name: '', value: '' }])}
      >
        Add a fact
      </Anchor>
      <Text size="xs" c="dimmed">
        Kept with the batch and given back unchanged: a session, a condition, who asked for it.
      </Text>
    </Stack>
  );
}
