'use client';
import { isJsonObject, type JobState } from '@batchyard/domain';
import { Button, Text } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useApiPages } from '@/graphql/hooks';
import { JobTable } from '@/jobs/job-table';
import { batchJobsQuery } from '@/jobs/queries';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { jobLooks } from '@/states/look';
import type { LiveBatch } from './queries';

export interface BatchJobsProps {
  readonly batch: LiveBatch;
  readonly states: readonly JobState[];
  readonly onStates: (states: readonly JobState[]) => void;
  readonly moving: boolean;
}

/** The jobs of a batch by position, filtered by the tiles. */
export function BatchJobs({ batch, states, onStates, moving }: BatchJobsProps) {
  const list = useApiPages(
    batchJobsQuery,
    { id: batch.id, first: 50, filter: states.length > 0 ? { states: [...states] } : null },
    (answer) => answer.batch.jobs,
    { refetchIntervalMs: moving ? 3000 : false, keepPrevious: true },
  );
  const words = states.map((state) => jobLooks[state].word.toLowerCase()).join(' or ');
  return (
    <Panel
      title={states.length > 0 ? `Jobs that are ${words}` : 'Jobs'}
      actions={
        states.length > 0 && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconFilterOff size={14} />}
            onClick={() => onStates([])}
          >
            Show all
          </Button>
        )
      }
    >
      {list.error && list.nodes.length === 0 ? (
        <Failure error={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <LoadingRows />
      ) : list.nodes.length === 0 ? (
        <Text size="sm" c="dimmed" py="md">
          No job is in this state.
        </Text>
      ) : (
        <JobTable jobs={list.nodes} axes={axesOf(batch)} metric={batch.objective.metric} />
      )}
      <LoadMore list={list} />
    </Panel>
  );
}

/** Paths of the swept parameters, from the specification the batch was started with. */
function axesOf(batch: LiveBatch): readonly string[] {
  const axes = isJsonObject(batch.spec) ? batch.spec.axes : undefined;
  if (!Array.isArray(axes)) return [];
  return axes.flatMap((axis) =>
    isJsonObject(axis) && typeof axis.parameter === 'string' ? [axis.parameter] : [],
  );
}
