import { Code, Table } from '@mantine/core';
import { Panel } from '@/page/panel';
import type { WholePipeline } from './queries';

/** What a pipeline reads. */
export function PipelineInputs({ inputs }: Pick<WholePipeline, 'inputs'>) {
  return (
    <Panel title="Inputs">
      <Table.ScrollContainer minWidth={560}>
        <Table>
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
                <Table.Td>
                  {input.count === 'many' ? 'several' : 'one'} {input.extensions.join(', ')}
                  {input.kind === 'directory' && ' of the directory'}
                  {input.optional && ', optional'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}
