import { Table, Text } from '@mantine/core';
import { formatDuration } from '@/formatting/time';
import { Panel } from '@/page/panel';
import type { WholeJob } from './queries';

/** Stages of the latest attempt with their time and share of it. */
export function JobStages({ job }: { readonly job: WholeJob }) {
  const stages = job.stages.filter((stage) => stage.attempt === job.attempt);
  const total = stages.reduce((sum, stage) => sum + (stage.durationMs ?? 0), 0);
  return (
    <Panel title="Stages">
      {stages.length === 0 ? (
        <Text size="sm" c="dimmed">
          {`Not started. It will go through ${job.batch.pipeline.stages.join(', ')}.`}
        </Text>
      ) : (
        <Table className="numeric" verticalSpacing={5} horizontalSpacing={6}>
          <Table.Tbody>
            {stages.map((stage) => (
              <Table.Tr key={stage.name}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{stage.name}</Table.Td>
                <Table.Td c={stage.state === 'failed' ? 'var(--tone-failed)' : 'dimmed'}>
                  {stage.state}
                </Table.Td>
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {stage.durationMs === null ? '…' : formatDuration(stage.durationMs / 1000)}
                </Table.Td>
                <Table.Td ta="right" c="dimmed" w={72} style={{ whiteSpace: 'nowrap' }}>
                  {stage.durationMs !== null &&
                    total > 0 &&
                    `${Math.round((stage.durationMs / total) * 100)} %`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
