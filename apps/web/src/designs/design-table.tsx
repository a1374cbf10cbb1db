import { Anchor, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { formatNumber } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { StackedTable } from '@/page/stacked-table';
import { axesText } from './axis-text';
import type { ListedDesign } from './queries';

export interface DesignTableProps {
  readonly designs: readonly ListedDesign[];
  readonly hrefOf: (design: ListedDesign) => string;
}

/** Designs with their axes and number of cells. */
export function DesignTable({ designs, hrefOf }: DesignTableProps) {
  return (
    <StackedTable leastWidth={600} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Design</Table.Th>
          <Table.Th>Axes</Table.Th>
          <Table.Th ta="right">Cells</Table.Th>
          <Table.Th ta="right">Made</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {designs.map((design) => (
          <Table.Tr key={design.id}>
            <Table.Td>
              <Anchor
                component={Link}
                href={hrefOf(design)}
                fw={550}
                fz="sm"
                style={{ overflowWrap: 'anywhere' }}
              >
                {design.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {design.pipeline.title}
                {design.createdBy && ` · ${design.createdBy.name}`}
              </Text>
            </Table.Td>
            <Table.Td data-label="Axes">{axesText(design.spec)}</Table.Td>
            <Table.Td ta="right" data-label="Cells">
              {formatNumber(design.cellCount)}
            </Table.Td>
            <Table.Td ta="right" c="dimmed" data-label="Made">
              <RelativeTime at={design.createdAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}
