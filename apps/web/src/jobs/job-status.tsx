import { Anchor, Group, Progress, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { RelativeTime } from '@/formatting/relative-time';
import { formatDuration } from '@/formatting/time';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge } from '@/states/state-badge';
import { framesText } from './chunk-counts';
import { EditHeadStart } from './edit-head-start';
import { JobChunks } from './job-chunks';
import { JobFailure } from './job-failure';
import { JobWaiting } from './job-waiting';
import type { WholeJob } from './queries';

/** State, the sentence that explains it, times, chunks, and for a failed job all that is known of the failure. */
export function JobStatus({ job }: { readonly job: WholeJob }) {
  const project = useCurrentProject();
  return (
    <Panel style={job.error ? { borderLeft: '4px solid var(--tone-failed)' } : undefined}>
      <Stack gap="sm">
        <Group gap="4px 16px">
          <JobStateBadge state={job.state} />
          <Times job={job} />
        </Group>
        {job.waiting ? <JobWaiting waiting={job.waiting} /> : <Text size="sm">{job.explanation}</Text>}
        {job.waiting && project.may('run') && <EditHeadStart job={job} />}
        {job.chunkOf && <PartOf job={job} />}
        {job.chunkCount !== null && job.chunkCount > 1 && <JobChunks jobId={job.id} />}
        {job.state === 'running' && (
          <Progress
            value={job.progress * 100}
            color="var(--tone-running)"
            aria-label={`Stage ${job.stage}`}
            animated
          />
        )}
        {job.reusedFrom && <ReusedFrom job={job.reusedFrom} />}
        <JobFailure job={job} />
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

/** Of a chunk: the job whose frames it computes. */
function PartOf({ job }: { readonly job: WholeJob }) {
  const project = useCurrentProject();
  if (job.chunkOf === null) return null;
  const frames = framesText(job);
  return (
    <Text size="sm">
      Part of{' '}
      <Anchor component={Link} href={project.at(`/jobs/${job.chunkOf.id}`)} fz="sm">
        {job.chunkOf.label}
      </Anchor>
      {frames !== null && `: frames ${frames}`}.
    </Text>
  );
}
