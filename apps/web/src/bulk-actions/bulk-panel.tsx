'use client';
import { type BulkOutcome, bulkOutcomes } from '@batchyard/domain';
import { ActionIcon, Anchor, Button, Group, Progress, SegmentedControl, Table, Text } from '@mantine/core';
import { IconPlayerStop, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { batchQuery, failureGroupsQuery } from '@/batches/queries';
import { formatNumber } from '@/formatting/numbers';
import { keyOf, useApi, useApiPages, useSubmit } from '@/graphql/hooks';
import { batchJobsQuery, jobsQuery } from '@/jobs/queries';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge } from '@/states/state-badge';
import { type BulkAction, bulkActionQuery, bulkEntriesQuery, stopBulkAction } from './queries';
import { bulkVerbWords } from './verbs';

export interface BulkPanelProps {
  readonly bulkActionId: string;
  readonly onClose: () => void;
}

/** A bulk action at work or done: how far it is, what became of each job, and a button that stops it. */
export function BulkPanel({ bulkActionId, onClose }: BulkPanelProps) {
  const { action, error } = useBulkAction(bulkActionId);
  if (!action) return error ? <ProblemList error={error} /> : <LoadingRows rows={2} />;
  return (
    <Panel
      title={`${bulkVerbWords[action.verb].label}: ${action.finishedAt === null ? 'under way' : 'done'}`}
      actions={
        <Group gap="xs">
          {action.finishedAt === null && <StopButton id={action.id} />}
          <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label="Hide this bulk action">
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      }
    >
      <Counts action={action} />
      <Entries action={action} />
    </Panel>
  );
}

/** Asked every second while it works; the lists of jobs are asked again when it is done. */
function useBulkAction(id: string) {
  const client = useQueryClient();
  const [isDone, setDone] = useState(false);
  const { data, error } = useApi(bulkActionQuery, { id }, { refetchIntervalMs: isDone ? false : 1000 });
  const action = data?.bulkAction ?? undefined;
  const isFinished = action !== undefined && action.finishedAt !== null;
  useEffect(() => {
    setDone(isFinished);
    if (!isFinished) return;
    for (const query of [jobsQuery, batchJobsQuery, batchQuery, failureGroupsQuery]) {
      void client.invalidateQueries({ queryKey: keyOf(query) });
    }
  }, [isFinished, client]);
  return { action, error };
}

function StopButton({ id }: { readonly id: string }) {
  const stop = useSubmit(stopBulkAction, [bulkActionQuery]);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlayerStop size={14} aria-hidden />}
      loading={stop.isPending}
      onClick={() => stop.mutate({ input: { bulkActionId: id } })}
      title="Leaves the remaining jobs as they are; what was done stays done."
    >
      Stop
    </Button>
  );
}

function Counts({ action }: { readonly action: BulkAction }) {
  const { total, done, summary } = action;
  return (
    <>
      <Progress
        value={total === 0 ? 100 : (done / total) * 100}
        size={8}
        color={action.finishedAt === null ? 'var(--tone-running)' : 'var(--tone-succeeded)'}
        aria-label="Progress of the bulk action"
      />
      <Text size="sm" mt={6} className="numeric" aria-live="polite">
        {summary}
      </Text>
    </>
  );
}

/** A bulk action that is gone has no entries. */
const noEntries = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

function Entries({ action }: { readonly action: BulkAction }) {
  const project = useCurrentProject();
  const [outcome, setOutcome] = useState('');
  const list = useApiPages(
    bulkEntriesQuery,
    { id: action.id, first: 50, outcome: outcome === '' ? null : outcome },
    (answer) => answer.bulkAction?.entries ?? noEntries,
    // The jobs go on after the action: their states are asked for while the list is open.
    { refetchIntervalMs: action.finishedAt === null ? 2000 : 5000, keepPrevious: true },
  );
  if (action.done === 0) return null;
  return (
    <>
      <SegmentedControl
        mt="sm"
        mb="xs"
        size="xs"
        value={outcome}
        onChange={setOutcome}
        aria-label="Outcome"
        data={[
          { value: '', label: `All ${formatNumber(action.done)}` },
          ...bulkOutcomes.map((value) => ({
            value,
            label: `${formatNumber(action[value])} ${wordOf[value]}`,
          })),
        ]}
      />
      <StackedTable leastWidth={520} verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Job</Table.Th>
            <Table.Th w={110}>Outcome</Table.Th>
            <Table.Th>Note</Table.Th>
            <Table.Th w={150}>State now</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.nodes.map((entry) => (
            <Table.Tr key={entry.job.id}>
              <Table.Td>
                <Anchor component={Link} href={project.at(`/jobs/${entry.job.id}`)} fz="sm">
                  {entry.job.label}
                </Anchor>
              </Table.Td>
              <Table.Td data-label="Outcome">{wordFor(entry.outcome)}</Table.Td>
              <Table.Td c="dimmed" data-label="Note">
                {entry.note}
              </Table.Td>
              <Table.Td data-label="State now">
                <JobStateBadge state={entry.job.state} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
      <LoadMore list={list} />
    </>
  );
}

const wordOf: Readonly<Record<BulkOutcome, string>> = {
  succeeded: 'done',
  skipped: 'skipped',
  failed: 'failed',
};

function wordFor(outcome: string): string {
  return outcome in wordOf ? wordOf[outcome as BulkOutcome] : outcome;
}
