import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { ProblemTable } from '@/problems/problem-table';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge } from '@/states/state-badge';
import type { LiveBatch } from './queries';

export interface FirstFailureProps {
  readonly batch: LiveBatch;
  readonly failure: NonNullable<LiveBatch['firstFailure']>;
}

/** Why the first job failed, at once and in full; the others often fail alike. */
export function FirstFailure({ batch, failure }: FirstFailureProps) {
  const project = useCurrentProject();
  const others = batch.counts.failed + batch.counts.timed_out + batch.counts.out_of_memory - 1;
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      bg="var(--surface)"
      style={{ borderLeft: '4px solid var(--tone-failed)' }}
    >
      <Group justify="space-between" gap="xs" mb={6}>
        <Group gap="xs">
          <Text fw={620}>First failure</Text>
          <JobStateBadge state={failure.state} />
          <Anchor
            component={Link}
            href={project.at(`/jobs/${failure.id}`)}
            fz="sm"
            style={{ overflowWrap: 'anywhere' }}
          >
            {failure.label}
          </Anchor>
        </Group>
        {others > 0 && (
          <Text size="sm" c="dimmed">
            {others} more failed
          </Text>
        )}
      </Group>
      {failure.error && (
        <Stack gap="sm">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {failure.error.stage && <b>Stage {failure.error.stage}: </b>}
            {failure.error.message}
          </Text>
          {failure.error.problems.length > 0 && <ProblemTable problems={failure.error.problems} />}
        </Stack>
      )}
    </Paper>
  );
}
