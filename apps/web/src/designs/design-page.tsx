'use client';
import { Button, Grid, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChartDots3, IconPlayerPlay } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { BatchTable } from '@/batches/batch-table';
import { batchesQuery, startBatch } from '@/batches/queries';
import { RelativeTime } from '@/formatting/relative-time';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { CoverageMap } from './coverage/coverage-map';
import { DesignFacts } from './design-facts';
import { designQuery, type WholeDesign } from './queries';
import { axesOf, metricOf } from './spec';

/** One design: what it tries, which of its cells have a result, and the batches made from it. */
export function DesignPage({ designId }: { readonly designId: string }) {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(designQuery, { id: designId }, { refetchIntervalMs: 5000 });
  const spec = data?.design.spec ?? null;
  const axes = useMemo(() => axesOf(spec), [spec]);
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const { design } = data;
  const batches = design.batches.nodes;
  return (
    <>
      <PageHead
        title={design.name}
        crumbs={[project.crumb, { label: 'Designs', href: project.at('/designs') }]}
        description={
          <>
            {design.pipeline.title} {design.pipeline.version} · made <RelativeTime at={design.createdAt} />
            {design.createdBy && ` by ${design.createdBy.name}`}
          </>
        }
        actions={
          <>
            {batches.length > 0 && (
              <Button
                component={Link}
                href={project.at(`/compare?batches=${batches.map(({ id }) => id).join(',')}`)}
                variant="light"
                leftSection={<IconChartDots3 size={16} />}
              >
                Compare
              </Button>
            )}
            {project.may('run') && <StartButton design={design} />}
          </>
        }
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Panel title="Coverage" h="100%">
            <CoverageMap
              coverage={design.coverage}
              varying={axes}
              projectSlug={project.slug}
              metric={metricOf(design.spec, design.pipeline)}
            />
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <DesignFacts design={design} />
        </Grid.Col>
        <Grid.Col span={12}>
          <Panel title="Batches of this design">
            {batches.length === 0 ? (
              <Empty title="Not run yet">Run the design to fill its map.</Empty>
            ) : (
              <BatchTable batches={batches} hrefOf={(batch) => project.at(`/batches/${batch.id}`)} />
            )}
          </Panel>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Both names start a batch of the whole design: cells that have a result are reused, the others run. */
function StartButton({ design }: { readonly design: WholeDesign }) {
  const project = useCurrentProject();
  const router = useRouter();
  const submit = useSubmit(startBatch, [designQuery, batchesQuery]);
  const left = design.coverage.cells.filter(({ state }) =>
    ['missing', 'failed', 'stale'].includes(state),
  ).length;
  const untouched = left === design.cellCount;
  const start = () =>
    submit.mutate(
      { input: { projectSlug: project.slug, designId: design.id } },
      {
        onSuccess: ({ startBatch: made }) =>
          made.batch && router.push(project.at(`/batches/${made.batch.id}`)),
        onError: (error) => notifications.show({ color: 'red', message: error.message }),
      },
    );
  if (left === 0) {
    return (
      <Text size="sm" c="dimmed">
        Every cell has a result or is under way.
      </Text>
    );
  }
  return (
    <Tooltip
      label={
        untouched
          ? 'Starts a batch with every cell.'
          : `Starts a batch: ${left} cells without a good result run, finished ones are reused.`
      }
    >
      <Button leftSection={<IconPlayerPlay size={16} />} loading={submit.isPending} onClick={start}>
        {untouched ? 'Run this design' : `Complete (${left})`}
      </Button>
    </Tooltip>
  );
}
