'use client';
import { isFinalJobState } from '@batchyard/domain';
import { Anchor, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { formatDuration } from '@/formatting/time';
import { useApi } from '@/graphql/hooks';
import { LoadingRows } from '@/page/loading';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge } from '@/states/state-badge';
import { chunksText, framesText } from './chunk-counts';
import { jobChunksQuery } from './queries';

/** The chunks of a job in the order of their frames; asked again while one of them moves. */
export function JobChunks({ jobId }: { readonly jobId: string }) {
  const project = useCurrentProject();
  const { data, error } = useApi(jobChunksQuery, { id: jobId }, { refetchIntervalMs: 5000 });
  if (!data) return error ? <ProblemList error={error} /> : <LoadingRows rows={2} height={24} />;
  const { chunks } = data.job;
  const isMoving = chunks.some(({ state }) => !isFinalJobState(state));
  return (
    <>
      <Text size="xs" c="dimmed" mt={4} aria-live={isMoving ? 'polite' : undefined}>
        {chunksText(chunks)}
      </Text>
      <Table verticalSpacing={3} horizontalSpacing={6} fz="xs" className="numeric">
        <Table.Tbody>
          {chunks.map((chunk, index) => (
            <Table.Tr key={chunk.id}>
              <Table.Td>
                <Anchor component={Link} href={project.at(`/jobs/${chunk.id}`)} fz="xs">
                  Chunk {index + 1}
                </Anchor>
              </Table.Td>
              <Table.Td c="dimmed">{framesText(chunk) && `frames ${framesText(chunk)}`}</Table.Td>
              <Table.Td>
                <JobStateBadge state={chunk.state} />
              </Table.Td>
              <Table.Td ta="right" c="dimmed">
                {chunk.durationSeconds === null ? '' : formatDuration(chunk.durationSeconds)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
