'use client';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { QueueEntry } from './work';

export interface RefusedListProps {
  readonly entries: readonly QueueEntry[];
  readonly onRetry: (id: string) => void;
  readonly onDiscard: (id: string) => void;
}

/** What the server did not take, with its reason: to be tried again or given up. */
export function RefusedList({ entries, onRetry, onDiscard }: RefusedListProps) {
  const refused = entries.filter(({ refusal }) => refusal !== null);
  if (refused.length === 0) return null;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title="Not saved"
      data-testid="refused"
    >
      <Stack gap="xs">
        {refused.map(({ id, title, subjectName, refusal }) => (
          <div key={id}>
            <Text size="sm" fw={550}>
              {title} · {subjectName}
            </Text>
            <Text size="sm">{refusal}</Text>
            <Group gap="xs" mt={4}>
              <Button size="compact-xs" variant="default" onClick={() => onRetry(id)}>
                Try again
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => onDiscard(id)}>
                Give up
              </Button>
            </Group>
          </div>
        ))}
      </Stack>
    </Alert>
  );
}
