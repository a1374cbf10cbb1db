import { Anchor, Group, Progress, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { RelativeTime } from '@/formatting/relative-time';
import { formatDuration } from '@/formatting/time';
import { Panel } from '@/page/panel';
import { ProblemTable } from '@/problems/problem-table';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge } from '@/states/state-badge';
import type { WholeJob } from './queries';

/** State, the sentence that explains it, times, and for a failed job every problem. */
export function JobStatus({ job }: { readonly job: WholeJob }) {
  return (
    <Panel style={job.error ? { borderLeft: '4px solid var(--tone-failed)' } : undefined}>
      <Stack gap="sm">
        <Group gap="4px 16px">
          <JobStateBadge state={job.state} />
          <Times job={job} />
        </Group>
        <Text size="sm">{job.explanation}</Text>
        {job.state === 'running' && (
          <Progress
            value={job.progress * 100}
            color="var(--tone-running)"
            aria-label={`Stage ${job.stage}`}
            animated
          />
        )}
        {job.reusedFrom && <ReusedFrom job={job.reusedFrom} />}
        {job.error && <ErrorText error={job.error} />}
      </Stack>
    </Panel>
  );
}

function Times({ job }: { readonly job: WholeJob }) {
  const facts = [
    job.durationSeconds === null ? null : `took ${formatDuration(job.durationSeconds)}`,
    job.workerId ? `on ${job.workerId}` : null,
    job.attempt > 0 ? `attempt ${job.attempt} of ${job.attemptLimit}` : null,
  ].filter((fact) => fact !== null);
  return (
    <Text size="sm" c="dimmed" className="numeric" component="div">
      {job.startedAt && (
        <>
          started <RelativeTime at={job.startedAt} />
          {facts.length > 0 && ' · '}
        </>
      )}
      {facts.join(' · ')}
    </Text>
  );
}

function ReusedFrom({ job }: { readonly job: NonNullable<WholeJob['reusedFrom']> }) {
  const project = useCurrentProject();
  return (
    <Text size="sm">
      Result of{' '}
      <Anchor component={Link} href={project.at(`/jobs/${job.id}`)} fz="sm">
        {job.label}
      </Anchor>{' '}
      in {job.batch.name}.
    </Text>
  );
}

function ErrorText({ error }: { readonly error: NonNullable<WholeJob['error']> }) {
  return (
    <>
      <Text size="sm" fw={550} style={{ overflowWrap: 'anywhere' }}>
        {error.stage && `Stage ${error.stage}: `}
        {error.message}
      </Text>
      {error.problems.length > 0 && <ProblemTable problems={error.problems} />}
    </>
  );
}
