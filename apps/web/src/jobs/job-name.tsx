'use client';
import { Anchor, Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import Link from 'next/link';
import { useCurrentProject } from '@/projects/project-frame';
import { failureLooks } from '@/states/failure-look';
import { framesText } from './chunk-counts';
import { JobChunks } from './job-chunks';
import type { ListedJob } from './queries';
import { warningsText } from './warnings-text';

export interface JobNameProps {
  readonly job: ListedJob;
  /** Only input and replicate, because columns beside it say the rest. */
  readonly short: boolean;
}

/** A job in a list: its name, why it failed, what it warns of or where it is, and its chunks on request. */
export function JobName({ job, short }: JobNameProps) {
  const project = useCurrentProject();
  const [opened, { toggle }] = useDisclosure(false);
  const name = short
    ? `${job.inputLabel}${job.replicate > 1 ? `, replicate ${job.replicate}` : ''}`
    : job.label;
  const warning = warningsText(job.warnings);
  return (
    <>
      <Anchor
        component={Link}
        href={project.at(`/jobs/${job.id}`)}
        fz="sm"
        style={{ overflowWrap: 'anywhere' }}
      >
        {name}
        {job.chunkOf !== null && `, chunk${framesText(job) === null ? '' : ` of frames ${framesText(job)}`}`}
      </Anchor>
      {job.error && (
        <Text size="xs" c="var(--tone-failed)" lineClamp={2}>
          {job.failureKind && `${failureLooks[job.failureKind].word}: `}
          {job.error.message}
        </Text>
      )}
      {warning !== null && (
        <Text size="xs" c="var(--tone-lost)" lineClamp={1}>
          {warning}
        </Text>
      )}
      {job.state === 'running' && (
        <Text size="xs" c="dimmed">
          {job.stage ?? 'starting'}, {Math.floor(job.progress * 100)} %
        </Text>
      )}
      {job.chunkCount !== null && job.chunkCount > 1 && (
        <>
          <Button
            variant="subtle"
            size="compact-xs"
            px={0}
            onClick={toggle}
            aria-expanded={opened}
            display="block"
          >
            {opened ? 'Hide' : 'Show'} {job.chunkCount} chunks
          </Button>
          {opened && <JobChunks jobId={job.id} />}
        </>
      )}
    </>
  );
}
