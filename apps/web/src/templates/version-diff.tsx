'use client';
import type { Json } from '@batchyard/domain';
import { Badge, Code, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { counted, withUnit } from '@/formatting/numbers';
import { formatValue } from '@/formatting/values';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { type TemplateDifference, templateDifferencesQuery, type WholeTemplate } from './queries';

export interface VersionDiffProps {
  readonly template: WholeTemplate;
  /** Compared with the one before it at first. */
  readonly shown: number;
}

/** What two versions give jobs that differs. */
export function VersionDiff({ template, shown }: VersionDiffProps) {
  const numbers = template.versions.map(({ version }) => version);
  const before = numbers.find((version) => version < shown) ?? numbers.at(-1) ?? shown;
  const [from, setFrom] = useState(before);
  const [to, setTo] = useState(shown === before ? (numbers[0] ?? shown) : shown);
  const { data, error, refetch } = useApi(templateDifferencesQuery, { id: template.id, from, to });
  const choices = numbers.map((version) => ({ value: String(version), label: `Version ${version}` }));
  return (
    <Panel
      title="What changed"
      actions={
        <Group gap={8}>
          <Select
            size="xs"
            w={130}
            data={choices}
            value={String(from)}
            onChange={(value) => setFrom(Number(value))}
            allowDeselect={false}
            aria-label="From version"
          />
          <Text size="sm" c="dimmed">
            to
          </Text>
          <Select
            size="xs"
            w={130}
            data={choices}
            value={String(to)}
            onChange={(value) => setTo(Number(value))}
            allowDeselect={false}
            aria-label="To version"
          />
        </Group>
      }
    >
      {error ? (
        <Failure error={error} retry={refetch} />
      ) : data === undefined ? (
        <LoadingRows />
      ) : (
        <Differences rows={data.template.differences} from={from} to={to} />
      )}
    </Panel>
  );
}

interface DifferencesProps {
  readonly rows: readonly TemplateDifference[];
  readonly from: number;
  readonly to: number;
}

function Differences({ rows, from, to }: DifferencesProps) {
  const telling = rows.filter(({ sameValue }) => !sameValue);
  const silent = rows.length - telling.length;
  return (
    <Stack gap="xs">
      {telling.length === 0 ? (
        <Text size="sm" c="dimmed">
          {from === to ? 'Choose two versions.' : 'Jobs get the same from both versions.'}
        </Text>
      ) : (
        <DifferenceTable rows={telling} from={from} to={to} />
      )}
      {silent > 0 && (
        <Text size="xs" c="dimmed">
          {counted(silent, 'value')} that {silent === 1 ? 'is' : 'are'} the default in both, written out in
          one of them only.
        </Text>
      )}
    </Stack>
  );
}

const partWords = { parameter: 'Parameter', option: 'Option', file: 'Shared file' } as const;
const changeLooks = {
  added: { label: 'added', color: 'green' },
  removed: { label: 'removed', color: 'red' },
  changed: { label: 'changed', color: 'blue' },
} as const;

function DifferenceTable({ rows, from, to }: DifferencesProps) {
  return (
    <StackedTable leastWidth={640} className="numeric" verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th w={110} />
          <Table.Th w={200}>Version {from}</Table.Th>
          <Table.Th w={200}>Version {to}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ part, path, title, unit, change, before, after }) => (
          <Table.Tr key={`${part} ${path}`}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm">{title}</Text>
              <Text size="xs" c="dimmed">
                {partWords[part]} <Code fz="xs">{path}</Code>
              </Text>
            </Table.Td>
            <Table.Td>
              <Badge variant="light" size="sm" tt="none" color={changeLooks[change].color}>
                {changeLooks[change].label}
              </Badge>
            </Table.Td>
            <Table.Td data-label={`Version ${from}`} style={{ overflowWrap: 'anywhere' }}>
              <Side value={before as Json} unit={unit} isGiven={change !== 'added'} part={part} />
            </Table.Td>
            <Table.Td data-label={`Version ${to}`} style={{ overflowWrap: 'anywhere' }}>
              <Side value={after as Json} unit={unit} isGiven={change !== 'removed'} part={part} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

interface SideProps {
  readonly value: Json;
  readonly unit: string | null;
  /** Whether the version says it; else it is the default. */
  readonly isGiven: boolean;
  readonly part: TemplateDifference['part'];
}

function Side({ value, unit, isGiven, part }: SideProps) {
  if (isGiven) return <Text size="sm">{withUnit(formatValue(value), unit)}</Text>;
  const isNone = value === null || part === 'file';
  return (
    <Text size="sm" c="dimmed">
      {isNone ? 'none' : `${withUnit(formatValue(value), unit)} (default)`}
    </Text>
  );
}
