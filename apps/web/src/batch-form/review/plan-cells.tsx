import { Table, Text } from '@mantine/core';
import { formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import type { BatchPlan } from '../queries';
import { KindBadge } from './kind-badge';

/** The first cells: what becomes of each, why, and how its results will be named. */
export function PlanCells({ plan }: { readonly plan: BatchPlan }) {
  const { firstCells, cellCount } = plan;
  if (firstCells.length === 0) return null;
  const hidden = cellCount - firstCells.length;
  return (
    <Panel title={hidden > 0 ? `First ${formatNumber(firstCells.length)} jobs` : 'Jobs'}>
      <StackedTable leastWidth={640} verticalSpacing={6} className="numeric">
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right" w={50}>
              No.
            </Table.Th>
            <Table.Th w={120}>Kind</Table.Th>
            <Table.Th>Job</Table.Th>
            <Table.Th>Reason</Table.Th>
            <Table.Th>Output name</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {firstCells.map(({ position, kind, label, reason, outputName }) => (
            <Table.Tr key={position}>
              <Table.Td ta="right" c="dimmed" data-label="No.">
                {formatNumber(position + 1)}
              </Table.Td>
              <Table.Td>
                <KindBadge kind={kind} />
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{label}</Table.Td>
              <Table.Td c="dimmed" data-label="Reason">
                {reason}
              </Table.Td>
              <Table.Td ff="monospace" fz="xs" style={{ overflowWrap: 'anywhere' }} data-label="Output name">
                {outputName === '' ? <Overwritten /> : outputName}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
      {hidden > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          and {formatNumber(hidden)} more.
        </Text>
      )}
    </Panel>
  );
}

function Overwritten() {
  return (
    <Text fz="xs" c="dimmed" ff="text">
      a later job takes its name
    </Text>
  );
}
