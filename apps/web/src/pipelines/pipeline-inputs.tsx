import { Code, Table } from '@mantine/core';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import type { WholePipeline } from './queries';

/** What a pipeline reads. */
export function PipelineInputs({ inputs }: Pick<WholePipeline, 'inputs'>) {
  return (
    <Panel title="Inputs">
      <StackedTable leastWidth={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={200}>Input</Table.Th>
            <Table.Th>What it is</Table.Th>
            <Table.Th w={160}>Files</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inputs.map((input) => (
            <Table.Tr key={input.name}>
              <Table.Td>
                {input.title}
                <br />
                <Code fz="xs">{input.name}</Code>
              </Table.Td>
              <Table.Td>{input.description}</Table.Td>
              <Table.Td data-label="Files">
                {input.count === 'many' ? 'several' : 'one'} {input.extensions.join(', ')}
                {input.kind === 'directory' && ' of the directory'}
                {input.optional && ', optional'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
    </Panel>
  );
}
