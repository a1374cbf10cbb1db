'use client';
import { Anchor, Button, Grid, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { BatchTable } from '@/batches/batch-table';
import { DesignTable } from '@/designs/design-table';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ActivityTiles } from './activity-tiles';
import { FirstSteps } from './first-steps';
import { useCurrentProject } from './project-frame';
import { type OverviewData, overviewQuery } from './queries';

const refreshMs = 5000;
const shownNames = 6;

/** What runs in a project, what failed in the last day, its latest batches and designs, and who is in it. */
export function ProjectOverview() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(
    overviewQuery,
    { slug: project.slug },
    { refetchIntervalMs: refreshMs },
  );
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const { name, description, activity, batches, designs, files } = data.project;
  const isNew = batches.nodes.length === 0;
  return (
    <>
      <PageHead
        title={name}
        description={description || undefined}
        actions={!isNew && project.may('run') && <NewBatch href={project.at('/batches/new')} />}
      />
      <Stack gap="md">
        {isNew ? (
          <FirstSteps hasFiles={files.nodes.length > 0} />
        ) : (
          <>
            <ActivityTiles activity={activity} />
            <LatestBatches batches={batches.nodes} />
          </>
        )}
        <Grid gap="md">
          {designs.nodes.length > 0 && (
            <Grid.Col span={{ base: 12, md: 8 }}>
              <LatestDesigns designs={designs.nodes} />
            </Grid.Col>
          )}
          <Grid.Col span={{ base: 12, md: designs.nodes.length > 0 ? 4 : 12 }}>
            <People members={data.project.members} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
}

function NewBatch({ href }: { readonly href: string }) {
  return (
    <Button component={Link} href={href} leftSection={<IconPlus size={16} aria-hidden />}>
      New batch
    </Button>
  );
}

function More({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} fz="sm">
      {children}
    </Anchor>
  );
}

function LatestBatches({ batches }: { readonly batches: OverviewData['batches']['nodes'] }) {
  const project = useCurrentProject();
  return (
    <Panel title="Latest batches" actions={<More href={project.at('/batches')}>All batches</More>}>
      <BatchTable batches={batches} hrefOf={(batch) => project.at(`/batches/${batch.id}`)} />
    </Panel>
  );
}

function LatestDesigns({ designs }: { readonly designs: OverviewData['designs']['nodes'] }) {
  const project = useCurrentProject();
  return (
    <Panel title="Latest designs" actions={<More href={project.at('/designs')}>All designs</More>} h="100%">
      <DesignTable designs={designs} hrefOf={(design) => project.at(`/designs/${design.id}`)} />
    </Panel>
  );
}

function People({ members }: { readonly members: OverviewData['members'] }) {
  const project = useCurrentProject();
  const names = members.slice(0, shownNames).map(({ user }) => user.name);
  const others = members.length - names.length;
  return (
    <Panel
      title={counted(members.length, 'member')}
      actions={<More href={project.at('/members')}>{project.may('manage') ? 'Manage' : 'Roles'}</More>}
      h="100%"
    >
      <Text size="sm">
        {names.join(', ')}
        {others > 0 && ` and ${counted(others, 'other')}`}
      </Text>
    </Panel>
  );
}
