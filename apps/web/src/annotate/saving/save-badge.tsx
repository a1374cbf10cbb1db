'use client';
import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCloudOff, IconLoader2 } from '@tabler/icons-react';
import { counted } from '@/formatting/numbers';
import type { SaveState } from './saver';
import classes from './saving.module.css';

/** Whether all is saved; how much waits for a connection or was not taken. */
export function SaveBadge({ state }: { readonly state: SaveState }) {
  const { word, tone, icon } = lookOf(state);
  return (
    <Group gap={6} wrap="nowrap" style={{ color: tone }} role="status" data-testid="save-state">
      {icon}
      <Text size="sm" fw={550} style={{ whiteSpace: 'nowrap' }}>
        {word}
      </Text>
    </Group>
  );
}

function lookOf({ entries, isAway }: SaveState) {
  const waiting = entries.filter(({ refusal }) => refusal === null).length;
  const refused = entries.length - waiting;
  if (isAway) {
    return {
      word: waiting === 0 ? 'Offline' : `Offline · ${waiting} waiting`,
      tone: 'var(--tone-lost)',
      icon: <IconCloudOff size={16} aria-hidden />,
    };
  }
  if (waiting > 0) {
    return {
      word: waiting === 1 ? 'Saving…' : `Saving ${waiting}…`,
      tone: 'var(--tone-running)',
      icon: <IconLoader2 size={16} className={classes.turning} aria-hidden />,
    };
  }
  if (refused > 0) {
    return {
      word: counted(refused, 'change not taken', 'changes not taken'),
      tone: 'var(--tone-failed)',
      icon: <IconAlertTriangle size={16} aria-hidden />,
    };
  }
  return { word: 'Saved', tone: 'var(--tone-succeeded)', icon: <IconCheck size={16} aria-hidden /> };
}
