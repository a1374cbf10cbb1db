'use client';
import { type JobState, jobStates } from '@batchyard/domain';
import { Button, MultiSelect } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { jobLooks } from '@/states/look';
import { JobTable } from './job-table';
import { jobsQuery } from './queries';
import { allJobs, isFiltered, jobFilterOf, shownJobsFrom } from './shown-jobs';

const stateOptions = jobStates.map((state) => ({ value: state, label: jobLooks[state].word }));

/** Every job of a project, newest first. */
export function JobList() {
  const project = useCurrentProject();
  const address = useSearchParams();
  const [shown, setShown] = useState(() => shownJobsFrom(address));
  const list = useApiPages(
    jobsQuery,
    { slug: project.slug, first: 50, filter: jobFilterOf(shown) },
    (answer) => answer.project.jobs,
    { keepPrevious: true },
  );
  return (
    <>
      <PageHead
        title="Jobs"
        crumbs={[project.crumb]}
        description="Every single computation of this project: one setting on one input."
      />
      <Panel
        title={shown.settingKey === null ? undefined : 'Jobs of one setting'}
        actions={
          shown.settingKey !== null && (
            <Button size="xs" variant="subtle" onClick={() => setShown(allJobs)}>
              Show all
            </Button>
          )
        }
      >
        <MultiSelect
          aria-label="States"
          placeholder={shown.states.length === 0 ? 'All states' : undefined}
          data={stateOptions}
          value={[...shown.states]}
          onChange={(value) => setShown({ ...shown, states: value as JobState[] })}
          clearable
          maw={420}
          mb="sm"
        />
        {list.error && list.nodes.length === 0 ? (
          <Failure error={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <LoadingRows rows={10} />
        ) : list.nodes.length === 0 ? (
          <NoJobs
            filtered={isFiltered(shown)}
            newBatch={project.may('run') ? project.at('/batches/new') : null}
          />
        ) : (
          <JobTable jobs={list.nodes} showBatch />
        )}
        <LoadMore list={list} />
      </Panel>
    </>
  );
}

function NoJobs({ filtered, newBatch }: { readonly filtered: boolean; readonly newBatch: string | null }) {
  if (filtered) return <Empty title="No job in these states">Clear the filter to see the others.</Empty>;
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
