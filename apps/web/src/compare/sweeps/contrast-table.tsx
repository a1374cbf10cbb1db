'use client';
import { isJsonObject, type Json } from '@batchyard/domain';
import { Table, Text } from '@mantine/core';
import { titleWithUnit } from '@/formatting/numbers';
import { formatValue, leafName } from '@/formatting/values';
import { pText, verdictText } from '../verdict-text';
import { differenceText, sideText } from './contrast-text';
import type { ContrastRow, SweepContrast } from './queries';

/** A number with its interval reads as one. */
const nowrap = { whiteSpace: 'nowrap' } as const;

/** One row a setting of the shared parameters. */
export function ContrastTable({ contrast }: { readonly contrast: SweepContrast }) {
  const { metric, shared, rows } = contrast;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table className="numeric" fz="sm" verticalSpacing={6} aria-label={`${metric.title}, A against B`}>
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
              {shared.map(({ path }) => (
                <Table.Td key={path}>{formatValue(valueAt(row, path))}</Table.Td>
              ))}
              <Table.Td style={nowrap}>{sideText(row, 'a', metric.unit)}</Table.Td>
              <Table.Td style={nowrap}>{sideText(row, 'b', metric.unit)}</Table.Td>
              <Table.Td style={nowrap}>{differenceText(row, metric.unit) ?? '–'}</Table.Td>
              <Table.Td>
                <Verdict row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function valueAt({ values }: ContrastRow, path: string): Json {
  return (isJsonObject(values) ? values[path] : null) ?? null;
}

function Verdict({ row: { contrast } }: { readonly row: ContrastRow }) {
  if (contrast === null) return '–';
  return (
    <>
      {verdictText(contrast)}
      {contrast.p !== null && (
        <Text span fz="xs" c="dimmed">
          {` ${pText(contrast.p)}, ${contrast.method === 'paired_t' ? `${contrast.n} pairs` : 'Welch'}`}
        </Text>
      )}
    </>
  );
}
