import { isJsonObject } from '@batchyard/domain';
import { Code, Table, Text } from '@mantine/core';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { type Field, type FieldGroup, groupsOf } from '@/parameters/fields';
import { allowedText, defaultText } from './parameter-texts';
import type { WholePipeline } from './queries';

/** The parameters of a pipeline as a table, from the JSON Schema that also checks them. */
export function PipelineParameters({ pipeline }: { readonly pipeline: WholePipeline }) {
  const defaults = isJsonObject(pipeline.defaultParams) ? pipeline.defaultParams : {};
  return (
    <Panel title="Parameters">
      <StackedTable leastWidth={860} className="numeric">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={270}>Parameter</Table.Th>
            <Table.Th>Meaning</Table.Th>
            <Table.Th w={70}>Unit</Table.Th>
            <Table.Th w={170}>Default</Table.Th>
            <Table.Th w={190}>Allowed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        {groupsOf(pipeline.paramsSchema, defaults).map((group) => (
          <Table.Tbody key={group.path}>
            <GroupRow group={group} />
            {group.fields.map((field) => (
              <ParameterRow key={field.path} field={field} />
            ))}
          </Table.Tbody>
        ))}
      </StackedTable>
    </Panel>
  );
}

function GroupRow({ group }: { readonly group: FieldGroup }) {
  return (
    <Table.Tr>
      <Table.Th colSpan={5} scope="colgroup" bg="var(--surface-sunken)">
        {group.path === '' ? 'General' : group.title}
        {group.path !== '' && group.description && (
          <Text span size="sm" c="dimmed" ml="xs">
            {group.description}
          </Text>
        )}
      </Table.Th>
    </Table.Tr>
  );
}

function ParameterRow({ field }: { readonly field: Field }) {
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        {field.title}
        <br />
        <Code fz="xs">{field.path}</Code>
      </Table.Td>
      <Table.Td>{field.description ?? '–'}</Table.Td>
      <Table.Td data-label="Unit">
        {field.unit === undefined || field.unit === '1' ? '–' : field.unit}
      </Table.Td>
      <Table.Td data-label="Default" style={{ overflowWrap: 'anywhere' }}>
        {defaultText(field)}
      </Table.Td>
      <Table.Td data-label="Allowed">{allowedText(field)}</Table.Td>
    </Table.Tr>
  );
}
