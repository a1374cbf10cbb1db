'use client';
import { isJsonObject, type Json } from '@batchyard/domain';
import { Table, Text } from '@mantine/core';
import { titleWithUnit } from '@/formatting/numbers';
import { formatValue, leafName } from '@/formatting/values';
import { StackedTable } from '@/page/stacked-table';
import { pText, verdictText } from '../verdict-text';
import { differenceText, sideText } from './contrast-text';
import type { ContrastRow, SweepContrast } from './queries';

/** A number with its interval reads as one. */
const nowrap = { whiteSpace: 'nowrap' } as const;

/** One row a setting of the shared parameters. */
export function ContrastTable({ contrast }: { readonly contrast: SweepContrast }) {
  const { metric, shared, rows } = contrast;
  return (
    <StackedTable
      leastWidth={640}
      className="numeric"
      fz="sm"
      verticalSpacing={6}
      aria-label={`${metric.title}, A against B`}
    >
      <Table.Thead>
        <Table.Tr>
          {shared.map(({ path, unit }) => (
            <Table.Th key={path} scope="col" title={path}>
              {titleWithUnit(leafName(path), unit)}
            </Table.Th>
          ))}
          {['A', 'B', 'B − A (95 %)', 'B is'].map((heading) => (
            <Table.Th key={heading} scope="col">
              {heading}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={JSON.stringify(row.values)}>
            {shared.map(({ path, unit }) => (
              <Table.Td key={path} data-label={titleWithUnit(leafName(path), unit)}>
                {formatValue(valueAt(row, path))}
              </Table.Td>
            ))}
            <Table.Td data-label="A" style={nowrap}>
              {sideText(row, 'a', metric.unit)}
            </Table.Td>
            <Table.Td data-label="B" style={nowrap}>
              {sideText(row, 'b', metric.unit)}
            </Table.Td>
            <Table.Td data-label="B − A (95 %)" style={nowrap}>
              {differenceText(row, metric.unit) ?? '–'}
            </Table.Td>
            <Table.Td data-label="B is">
              <Verdict row={row} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function valueAt({ values }: ContrastRow, path: string): Json {
  return (isJsonObject(values) ? values[path] : null) ?? null;
}

function Verdict({ row: { contrast } }: { readonly row: ContrastRow }) {
  if (contrast === null) return '–';
  return (
    <span>
      {verdictText(contrast)}
      {contrast.p !== null && (
        <Text span fz="xs" c="dimmed">
          {` ${pText(contrast.p)}, ${contrast.method === 'paired_t' ? `${contrast.n} pairs` : 'Welch'}`}
        </Text>
      )}
    </span>
  );
}
