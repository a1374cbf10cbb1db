import { Table, Text } from '@mantine/core';
import type { Problem } from '@/graphql/error';
import { StackedTable } from '@/page/stacked-table';

const dash = (
  <Text c="dimmed" fz="inherit">
    –
  </Text>
);

/** All problems of a failed job or a refused cell: where, what stands there, what was expected, how to mend it. */
export function ProblemTable({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <StackedTable leastWidth={760} fz="sm" withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Kind</Table.Th>
          <Table.Th miw={170}>Place</Table.Th>
          <Table.Th miw={160}>Problem</Table.Th>
          <Table.Th>Found</Table.Th>
          <Table.Th>Expected</Table.Th>
          <Table.Th>Fix</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {problems.map((problem) => (
          <ProblemRow key={JSON.stringify(problem)} problem={problem} />
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const { place, severity } = problem;
  const tone = severity === 'error' ? 'var(--tone-failed)' : 'var(--tone-lost)';
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td fw={600} c={tone}>
        {severity === 'error' ? 'Error' : 'Warning'}
      </Table.Td>
      <Table.Td className="numeric" style={{ overflowWrap: 'anywhere' }} data-label="Place">
        <div>
          {place.file && <div>{place.file}</div>}
          {place.line != null && <div>line {place.line}</div>}
          {place.column && <div>column {place.column}</div>}
          {place.parameter && <div>parameter {place.parameter}</div>}
        </div>
      </Table.Td>
      <Table.Td data-label="Problem">{problem.message}</Table.Td>
      <Table.Td data-label="Found">{problem.value ?? dash}</Table.Td>
      <Table.Td data-label="Expected">{problem.expectation ?? dash}</Table.Td>
      <Table.Td data-label="Fix">{problem.fix ?? dash}</Table.Td>
    </Table.Tr>
  );
}
