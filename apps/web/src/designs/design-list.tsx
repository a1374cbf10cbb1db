'use client';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { DesignTable } from './design-table';
import { designsQuery } from './queries';

/** Designs of a project, newest first. */
export function DesignList() {
  const project = useCurrentProject();
  const list = useApiPages(
    designsQuery,
    { slug: project.slug, first: 50 },
    (answer) => answer.project.designs,
  );
  const start = project.may('run') && (
    <Button component={Link} href={project.at('/batches/new')}>
      New batch
    </Button>
  );
  return (
    <>
      <PageHead
        title="Designs"
        crumbs={[project.crumb]}
        description="What to try: parameters, axes and inputs. A design can be run again; finished cells are reused."
        actions={start}
      />
      <Panel>
        {list.error && list.nodes.length === 0 ? (
          <Failure error={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <LoadingRows />
        ) : list.nodes.length === 0 ? (
          <Empty title="No design yet" action={start}>
            A design is kept whenever you start a batch that sweeps parameters. Its map shows which cells have
            a result and which are missing.
          </Empty>
        ) : (
          <DesignTable designs={list.nodes} hrefOf={(design) => project.at(`/designs/${design.id}`)} />
        )}
        <LoadMore list={list} />
      </Panel>
    </>
  );
}
