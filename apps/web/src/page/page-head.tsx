import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

export interface PageHeadProps {
  readonly title: ReactNode;
  /** Text of the browser tab; the title itself when that is a text. */
  readonly tabTitle?: string;
  readonly crumbs?: readonly Crumb[];
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
}

/** Breadcrumbs, heading, one line on what the page is for, and its actions; sets the tab's title. */
export function PageHead({ title, tabTitle, crumbs = [], description, actions }: PageHeadProps) {
  const tab = tabTitle ?? (typeof title === 'string' ? title : '');
  return (
    <Stack gap={6} mb="lg">
      <title>{`${tab} · Batchyard`}</title>
      {crumbs.length > 0 && (
        <Breadcrumbs fz="sm" separatorMargin={6} style={{ flexWrap: 'wrap', rowGap: 2 }}>
          {crumbs.map((crumb) => (
            <Anchor
              key={crumb.href}
              component={Link}
              href={crumb.href}
              fz="sm"
              lh={1.5}
              c="dimmed"
              truncate
              maw={280}
            >
              {crumb.label}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Title order={1} style={{ overflowWrap: 'anywhere', flex: '1 1 260px' }}>
          {title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {description && (
        <Text c="dimmed" size="sm" maw={760} component="div">
          {description}
        </Text>
      )}
    </Stack>
  );
}
