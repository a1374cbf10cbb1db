'use client';
import { canonicalJson, flattenParams, isJsonObject, type Json } from '@batchyard/domain';
import { Button, Code, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { withUnit } from '@/formatting/numbers';
import { formatValue } from '@/formatting/values';
import { fieldsOf } from './fields';

export interface ParameterDiffProps {
  readonly params: Json;
  readonly defaults: Json;
  readonly schema: Json;
  /** What the values are called. */
  readonly noun?: 'parameter' | 'option';
}

/** Parameters of a job: those that differ from the defaults first, the others folded away. */
export function ParameterDiff({ params, defaults, schema, noun = 'parameter' }: ParameterDiffProps) {
  const [opened, { toggle }] = useDisclosure(false);
  const rows = rowsOf(params, defaults, schema);
  const changed = rows.filter((row) => row.changed);
  const unchanged = rows.filter((row) => !row.changed);
  return (
    <>
      {changed.length === 0 ? (
        <Text size="sm" c="dimmed" mb="xs">
          All {noun}s have their defaults.
        </Text>
      ) : (
        <DiffTable rows={changed} noun={noun} withDefault />
      )}
      {unchanged.length > 0 && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={toggle} aria-expanded={opened}>
          {opened ? 'Hide' : 'Show'} {unchanged.length} at their default
        </Button>
      )}
      {opened && <DiffTable rows={unchanged} noun={noun} withDefault={false} />}
    </>
  );
}

interface Row {
  readonly path: string;
  readonly value: string;
  readonly standard: string;
  readonly title?: string;
  readonly changed: boolean;
}

function rowsOf(params: Json, defaults: Json, schema: Json): Row[] {
  const standard = flattenParams(isJsonObject(defaults) ? defaults : {});
  const fields = new Map(fieldsOf(schema).map((field) => [field.path, field]));
  return [...flattenParams(isJsonObject(params) ? params : {})].map(([path, value]) => ({
    path,
    value: withUnit(formatValue(value), fields.get(path)?.unit),
    standard: standard.has(path) ? formatValue(standard.get(path)) : 'none',
    title: fields.get(path)?.title,
    changed: canonicalJson(value) !== canonicalJson(standard.get(path) ?? null),
  }));
}

interface DiffTableProps {
  readonly rows: readonly Row[];
  readonly noun: 'parameter' | 'option';
  readonly withDefault: boolean;
}

function DiffTable({ rows, noun, withDefault }: DiffTableProps) {
  return (
    <Table className="numeric" verticalSpacing={5}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{noun === 'parameter' ? 'Parameter' : 'Option'}</Table.Th>
          <Table.Th>Value</Table.Th>
          {withDefault && <Table.Th>Default</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.path}>
            <Table.Td>
              <Code fz="xs" title={row.title} style={{ overflowWrap: 'anywhere' }}>
                {row.path}
              </Code>
            </Table.Td>
            <Table.Td fw={withDefault ? 600 : 400} style={{ overflowWrap: 'anywhere' }}>
              {row.value}
            </Table.Td>
            {withDefault && (
              <Table.Td c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {row.standard}
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
