'use client';
import { isJsonObject } from '@batchyard/domain';
import { Text } from '@mantine/core';
import { useApiPages } from '@/graphql/hooks';
import { useLastLook } from '@/graphql/use-last-look';
import { JobFilters } from '@/jobs/job-filters';
import { batchJobsQuery } from '@/jobs/queries';
import { SelectableJobs } from '@/jobs/selectable-jobs';
import { jobFilterOf, type ShownJobs, shownJobsSearch } from '@/jobs/shown-jobs';
import { useReadOn } from '@/jobs/use-read-on';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { jobLooks } from '@/states/look';
import type { LiveBatch } from './queries';

export interface BatchJobsProps {
  readonly batch: LiveBatch;
  readonly shown: ShownJobs;
  readonly onShown: (change: Partial<ShownJobs>) => void;
  readonly moving: boolean;
}

/** The jobs of a batch by position, filtered by the tiles or by the address. */
export function BatchJobs({ batch, shown, onShown, moving }: BatchJobsProps) {
  const filter = jobFilterOf(shown);
  const list = useApiPages(
    batchJobsQuery,
    { id: batch.id, first: 50, filter, sort: sortOf(batch, shown) },
    (answer) => answer.batch.jobs,
    { refetchIntervalMs: moving ? 3000 : false, keepPrevious: true },
  );
  useLastLook(moving, list.refetch);
  const isReading = useReadOn(list);
  return (
    <Panel title={titleOf(shown)} id="jobs">
      <JobFilters shown={shown} onShown={onShown} withoutStates />
      {list.error && list.nodes.length === 0 ? (
        <Failure error={list.error} retry={list.refetch} />
      ) : list.isPending || isReading ? (
        <LoadingRows />
      ) : list.nodes.length === 0 ? (
        <Text size="sm" c="dimmed" py="md">
          No job fits this filter. “Show all” clears it.
        </Text>
      ) : (
        <SelectableJobs
          key={shownJobsSearch(shown)}
          jobs={list.nodes}
          hasMore={list.hasNextPage}
          filter={{ ...filter, batchId: batch.id }}
          axes={axesOf(batch)}
          metric={batch.mainFigure}
          sort={shown.sort}
          onSort={(sort) => onShown({ sort })}
        />
      )}
      <LoadMore list={list} />
    </Panel>
  );
}

/** Best first by the figure shown, largest first where no way is better; null for their order in the batch. */
function sortOf({ objective, mainFigure }: LiveBatch, { sort }: ShownJobs) {
  if (sort === 'order') return null;
  const isObjective = mainFigure.name === objective.metric.name;
  const direction = isObjective ? objective.direction : (mainFigure.direction ?? 'maximize');
  return { by: 'metric' as const, metric: mainFigure.name, direction };
}

function titleOf({ states, settingKey, failureKey }: ShownJobs): string {
  const words = states.map((state) => jobLooks[state].word.toLowerCase()).join(' or ');
  const of = settingKey === null ? '' : ' of one setting';
  const alike = failureKey === null ? '' : ' that failed alike';
  return `Jobs${of}${alike}${states.length > 0 ? ` that are ${words}` : ''}`;
}

/** Paths of the swept parameters, from the specification the batch was started with. */
function axesOf(batch: LiveBatch): readonly string[] {
  const axes = isJsonObject(batch.spec) ? batch.spec.axes : undefined;
  if (!Array.isArray(axes)) return [];
  return axes.flatMap((axis) =>
    isJsonObject(axis) && typeof axis.parameter === 'string' ? [axis.parameter] : [],
  );
}
