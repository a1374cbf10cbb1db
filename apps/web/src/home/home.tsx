'use client';
import { Button, Group, Modal, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { CreateProjectForm } from '@/projects/create-project';
import { type ListedProject, projectsQuery } from '@/projects/queries';
import classes from './home.module.css';

/** The visitor's projects: what runs, what failed in the last day, and the way to a new one. */
export function Home() {
  const { data, error, refetch } = useApi(projectsQuery, {}, { refetchIntervalMs: 10_000 });
  const [opened, { open, close }] = useDisclosure(false);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      New project
    </Button>
  );
  return (
    <>
      <PageHead
        title="My projects"
        description="A project holds a team's files, batches and results."
        actions={create}
      />
      {error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : !data ? (
        <LoadingRows rows={3} height={110} />
      ) : data.projects.length === 0 ? (
        <Paper withBorder bg="var(--surface)">
          <Empty title="No project yet" action={create}>
            Create a project, upload recordings or tables, and start a first batch. Members of your group can
            be added afterwards.
          </Empty>
        </Paper>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
          {data.projects.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </SimpleGrid>
      )}
      <Modal opened={opened} onClose={close} title="New project">
        <CreateProjectForm />
      </Modal>
    </>
  );
}

function ProjectCard({ project }: { readonly project: ListedProject }) {
  return (
    <Paper
      component={Link}
      href={`/projects/${project.slug}`}
      withBorder
      p="md"
      bg="var(--surface)"
      className={classes.card}
    >
      <Stack gap={6} h="100%" justify="space-between">
        <div>
          <Title order={2} lineClamp={2}>
            {project.name}
          </Title>
          {project.description && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {project.description}
            </Text>
          )}
        </div>
        <Activity activity={project.activity} />
      </Stack>
    </Paper>
  );
}

function Activity({ activity }: { readonly activity: ListedProject['activity'] }) {
  const quiet = activity.activeBatches === 0 && activity.failedJobsLastDay === 0;
  return (
    <Group gap="md" fz="sm" className="numeric">
      {quiet && (
        <Text size="sm" c="dimmed">
          Nothing is running.
        </Text>
      )}
      {activity.activeBatches > 0 && (
        <Text size="sm" c="var(--tone-running)" fw={550}>
          {counted(activity.runningJobs, 'job')} running, {activity.waitingJobs} waiting
        </Text>
      )}
      {activity.failedJobsLastDay > 0 && (
        <Text size="sm" c="var(--tone-failed)" fw={550}>
          {activity.failedJobsLastDay} failed in the last day
        </Text>
      )}
    </Group>
  );
}
