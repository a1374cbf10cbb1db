import { isJsonObject } from '@batchyard/domain';
import { Table } from '@mantine/core';
import { formatValue } from '@/formatting/values';
import { Panel } from '@/page/panel';
import type { WholeJob } from './queries';

/** Facts that its user gave the job, and the name of its output folder; absent where there are none. */
export function JobMetadata({ job }: { readonly job: WholeJob }) {
  const facts = isJsonObject(job.metadata) ? Object.entries(job.metadata) : [];
  if (facts.length === 0 && job.outputName === null) return null;
  return (
    <Panel title="Facts">
      <Table verticalSpacing={5} className="numeric">
        <Table.Tbody>
          {job.outputName !== null && (
            <Table.Tr>
              <Table.Td c="dimmed">output name</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{job.outputName}</Table.Td>
            </Table.Tr>
          )}
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td c="dimmed">{name}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{formatValue(value)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
