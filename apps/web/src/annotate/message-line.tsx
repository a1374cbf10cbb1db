'use client';
import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './annotate.module.css';
import type { Bench } from './bench/use-bench';

/** What was done last, or why it was not, with the way out where there is one. */
export function MessageLine({ bench }: { readonly bench: Bench }) {
  const { message, activeKind, isManyChosen, mayEdit } = bench;
  if (message === null) {
    if (!mayEdit || !activeKind) return <div className={classes.message} />;
    return (
      <div className={classes.message}>
        <Text size="sm" c="dimmed">
          Keys of {activeKind.title.toLowerCase()} label {isManyChosen ? 'the chosen frames' : 'this frame'}.
          Drag on the timeline or hold Shift with the arrows to choose more.
        </Text>
      </div>
    );
  }
  return (
    <div className={classes.message} role="status" data-testid="message" data-refused={message.isRefusal}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        {message.isRefusal && (
          <IconAlertTriangle
            size={16}
            aria-hidden
            color="var(--tone-failed)"
            style={{ flex: 'none', marginTop: 2 }}
          />
        )}
        <Text size="sm">{message.text}</Text>
        {message.wayOut && (
          <Button size="compact-xs" variant="default" onClick={message.wayOut} style={{ flex: 'none' }}>
            Overwrite
          </Button>
        )}
      </Group>
    </div>
  );
}
