import { Table, Text } from '@mantine/core';
import { counted, formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import type { BatchPlan } from '../queries';
import { KindBadge } from './kind-badge';

/** How many jobs of each kind, and why. */
export function PlanReasons({ plan }: { readonly plan: BatchPlan }) {
  return (
    <Panel title={counted(plan.cellCount, 'cell')}>
      <Text size="sm" mb="xs">
        {plan.mode.sentence}
      </Text>
      <StackedTable leastWidth={420} verticalSpacing={6} className="numeric">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140}>Kind</Table.Th>
            <Table.Th>Reason</Table.Th>
            <Table.Th ta="right" w={90}>
              Jobs
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.reasons.map(({ kind, reason, jobs }) => (
            <Table.Tr key={`${kind} ${reason}`}>
              <Table.Td>
                <KindBadge kind={kind} />
              </Table.Td>
              <Table.Td data-label="Reason">{reason}</Table.Td>
              <Table.Td ta="right" fw={600} data-label="Jobs">
                {formatNumber(jobs)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
    </Panel>
  );
}
