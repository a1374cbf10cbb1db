import { Group, Paper, type PaperProps, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface PanelProps extends PaperProps {
  readonly id?: string;
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled surface: the one kind of card in the dashboard. */
export function Panel({ title, actions, children, ...paper }: PanelProps) {
  return (
    <Paper component="section" withBorder p="md" bg="var(--surface)" {...paper}>
      {(title || actions) && (
        <Group justify="space-between" mb="sm" gap="xs">
          {title && <Title order={2}>{title}</Title>}
          {actions}
        </Group>
      )}
      {children}
    </Paper>
  );
}
