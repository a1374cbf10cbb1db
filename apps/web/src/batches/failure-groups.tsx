'use client';
import { Anchor, Badge, Button, Group, Paper, Stack, Text, Tooltip } from '@mantine/core';
import { IconFilter, IconRefresh } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { bulkActionsQuery, startBulkAction } from '@/bulk-actions/queries';
import { counted, formatNumber } from '@/formatting/numbers';
import { useApi, useSubmit } from '@/graphql/hooks';
import { useLastLook } from '@/graphql/use-last-look';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { failureLooks } from '@/states/failure-look';
import { batchQuery, type FailureGroup, failureGroupsQuery, type LiveBatch } from './queries';

export interface FailureGroupsProps {
  readonly batch: LiveBatch;
  readonly moving: boolean;
  /** Key of the group that the list of jobs shows; null: it shows others. */
  readonly shownKey: string | null;
  readonly onShow: (key: string | null) => void;
  /** Called with the id of the bulk action that runs a group again. */
  readonly onStarted: (bulkActionId: string) => void;
}

/** Groups listed before more are asked for. */
const listedGroups = 5;

/** What went wrong, each kind of failure once with its count: look at one, filter to them, or run them again. */
export function FailureGroups({ batch, moving, shownKey, onShow, onStarted }: FailureGroupsProps) {
  const [all, setAll] = useState(false);
  const { data, refetch } = useApi(
    failureGroupsQuery,
    { id: batch.id },
    { refetchIntervalMs: moving ? 5000 : false },
  );
  useLastLook(moving, refetch);
  const groups = data?.batch.failureGroups ?? [];
  if (groups.length === 0) return null;
  const shown = all ? groups : groups.slice(0, listedGroups);
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      bg="var(--surface)"
      style={{ borderLeft: '4px solid var(--tone-failed)' }}
    >
      <Text component="h2" fw={620} m={0} mb="xs">
        What failed, by cause
      </Text>
      <Stack gap="sm">
        {shown.map((group) => (
          <Cause
            key={group.key}
            batch={batch}
            group={group}
            isShown={group.key === shownKey}
            onShow={onShow}
            onStarted={onStarted}
          />
        ))}
      </Stack>
      {shown.length < groups.length && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAll(true)}>
          Show {formatNumber(groups.length - shown.length)} more
        </Button>
      )}
    </Paper>
  );
}

interface CauseProps {
  readonly batch: LiveBatch;
  readonly group: FailureGroup;
  readonly isShown: boolean;
  readonly onShow: (key: string | null) => void;
  readonly onStarted: (bulkActionId: string) => void;
}

function Cause({ batch, group, isShown, onShow, onStarted }: CauseProps) {
  const project = useCurrentProject();
  const look = group.kind === null ? null : failureLooks[group.kind];
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div style={{ flex: '1 1 320px', minWidth: 0 }}>
        <Group gap={8}>
          <Text size="sm" fw={620} className="numeric">
            {counted(group.jobs, 'job')}
          </Text>
          {look && (
            <Tooltip label={look.meaning} multiline maw={320}>
              <Badge variant="default" size="sm" tt="none">
                {look.word}
              </Badge>
            </Tooltip>
          )}
        </Group>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {group.stage && <b>Stage {group.stage}: </b>}
          {group.message}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          For example{' '}
          <Anchor component={Link} href={project.at(`/jobs/${group.example.id}`)} fz="xs">
            {group.example.label}
          </Anchor>
        </Text>
      </div>
      <Group gap={6}>
        <Button
          size="xs"
          variant="default"
          aria-pressed={isShown}
          leftSection={<IconFilter size={14} aria-hidden />}
          onClick={() => onShow(isShown ? null : group.key)}
        >
          {isShown ? 'Show all jobs' : 'Show these jobs'}
        </Button>
        {project.may('run') && <RetryButton batch={batch} group={group} onStarted={onStarted} />}
      </Group>
    </Group>
  );
}

function RetryButton({ batch, group, onStarted }: Pick<CauseProps, 'batch' | 'group' | 'onStarted'>) {
  const { slug } = useCurrentProject();
  const submit = useSubmit(startBulkAction, [batchQuery, bulkActionsQuery]);
  const retry = () =>
    submit.mutate(
      {
        input: {
          projectSlug: slug,
          verb: 'retry',
          filter: { batchId: batch.id, failureKey: group.key },
        },
      },
      { onSuccess: ({ startBulkAction: made }) => made.bulkAction && onStarted(made.bulkAction.id) },
    );
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={submit.isPending}
        onClick={retry}
      >
        Retry {group.jobs === 1 ? 'this job' : `these ${formatNumber(group.jobs)}`}
      </Button>
      <ProblemList error={submit.error} />
    </>
  );
}
