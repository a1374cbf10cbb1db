'use client';
import { Button, Stack } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { BulkPanel } from '@/bulk-actions/bulk-panel';
import { RecentBulkActions } from '@/bulk-actions/recent-bulk-actions';
import { ExportButton } from '@/exports/export-button';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { JobFilters } from './job-filters';
import { jobsQuery } from './queries';
import { SelectableJobs } from './selectable-jobs';
import { isFiltered, jobFilterOf, shownJobsSearch } from './shown-jobs';
import { useReadOn } from './use-read-on';
import { useShownJobs } from './use-shown-jobs';

const exportLists = [
  { value: 'jobs', label: 'Jobs with their metrics' },
  { value: 'metrics', label: 'Metrics, one row each' },
] as const;

/** Every job of a project, newest first; what narrows the list stands in the address. */
export function JobList() {
  const project = useCurrentProject();
  const [shown, setShown] = useShownJobs();
  const [openBulk, setOpenBulk] = useState<string | null>(null);
  const filter = jobFilterOf(shown);
  const list = useApiPages(
    jobsQuery,
    { slug: project.slug, first: 50, filter },
    (answer) => answer.project.jobs,
    { keepPrevious: true },
  );
  const isReading = useReadOn(list);
  return (
    <>
      <PageHead
        title="Jobs"
        crumbs={[project.crumb]}
        description="Every single computation of this project: one setting on one input."
        actions={
          <ExportButton
            slug={project.slug}
            lists={exportLists}
            search={shownJobsSearch({ ...shown, sort: 'order' })}
          />
        }
      />
      <Stack gap="md">
        <Panel title={titleOf(shown)}>
          <JobFilters shown={shown} onShown={setShown} />
          {list.error && list.nodes.length === 0 ? (
            <Failure error={list.error} retry={list.refetch} />
          ) : list.isPending || isReading ? (
            <LoadingRows rows={10} />
          ) : list.nodes.length === 0 ? (
            <NoJobs
              filtered={isFiltered(shown)}
              newBatch={project.may('run') ? project.at('/batches/new') : null}
            />
          ) : (
            <SelectableJobs
              key={shownJobsSearch(shown)}
              jobs={list.nodes}
              hasMore={list.hasNextPage}
              filter={filter ?? {}}
              showBatch
            />
          )}
          <LoadMore list={list} />
        </Panel>
        {openBulk !== null && (
          <BulkPanel key={openBulk} bulkActionId={openBulk} onClose={() => setOpenBulk(null)} />
        )}
        <RecentBulkActions onOpen={setOpenBulk} />
      </Stack>
    </>
  );
}

function titleOf({ settingKey, failureKey }: { settingKey: string | null; failureKey: string | null }) {
  if (settingKey !== null) return 'Jobs of one setting';
  return failureKey === null ? undefined : 'Jobs that failed alike';
}

function NoJobs({ filtered, newBatch }: { readonly filtered: boolean; readonly newBatch: string | null }) {
  if (filtered) {
    return (
      <Empty title="No job fits this filter">“Show all” above clears it. Try fewer words or states.</Empty>
    );
  }
  return (
    <Empty
      title="No job yet"
      action={
        newBatch && (
          <Button component={Link} href={newBatch}>
            New batch
          </Button>
        )
      }
    >
      Jobs appear here when a batch starts: one for every setting, input and replicate.
    </Empty>
  );
}
