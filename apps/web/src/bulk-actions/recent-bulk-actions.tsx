'use client';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { RelativeTime } from '@/formatting/relative-time';
import { useApi } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { bulkActionsQuery } from './queries';
import { bulkVerbWords } from './verbs';

/** The newest bulk actions of the project, each leading to what it did; absent where there was none. */
export function RecentBulkActions({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const { slug } = useCurrentProject();
  const { data } = useApi(bulkActionsQuery, { slug }, { refetchIntervalMs: 15_000 });
  const actions = data?.project.bulkActions.nodes ?? [];
  if (actions.length === 0) return null;
  return (
    <Panel title="Recent bulk actions">
      <Stack gap={6}>
        {actions.map((action) => (
          <Group key={action.id} gap="4px 12px">
            <Anchor component="button" type="button" fz="sm" onClick={() => onOpen(action.id)}>
              {bulkVerbWords[action.verb].label}
            </Anchor>
            <Text size="sm">{action.summary}</Text>
            <Text size="xs" c="dimmed">
              <RelativeTime at={action.createdAt} />
              {action.createdBy && ` by ${action.createdBy.name}`}
            </Text>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
