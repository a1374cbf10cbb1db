'use client';
import { Anchor, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { BatchTable } from '@/batches/batch-table';
import { batchesQuery } from '@/batches/queries';
import { formatNumber } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingPage, LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from './project-frame';
import { type ProjectData, projectQuery } from './queries';

const refreshMs = 5000;

/** What runs in a project, what failed in the last day, and its latest batches. */
export function ProjectOverview() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(
    projectQuery,
    { slug: project.slug },
    { refetchIntervalMs: refreshMs },
  );
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  return (
    <>
      <PageHead
        title={data.project.name}
        description={data.project.description || undefined}
        actions={
          project.may('run') && (
            <Button component={Link} href={project.at('/batches/new')} leftSection={<IconPlus size={16} />}>
              New batch
            </Button>
          )
        }
      />
      <Stack gap="md">
        <Activity activity={data.project.activity} />
        <LatestBatches />
      </Stack>
    </>
  );
}

function Activity({ activity }: { readonly activity: ProjectData['activity'] }) {
  const facts = [
    { label: 'Batches active', value: activity.activeBatches, tone: 'inherit' },
    { label: 'Jobs running', value: activity.runningJobs, tone: 'var(--tone-running)' },
    { label: 'Jobs waiting', value: activity.waitingJobs, tone: 'inherit' },
    { label: 'Failed in the last day', value: activity.failedJobsLastDay, tone: 'var(--tone-failed)' },
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
      {facts.map(({ label, value, tone }) => (
        <Panel key={label} py="sm">
          <Text fz={24} fw={640} lh={1.2} className="numeric" c={value > 0 ? tone : undefined}>
            {formatNumber(value)}
          </Text>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
        </Panel>
      ))}
    </SimpleGrid>
  );
}

function LatestBatches() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(
    batchesQuery,
    { slug: project.slug, first: 8 },
    { refetchIntervalMs: refreshMs },
  );
  if (!data) {
    return (
      <Panel title="Latest batches">
        {error ? <Failure error={error} retry={refetch} /> : <LoadingRows height={48} />}
      </Panel>
    );
  }
  const batches = data.project.batches.nodes;
  return (
    <Panel
      title="Latest batches"
      actions={
        batches.length > 0 && (
          <Anchor component={Link} href={project.at('/batches')} fz="sm">
            All batches
          </Anchor>
        )
      }
    >
      {batches.length === 0 ? (
        <FirstSteps />
      ) : (
        <BatchTable batches={batches} hrefOf={(batch) => project.at(`/batches/${batch.id}`)} />
      )}
    </Panel>
  );
}

function FirstSteps() {
  const project = useCurrentProject();
  if (!project.may('run')) {
    return <Empty title="Nothing has run yet">Batches of this project will appear here.</Empty>;
  }
  return (
    <Empty
      title="Nothing has run yet"
      action={
        <Group gap="xs" justify="center">
          <Button component={Link} href={project.at('/batches/new')}>
            Start a batch
          </Button>
          <Button component={Link} href={project.at('/files')} variant="default">
            Upload files
          </Button>
          <Button component={Link} href={project.at('/pipelines')} variant="default">
            See the pipelines
          </Button>
        </Group>
      }
    >
      Upload your recordings or tables, pick a pipeline, and run it once or over many settings. Results are
      compared here.
    </Empty>
  );
}
