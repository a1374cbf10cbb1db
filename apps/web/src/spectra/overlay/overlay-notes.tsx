import { failedJobStates, failedJobs } from '@batchyard/domain';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import type { LiveBatch } from '@/batches/queries';
import { useApi } from '@/graphql/hooks';
import { useCurrentProject } from '@/projects/project-frame';
import { failedSamplesQuery, type ShownOverlay } from './queries';

export interface OverlayNotesProps {
  readonly batch: LiveBatch;
  readonly leftOut: ShownOverlay['leftOut'];
}

/** Samples that are missing in the chart, by name and with the reason. */
export function OverlayNotes({ batch, leftOut }: OverlayNotesProps) {
  const project = useCurrentProject();
  const failed = failedJobs(batch.counts);
  const { data } = useApi(
    failedSamplesQuery,
    // Asked again as soon as there are more.
    { id: batch.id, states: [...failedJobStates] },
    { enabled: failed > 0, refetchIntervalMs: failed > 0 && batch.finishedAt === null ? 10_000 : false },
  );
  const named = failed > 0 ? (data?.batch.jobs.nodes ?? []) : [];
  const more = failed - named.length;
  return (
    <>
      {named.length > 0 && (
        <Text size="sm" component="div">
          {failed === 1
            ? '1 sample failed and has no spectrum: '
            : `${failed} samples failed and have no spectrum: `}
          {named.map(({ id, label, error }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Anchor component={Link} href={project.at(`/jobs/${id}`)} fz="sm" title={error?.message}>
                {label}
              </Anchor>
            </span>
          ))}
          {more > 0 && ` and ${more} more`}.
        </Text>
      )}
      {leftOut.map(({ job, reason }) => (
        <Text size="sm" key={job.id}>
          <Anchor component={Link} href={project.at(`/jobs/${job.id}`)} fz="sm">
            {job.label}
          </Anchor>{' '}
          is not drawn. {reason}
        </Text>
      ))}
    </>
  );
}
