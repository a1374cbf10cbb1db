import { Badge, Code, Table, Text } from '@mantine/core';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import type { WholePipeline } from './queries';

const better = { minimize: 'lower', maximize: 'higher' } as const;

/** What a pipeline measures, and which way is better. */
export function PipelineMetrics({ pipeline }: { readonly pipeline: WholePipeline }) {
  return (
    <Panel title="Metrics">
      <StackedTable leastWidth={680}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={260}>Metric</Table.Th>
            <Table.Th>Meaning</Table.Th>
            <Table.Th w={80}>Unit</Table.Th>
            <Table.Th w={120}>Better is</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pipeline.metrics.map((metric) => (
            <Table.Tr key={metric.name} style={{ verticalAlign: 'top' }}>
              <Table.Td>
                {metric.title}{' '}
                {metric.name === pipeline.mainFigure && (
                  <Badge size="sm" variant="light" color="gray" tt="none" mr={4}>
                    Main figure
                  </Badge>
                )}
                {metric.name === pipeline.objective && (
                  <Badge size="sm" variant="light" tt="none">
                    Ranks settings
                  </Badge>
                )}
                <br />
                <Code fz="xs">{metric.name}</Code>
              </Table.Td>
              <Table.Td>
                {metric.description}
                {metric.incomparableAcross.length > 0 && (
                  <Text size="xs" c="dimmed">
                    Not comparable across {metric.incomparableAcross.join(', ')}.
                  </Text>
                )}
              </Table.Td>
              <Table.Td data-label="Unit">{metric.unit === '1' ? '–' : metric.unit}</Table.Td>
              <Table.Td data-label="Better is">
                {metric.direction === null ? 'neither' : better[metric.direction]}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
    </Panel>
  );
}
