'use client';
import { isJsonObject } from '@batchyard/domain';
import { Button, Text } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useApiPages } from '@/graphql/hooks';
import { JobTable } from '@/jobs/job-table';
import { batchJobsQuery } from '@/jobs/queries';
import { allJobs, isFiltered, jobFilterOf, type ShownJobs } from '@/jobs/shown-jobs';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { jobLooks } from '@/states/look';
import type { LiveBatch } from './queries';

export interface BatchJobsProps {
  readonly batch: LiveBatch;
  readonly shown: ShownJobs;
  readonly onShown: (shown: ShownJobs) => void;
  readonly moving: boolean;
}

/** The jobs of a batch by position, filtered by the tiles or by the address. */
export function BatchJobs({ batch, shown, onShown, moving }: BatchJobsProps) {
  const list = useApiPages(
    batchJobsQuery,
    { id: batch.id, first: 50, filter: jobFilterOf(shown) },
    (answer) => answer.batch.jobs,
    { refetchIntervalMs: moving ? 3000 : false, keepPrevious: true },
  );
  return (
    <Panel
      title={titleOf(shown)}
      actions={
        isFiltered(shown) && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconFilterOff size={14} />}
            onClick={() => onShown(allJobs)}
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
          No job fits this filter.
        </Text>
      ) : (
        <JobTable jobs={list.nodes} axes={axesOf(batch)} metric={batch.objective.metric} />
      )}
      <LoadMore list={list} />
    </Panel>
  );
}

function titleOf({ states, settingKey }: ShownJobs): string {
  const words = states.map((state) => jobLooks[state].word.toLowerCase()).join(' or ');
  return `Jobs${settingKey === null ? '' : ' of one setting'}${states.length > 0 ? ` that are ${words}` : ''}`;
}

/** Paths of the swept parameters, from the specification the batch was started with. */
function axesOf(batch: LiveBatch): readonly string[] {
  const axes = isJsonObject(batch.spec) ? batch.spec.axes : undefined;
  if (!Array.isArray(axes)) return [];
  return axes.flatMap((axis) =>
    isJsonObject(axis) && typeof axis.parameter === 'string' ? [axis.parameter] : [],
  );
}
